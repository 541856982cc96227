public import RationaleCore

/// A text whose words have the colours of what a method says of them.
///
/// By default on blue, white and red around zero, also for a map without a sign, which then uses white and red alone: a
/// word that says nothing is white as paper. The ends of the scale are ± the largest absolute value; a text is too short
/// for its extreme words to be clipped.
public struct HighlightedText: Sendable {
    /// A word and how it is shown.
    public struct Word: Sendable, Hashable {
        public let text: String
        public let value: Float
        /// Behind the word.
        public let color: Color
        /// Of the letters: black or white, whichever can be read on ``color``.
        public let ink: Color
    }

    public let words: [Word]
    /// What was not written but marks the text for the network, such as `[CLS]`: it has the colours of the words' scale, of
    /// which it may be beyond the ends.
    public let marks: [Word]
    public let scale: HeatmapScale
    public let colorMap: ColorMap
    /// What one unit of the values means.
    public let unit: String

    /// - Parameters:
    ///   - words: of the text.
    ///   - values: one for each word.
    ///   - unit: what one unit of them means.
    ///   - colorMap: `nil` chooses blue, white and red.
    ///   - special: the places of ``marks`` among the words.
    /// - Throws: `RationaleError.Code.badData` where there are no words, or all values are zero or not all of them are
    ///   finite numbers.
    public init(
        words: [String], values: [Float], unit: String, colorMap: ColorMap? = nil, special: Set<Int> = []
    ) throws(RationaleError) {
        precondition(words.count == values.count, "\(values.count) values for \(words.count) words")
        let largest = values.indices.filter { !special.contains($0) }.map { abs(values[$0]) }.max() ?? 0
        guard largest > 0, largest.isFinite, values.allSatisfy(\.isFinite) else {
            throw RationaleError(
                .badData, "a degenerate map of words cannot be painted: they are zero, or no finite numbers")
        }
        let colorMap = colorMap ?? .standard(isSigned: true)
        let isSigned = colorMap.isDiverging || values.contains { $0 < 0 }
        let scale = HeatmapScale(range: (isSigned ? -Double(largest) : 0)...Double(largest), isSigned: isSigned)
        let all = zip(words, values).map { text, value in
            let color = colorMap[scale.fraction(of: value)]
            return Word(text: text, value: value, color: color, ink: color.readableInk)
        }
        self.words = all.indices.filter { !special.contains($0) }.map { all[$0] }
        marks = special.sorted().compactMap { all.indices.contains($0) ? all[$0] : nil }
        self.scale = scale
        self.colorMap = colorMap
        self.unit = unit
    }

    /// The words of an attribution of a text.
    ///
    /// - Throws: as above; `usage` for the attribution of a picture.
    public init(_ attribution: Attribution, colorMap: ColorMap? = nil) throws(RationaleError) {
        guard let words = attribution.tokens, words.count == attribution.map.values.count else {
            throw RationaleError(.usage, "this attribution is not about the words of a text")
        }
        try self.init(
            words: words, values: attribution.map.values, unit: attribution.unit, colorMap: colorMap,
            special: Set(attribution.special))
    }
}

extension Color {
    /// Black or white: what can be read on this colour (relative luminance of ITU-R BT.709).
    package var readableInk: Color {
        let luminance = 0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue)
        return luminance > 130 ? .black : .white
    }
}
