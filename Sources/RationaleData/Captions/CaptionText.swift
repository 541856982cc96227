import RationaleCore

/// Makes sentences of what lies in files, and counts what is no sentence.
struct CaptionText {
    private(set) var passedOver = PassedOver()
    /// How many were met, those that are passed over included.
    private(set) var count = 0
    /// Sentences in which characters had been lost.
    private var damaged = PassedOver()

    /// A sentence of bytes; `nil` where it is passed over.
    ///
    /// - Parameter place: the file and the line, for messages.
    mutating func sentence(_ bytes: some Collection<UInt8>, _ place: @autoclosure () -> String) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            count += 1
            passedOver.add("\(place()) is not UTF-8 text")
            return nil
        }
        return sentence(text, place())
    }

    /// A sentence of text; `nil` where it is passed over.
    ///
    /// U+FFFD stands for a character that somebody could not decode. In the published captions of CUB these are spaces, so
    /// runs of it become one space.
    mutating func sentence(_ text: String, _ place: @autoclosure () -> String) -> String? {
        count += 1
        var text = text
        if text.unicodeScalars.contains(Self.replacement) {
            damaged.add(place())
            text = text.unicodeScalars.split(separator: Self.replacement).map { String($0) }.joined(separator: " ")
        }
        if text.contains(where: \.isNewline) {
            text = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        }
        text = String(text[...].trimmingSpaces)
        guard !text.isEmpty else {
            passedOver.add("\(place()) is empty")
            return nil
        }
        return text
    }

    /// What is passed over and changed, in words.
    ///
    /// - Parameter path: of the data set.
    func notes(_ path: String) -> [String] {
        let lost = "the replacement character U+FFFD, which is read as a space, such as \(damaged.reasons.first ?? "")"
        return [
            passedOver.note(of: path, total: count, "sentences"),
            damaged.count > 0
                ? "\(path): \(damaged.count) of \(count) sentences \(damaged.count == 1 ? "has" : "have") \(lost)"
                : nil,
        ].compactMap(\.self)
    }

    private static let replacement: Unicode.Scalar = "\u{FFFD}"
}
