import RationaleAttribution
public import RationaleCore
public import RationaleImaging
import RationaleNetworks
import RationaleTorch

extension NarratorExplainer {
    /// The region that a sentence is about: the part of the picture with most of the positive evidence of the words that the
    /// input caused.
    ///
    /// - Parameters:
    ///   - maps: of the words (``maps(of:in:target:)``).
    ///   - words: from ``evidence(of:in:)``.
    ///   - fraction: of the picture that the region covers, above 0 and at most 1. Default: a tenth.
    /// - Returns: `nil` where no word has `Narration.leastEvidence` of `RationaleCore`.
    public func region(of maps: [Heatmap], words: [WordEvidence], fraction: Double = 0.1) -> Mask? {
        let caused = words.indices.filter { words[$0].evidence >= Narration.leastEvidence }
        guard let first = maps.first, !caused.isEmpty else { return nil }
        var sums = [Float](repeating: 0, count: first.values.count)
        for word in caused {
            for (pixel, value) in maps[word].values.enumerated() where value > 0 { sums[pixel] += value }
        }
        guard sums.contains(where: { $0 > 0 }) else { return nil }
        let count = max(1, Int((fraction * Double(sums.count)).rounded()))
        let order = sums.indices.sorted { (sums[$1], $0) < (sums[$0], $1) }
        var bits = [Bool](repeating: false, count: sums.count)
        for pixel in order.prefix(count) { bits[pixel] = true }
        return Mask(height: first.height, width: first.width, bits: bits)
    }

    /// What becomes of a class's score where a region is painted over, and where regions of the same size and shape
    /// elsewhere are.
    ///
    /// The others are the region shifted around the edges of the picture, those with the least overlap of `32` draws.
    ///
    /// - Parameters:
    ///   - region: of the view's picture.
    ///   - view: what was seen.
    ///   - target: the class.
    ///   - controls: how many other regions.
    ///   - seed: of the shifts.
    /// - Returns: the edits, that of the region first, and the edited pictures.
    /// - Complexity: one forward pass of `1 + controls` pictures.
    public func proof(
        of region: Mask, in view: View, target: Int, controls: Int = 4, seed: UInt64 = 0
    ) throws -> (edits: [ConceptEdit], pictures: [Image]) {
        var random = SplitMix64(seed: seed, for: "other regions")
        let shifts = (0..<32).map { _ in
            region.rotated(x: random.index(below: region.width), y: random.index(below: region.height))
        }
        let others = shifts.map { ($0, $0.intersection(region).area) }.sorted { $0.1 < $1.1 }.prefix(controls).map(\.0)
        let image = try view.image
        let pictures = try ([region] + others).map { try image.removing($0) }
        let after = try scores(of: pictures.map(NarratorInput.picture))
        func prediction(_ index: Int, _ scores: [Float]) -> Prediction {
            Prediction(
                index: index, label: deciding.label(index), score: scores[index],
                probability: deciding.scoring.hasProbabilities
                    ? Float(deciding.scoring.readout(of: scores)[index]) : nil)
        }
        func decision(_ scores: [Float]) -> Prediction {
            prediction(scores.indices.max { scores[$0] < scores[$1] } ?? target, scores)
        }
        let edits = pictures.indices.map { index in
            let scores = after.selected(0, index).floats
            return ConceptEdit(
                kind: .remove, concept: index == 0 ? "what the sentence names" : "another region of its size",
                change: "painted over", isControl: index > 0, before: [prediction(target, view.scores)],
                after: [prediction(target, scores)], decisionBefore: decision(view.scores),
                decisionAfter: decision(scores))
        }
        return (edits, pictures)
    }
}

extension Mask {
    /// The mask shifted; what leaves at one edge comes in at the opposite one.
    fileprivate func rotated(x: Int, y: Int) -> Mask {
        var rotated = [Bool](repeating: false, count: bits.count)
        for row in 0..<height {
            for column in 0..<width where bits[row * width + column] {
                rotated[(row + y) % height * width + (column + x) % width] = true
            }
        }
        return Mask(height: height, width: width, bits: rotated)
    }
}
