import RationaleCore

extension Fields {
    private static let preTokenizers = [
        "BertPreTokenizer", "ByteLevel", "CharDelimiterSplit", "Digits", "FixedLength", "Metaspace", "Punctuation",
        "Sequence", "Split", "UnicodeScripts", "Whitespace", "WhitespaceSplit",
    ]

    /// The pre-tokenizer that this object describes.
    func preTokenizer() throws(RationaleError) -> any PreTokenizer {
        let type = try required("type", try string("type"))
        switch type {
        case "BertPreTokenizer": return BertPreTokenizer()
        case "ByteLevel":
            return ByteLevel(
                addsPrefixSpace: try bool("add_prefix_space") ?? true, isCutting: try bool("use_regex") ?? true)
        case "CharDelimiterSplit":
            return DelimiterPreTokenizer(delimiter: try required("delimiter", try scalar("delimiter")).value)
        case "Digits":
            return ScalarPreTokenizer(
                flags: .numeric, behavior: try bool("individual_digits") ?? false ? .isolated : .contiguous)
        case "FixedLength":
            return FixedLengthPreTokenizer(length: try required("length", try natural("length", least: 1)))
        case "Metaspace": return try metaspace()
        case "Punctuation":
            return ScalarPreTokenizer(
                flags: .punctuation, behavior: try choice("behavior", Pieces.Behavior.self) ?? .isolated)
        case "Sequence":
            var parts: [any PreTokenizer] = []
            for part in try objects("pretokenizers") { parts.append(try part.preTokenizer()) }
            return PreTokenizerSequence(parts: parts)
        case "Split":
            return SplitPreTokenizer(
                pattern: try pattern("pattern"),
                behavior: try required("behavior", try choice("behavior", Pieces.Behavior.self)),
                isInverted: try bool("invert") ?? false)
        case "UnicodeScripts": return ScriptPreTokenizer()
        case "Whitespace": return WhitespacePreTokenizer()
        case "WhitespaceSplit": return ScalarPreTokenizer.whitespaceSplit
        default: throw unknown("pre-tokenizer", type, known: Self.preTokenizers)
        }
    }

    /// Also as older files describe it: `add_prefix_space` in place of `prepend_scheme`.
    func metaspace() throws(RationaleError) -> Metaspace {
        let isPrefixed = try bool("add_prefix_space") ?? true
        let scheme = try choice("prepend_scheme", Metaspace.PrependScheme.self) ?? (isPrefixed ? .always : .never)
        return Metaspace(
            replacement: try required("replacement", try scalar("replacement")).value, prepend: scheme,
            isSplitting: try bool("split") ?? true)
    }
}
