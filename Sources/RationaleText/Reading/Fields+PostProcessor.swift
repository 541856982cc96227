import RationaleCore
import RationaleFiles

extension Fields {
    private static let postProcessors = [
        "BertProcessing", "ByteLevel", "RobertaProcessing", "Sequence", "TemplateProcessing",
    ]

    /// The post-processor that this object describes.
    func postProcessor() throws(RationaleError) -> any PostProcessor {
        let type = try required("type", try string("type"))
        switch type {
        case "BertProcessing":
            return BertProcessing(classifier: try specialToken("cls"), separator: try specialToken("sep"))
        case "ByteLevel":
            guard try bool("trim_offsets") ?? true else { return PostProcessorSequence(parts: []) }
            return OffsetTrimming(addsPrefixSpace: try bool("add_prefix_space") ?? true)
        case "RobertaProcessing":
            let isTrimming = try bool("trim_offsets") ?? true
            let addsPrefixSpace = try bool("add_prefix_space") ?? true
            return RobertaProcessing(
                classifier: try specialToken("cls"), separator: try specialToken("sep"),
                trimming: isTrimming ? OffsetTrimming(addsPrefixSpace: addsPrefixSpace) : nil)
        case "Sequence":
            var parts: [any PostProcessor] = []
            for part in try objects("processors") { parts.append(try part.postProcessor()) }
            guard parts.count(where: { $0.placesTexts }) <= 1 else {
                throw wrong(
                    "several post-processors add special tokens, and only one can",
                    hint: "Keep one of BertProcessing, RobertaProcessing and TemplateProcessing.")
            }
            return PostProcessorSequence(parts: parts)
        case "TemplateProcessing": return try template()
        default: throw unknown("post-processor", type, known: Self.postProcessors)
        }
    }

    /// A token and its number: `["[CLS]", 101]`.
    private func specialToken(_ name: String) throws(RationaleError) -> SpecialToken {
        let pair = try required(name, try array(name))
        guard pair.count == 2, let token = pair[0].string, let id = pair[1].integer, id >= 0,
            id <= TokenVocabulary.largestID
        else { throw wrong("'\(name)' should be a token and its number") }
        return SpecialToken(token: token, id: id)
    }

    private func template() throws(RationaleError) -> TemplateProcessing {
        var special: [String: [SpecialToken]] = [:]
        for member in (try object("special_tokens"))?.members ?? [] {
            guard let object = member.value.object else {
                throw wrong("the special token '\(member.name)' should be an object, and is \(member.value.kind)")
            }
            let fields = Fields(object, child("special token '\(member.name)'"), refusal)
            let ids = try fields.required("ids", try fields.array("ids"))
            let tokens = try fields.required("tokens", try fields.array("tokens"))
            guard ids.count == tokens.count else {
                throw fields.wrong("it has \(ids.count) numbers for \(tokens.count) tokens")
            }
            var found: [SpecialToken] = []
            for (id, token) in zip(ids, tokens) {
                guard let id = id.integer, id >= 0, id <= TokenVocabulary.largestID, let token = token.string else {
                    throw fields.wrong("'ids' should be numbers of tokens, and 'tokens' strings")
                }
                found.append(SpecialToken(token: token, id: id))
            }
            special[member.name] = found
        }
        return TemplateProcessing(
            single: try template("single", special, texts: 1), pair: try template("pair", special, texts: 2))
    }

    private func template(
        _ name: String, _ special: [String: [SpecialToken]], texts: Int
    ) throws(RationaleError) -> [TemplateProcessing.Piece] {
        var pieces: [TemplateProcessing.Piece] = []
        for part in try objects(name) {
            guard part.members.count == 1, let member = part.members.first, let object = member.value.object else {
                throw part.wrong("a piece of the template '\(name)' should be a Sequence or a SpecialToken")
            }
            let fields = Fields(object, part.place, refusal)
            let id = try fields.required("id", try fields.string("id"))
            let typeID = try fields.natural("type_id") ?? 0
            switch (member.name, id) {
            case ("Sequence", "A"): pieces.append(.text(0, typeID: typeID))
            case ("Sequence", "B") where texts == 2: pieces.append(.text(1, typeID: typeID))
            case ("SpecialToken", _):
                guard let tokens = special[id] else {
                    throw fields.wrong(
                        "the template '\(name)' has the special token '\(id)', which is not described",
                        hint: FileRefusal.hint(nearest: id, among: special.keys))
                }
                pieces.append(.special(tokens, typeID: typeID))
            default: throw fields.wrong("the template '\(name)' has the unknown piece \(member.name) '\(id)'")
            }
        }
        for text in 0..<texts {
            let count = pieces.count { if case .text(text, _) = $0 { true } else { false } }
            guard count == 1 else {
                throw wrong("the template '\(name)' should have the text \(text == 0 ? "A" : "B") once, and has it \(count) times")
            }
        }
        return pieces
    }
}

extension PostProcessor {
    /// Whether it decides where texts and special tokens stand.
    var placesTexts: Bool {
        switch self {
        case is OffsetTrimming: false
        case let sequence as PostProcessorSequence: sequence.parts.contains { $0.placesTexts }
        default: true
        }
    }
}
