import Foundation
import RationaleCore

extension Fields {
    private static let normalizers = [
        "BertNormalizer", "ByteLevel", "Lowercase", "NFC", "NFD", "NFKC", "NFKD", "Nmt", "Precompiled", "Prepend",
        "Replace", "Sequence", "Strip", "StripAccents",
    ]

    /// The normalizer that this object describes.
    func normalizer() throws(RationaleError) -> any Normalizer {
        let type = try required("type", try string("type"))
        switch type {
        case "BertNormalizer":
            return BertNormalizer(
                cleansText: try bool("clean_text") ?? true, spacesChinese: try bool("handle_chinese_chars") ?? true,
                stripsAccents: try bool("strip_accents"), lowercases: try bool("lowercase") ?? true)
        case "ByteLevel": return ByteLevelNormalizer()
        case "Lowercase": return Lowercase()
        case "NFC": return NormalForm.nfc
        case "NFD": return NormalForm.nfd
        case "NFKC": return NormalForm.nfkc
        case "NFKD": return NormalForm.nfkd
        case "Nmt": return Nmt()
        case "Precompiled":
            guard let map = try string("precompiled_charsmap") else { return NormalizerSequence(parts: []) }
            guard let bytes = Data(base64Encoded: map) else {
                throw wrong("'precompiled_charsmap' is not base64", hint: "Fetch the file again.")
            }
            do { return try Precompiled(Array(bytes)) } catch { throw wrong(error.message, hint: error.hint) }
        case "Prepend":
            return Prepend(content: try required("prepend", try string("prepend")).unicodeScalars.map(\.value))
        case "Replace":
            return Replace(
                pattern: try pattern("pattern"),
                content: try required("content", try string("content")).unicodeScalars.map(\.value))
        case "Sequence":
            var parts: [any Normalizer] = []
            for part in try objects("normalizers") { parts.append(try part.normalizer()) }
            return NormalizerSequence(parts: parts)
        case "Strip":
            return StripNormalizer(isLeft: try bool("strip_left") ?? true, isRight: try bool("strip_right") ?? true)
        case "StripAccents": return StripAccents()
        default: throw unknown("normalizer", type, known: Self.normalizers)
        }
    }
}
