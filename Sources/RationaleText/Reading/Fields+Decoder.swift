import RationaleCore

extension Fields {
    private static let decoders = [
        "BPEDecoder", "ByteFallback", "ByteLevel", "CTC", "Fuse", "Metaspace", "Replace", "Sequence", "Strip",
        "WordPiece",
    ]

    /// The decoder that this object describes.
    func decoder() throws(RationaleError) -> any TokenDecoder {
        let type = try required("type", try string("type"))
        switch type {
        case "BPEDecoder": return BytePairDecoder(suffix: try string("suffix") ?? "</w>")
        case "ByteFallback": return ByteFallbackDecoder()
        case "ByteLevel": return ByteLevelDecoder()
        case "CTC":
            return CTCDecoder(
                padding: try string("pad_token") ?? "<pad>", delimiter: try string("word_delimiter_token") ?? "|",
                cleansUp: try bool("cleanup") ?? true)
        case "Fuse": return FuseDecoder()
        case "Metaspace":
            let metaspace = try metaspace()
            return MetaspaceDecoder(replacement: metaspace.replacement, prepend: metaspace.prepend)
        case "Replace":
            return ReplaceDecoder(
                pattern: try pattern("pattern"), content: try required("content", try string("content")))
        case "Sequence":
            var parts: [any TokenDecoder] = []
            for part in try objects("decoders") { parts.append(try part.decoder()) }
            return DecoderSequence(parts: parts)
        case "Strip":
            return StripDecoder(
                content: try required("content", try scalar("content")), start: try natural("start") ?? 0,
                stop: try natural("stop") ?? 0)
        case "WordPiece":
            return WordPieceDecoder(prefix: try string("prefix") ?? "##", cleansUp: try bool("cleanup") ?? true)
        default: throw unknown("decoder", type, known: Self.decoders)
        }
    }
}
