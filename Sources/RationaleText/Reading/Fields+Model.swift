import RationaleCore
import RationaleFiles

extension Fields {
    private static let models = ["BPE", "Unigram", "WordLevel", "WordPiece"]

    /// The model that this object describes.
    ///
    /// Old files do not name its type; it is recognised by its members then.
    func model() throws(RationaleError) -> any TokenModel {
        let type = try string("type") ?? guessedType()
        switch type {
        case "BPE": return try bytePairs()
        case "Unigram": return try unigram()
        case "WordLevel":
            return WordLevelModel(try vocabulary(), unknown: try required("unk_token", try string("unk_token")))
        case "WordPiece":
            return WordPieceModel(
                try vocabulary(), unknown: try required("unk_token", try string("unk_token")),
                prefix: try string("continuing_subword_prefix") ?? "##",
                longestWord: try natural("max_input_chars_per_word") ?? 100)
        default: throw unknown("model", type, known: Self.models)
        }
    }

    private func guessedType() -> String {
        if self["merges"] != nil { return "BPE" }
        if self["vocab"]?.array != nil { return "Unigram" }
        return self["max_input_chars_per_word"] != nil || self["continuing_subword_prefix"] != nil
            ? "WordPiece" : "WordLevel"
    }

    /// Tokens and their numbers.
    private func vocabulary() throws(RationaleError) -> TokenVocabulary {
        guard let members = try object("vocab")?.members else { throw wrong("'vocab' is missing") }
        return try vocabulary(of: members)
    }

    func vocabulary(of members: [JSONObject.Member]) throws(RationaleError) -> TokenVocabulary {
        guard !members.isEmpty else { throw wrong("the vocabulary is empty", hint: "Check that the file is complete.") }
        var vocabulary = TokenVocabulary(capacity: members.count)
        for member in members {
            guard let id = member.value.integer else {
                throw wrong("the token '\(member.name)' should have an integer, and has \(member.value.kind)")
            }
            do throws(TokenVocabulary.Refusal) { try vocabulary.insert(member.name, id) } catch {
                throw wrong(error, member.name, id)
            }
        }
        return vocabulary
    }

    func wrong(_ refusal: TokenVocabulary.Refusal, _ token: String, _ id: Int) -> RationaleError {
        switch refusal {
        case .outOfRange:
            wrong(
                "the token '\(token)' has the number \(id); numbers go from 0 to \(TokenVocabulary.largestID)",
                hint: "Check that the file is complete.")
        case .taken(let other):
            wrong(
                "the tokens '\(other)' and '\(token)' have the same number \(id)",
                hint: "Give each token a number of its own, the one with which the network was trained.")
        case .repeated(let first):
            wrong("the token '\(token)' is there twice, as number \(first) and \(id)", hint: "Take one of them out.")
        }
    }

    private func bytePairs() throws(RationaleError) -> BytePairModel {
        let vocabulary = try vocabulary()
        var options = BytePairModel.Options()
        options.unknown = try string("unk_token")
        options.prefix = try string("continuing_subword_prefix").flatMap { $0.isEmpty ? nil : $0 }
        options.suffix = try string("end_of_word_suffix").flatMap { $0.isEmpty ? nil : $0 }
        options.fusesUnknown = try bool("fuse_unk") ?? false
        options.fallsBackToBytes = try bool("byte_fallback") ?? false
        options.ignoresMerges = try bool("ignore_merges") ?? false
        var pairs: [(String, String)] = []
        for (index, element) in try required("merges", try array("merges")).enumerated() {
            guard let pair = Self.merge(element) else {
                throw wrong(
                    "merge \(index + 1) should be two tokens, as \"a b\" or [\"a\", \"b\"]",
                    hint: "Check that the file is complete.")
            }
            pairs.append(pair)
        }
        let merges = try merges(pairs, vocabulary, prefix: options.prefix)
        // Dropout is for training: a text would become other tokens each time.
        return BytePairModel(vocabulary, merges: merges, options: options)
    }

    private static func merge(_ value: JSONValue) -> (String, String)? {
        if let pair = value.array {
            guard pair.count == 2, let first = pair[0].string, let second = pair[1].string else { return nil }
            return (first, second)
        }
        return value.string.flatMap(merge)
    }

    /// Two tokens with a space between them.
    static func merge(_ text: String) -> (String, String)? {
        let parts = text.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return (String(decoding: parts[0], as: UTF8.self), String(decoding: parts[1], as: UTF8.self))
    }

    /// The table of merges; the first one has rank 0.
    func merges(
        _ pairs: [(String, String)], _ vocabulary: TokenVocabulary, prefix: String?
    ) throws(RationaleError) -> PairTable {
        var table = PairTable(capacity: pairs.count)
        let cut = prefix?.utf8.count ?? 0
        for (index, (left, right)) in pairs.enumerated() {
            let merged = left.utf8 + Array(right.utf8).dropFirst(cut)
            let numbers = (vocabulary[left], vocabulary[right], merged.withUnsafeBufferPointer(vocabulary.find))
            guard let first = numbers.0, let second = numbers.1, let result = numbers.2 else {
                let missing =
                    numbers.0 == nil ? left : numbers.1 == nil ? right : String(decoding: merged, as: UTF8.self)
                throw wrong(
                    "merge \(index + 1) ('\(left)' and '\(right)') needs the token '\(missing)', which is not in the vocabulary",
                    hint: "Vocabulary and merges have to come from the same training.")
            }
            table.set(Int32(first), Int32(second), rank: Int32(index), token: result)
        }
        return table
    }

    private func unigram() throws(RationaleError) -> UnigramModel {
        let pieces = try required("vocab", try array("vocab"))
        guard !pieces.isEmpty else { throw wrong("the vocabulary is empty", hint: "Check that the file is complete.") }
        var vocabulary = TokenVocabulary(capacity: pieces.count)
        var scores: [Double] = []
        for (id, piece) in pieces.enumerated() {
            guard let pair = piece.array, pair.count == 2, let token = pair[0].string, let score = pair[1].number else {
                throw wrong("token \(id) of the vocabulary should be a string and a score")
            }
            scores.append(score)
            do throws(TokenVocabulary.Refusal) { try vocabulary.insert(token, id) } catch { throw wrong(error, token, id) }
        }
        let unknown = try natural("unk_id")
        if let unknown, unknown >= pieces.count {
            throw wrong(
                "'unk_id' is \(unknown), and the vocabulary has \(pieces.count) tokens",
                hint: "Name the token for unknown characters.")
        }
        return UnigramModel(
            vocabulary, scores: scores, unknown: unknown, fallsBackToBytes: try bool("byte_fallback") ?? false)
    }
}
