import RationaleCore

/// What a component looks for: a text as it is written, or a regular expression.
enum TextPattern: Sendable {
    case text([UInt8])
    case regex(Pattern)
    /// A published pattern that is matched by hand.
    case published(PublishedPattern)

    /// Reports all matches in a piece, from front to back.
    func matches(
        _ bytes: UnsafeBufferPointer<UInt8>, _ piece: Range<Int>, _ report: (Range<Int>) -> Void
    ) throws(RationaleError) {
        switch self {
        case .regex(let pattern): try pattern.matches(bytes, piece, report)
        case .published(let pattern): pattern.matches(bytes, piece, report)
        case .text(let text):
            guard let first = text.first else { return }
            var index = piece.lowerBound
            let last = piece.upperBound - text.count
            while index <= last {
                if bytes[index] == first, bytes[index..<index + text.count].elementsEqual(text) {
                    report(index..<index + text.count)
                    index += text.count
                } else {
                    index += 1
                }
            }
        }
    }
}
