/// Patterns of published tokenizers that are matched by hand, several times as fast as by Oniguruma.
enum PublishedPattern: Sendable {
    case gpt2

    /// The pattern, where it is written exactly as it was published.
    init?(_ source: String) {
        switch source {
        case Self.gpt2Source: self = .gpt2
        default: return nil
        }
    }

    private static let gpt2Source = #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

    func matches(_ bytes: UnsafeBufferPointer<UInt8>, _ piece: Range<Int>, _ report: (Range<Int>) -> Void) {
        switch self {
        case .gpt2: GPT2Pattern.matches(bytes, piece, report)
        }
    }
}
