import RationaleNetworks
import RationaleTorch

extension Question {
    /// The probability of the explained class for a text of which only some words are kept.
    ///
    /// - Parameters:
    ///   - tokens: the whole text.
    ///   - kept: `[variant][token]`.
    ///   - unknown: the token that stands for a text without words, and for words that are left out where the network takes
    ///     one length only.
    ///   - target: of the whole text. Of a difference of classes, the difference of their probabilities.
    /// - Complexity: a forward pass for each different variant; those of one length go together.
    func probabilities(
        _ tokens: [Int], keeping kept: [[Bool]], unknown: Int, of target: ResolvedTargets
    ) throws -> [Double] {
        let isFixed = network.input.shape != [Network.InputDescription.any]
        let variants = kept.map { row in
            let left =
                isFixed
                ? zip(tokens, row).map { $1 ? $0 : unknown } : zip(tokens, row).compactMap { $1 ? $0 : nil }
            return left.isEmpty ? [unknown] : left
        }
        var found: [[Int]: Double] = [:]
        for (length, group) in Dictionary(grouping: Set(variants), by: \.count).sorted(by: { $0.key < $1.key }) {
            // In an order of their own, so that equal questions are computed alike.
            let texts = group.sorted { $0.lexicographicallyPrecedes($1) }
            let fitted = network.taking([1, length])
            let chunk = try budget.chunk(of: fitted, limit: texts.count)
            for start in stride(from: 0, to: texts.count, by: chunk) {
                let part = Array(texts[start..<min(start + chunk, texts.count)])
                let batch = Tensor(part.flatMap { $0.map(Int64.init) }, shape: [part.count, length])
                    .converted(to: input.dtype).moved(to: network.device)
                let scores = try withoutGradient { try classifier.scores(of: batch) }
                let values = target.scores(classifier.readout(of: scores.converted(to: .float64)))
                    .elements(as: Double.self)
                for (text, value) in zip(part, values) { found[text] = value }
            }
        }
        return variants.map { found[$0]! }
    }
}
