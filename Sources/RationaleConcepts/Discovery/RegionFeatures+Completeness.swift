import RationaleAttribution
import RationaleCore
public import RationaleImaging
import RationaleNetworks
import RationaleTorch

extension RegionFeatures {
    /// How much of a class's logit its concepts keep: at each position of the last layer only what lies in the span of the concepts'
    /// directions is left, and the rest of the network answers from that (``Completeness/ofLogit(_:_:batch:tail:)``).
    ///
    /// A direction is a concept's centre less `origin`; the span goes through the mean activation of the pictures.
    ///
    /// - Parameters:
    ///   - centers: of the class's concepts (``Concept/center``).
    ///   - index: the class, by its position among the classifier's scores.
    ///   - images: as the network sees them: pictures of the class and of others, or there is little to keep.
    ///   - origin: what is usual, a feature in the unit of concepts' centres.
    /// - Returns: `nil` where there is nothing to keep: no concepts, or the logit is the same for all pictures.
    public func completeness(
        ofCenters centers: [[Float]], class index: Int, in images: [Image], origin: [Float]
    ) throws -> Completeness.Kept? {
        guard let layer = layers.last, !centers.isEmpty, images.count > 1 else { return nil }
        return try withoutGradient {
            let network = classifier.network
            let split = try network.split(at: layer.path)
            let batch = try MemoryBudget.standard.chunk(of: network, limit: images.count)
            let parts = try stride(from: 0, to: images.count, by: batch).map { start in
                let input = try classifier.input(of: Array(images[start..<min(start + batch, images.count)]))
                return (shape: input.shape, cut: try split.head(input))
            }
            var rows: [Tensor] = []
            for (shape, cut) in parts {
                guard let grid = network.grid(of: cut.tensor.shape, input: shape) else { return nil }
                let plane = grid.folded(cut.tensor).converted(to: .float32)
                rows.append(plane.permuted([0, 2, 3, 1]).reshaped([-1, grid.channels]))
            }
            let width = rows[0].shape[1]
            let mean = Tensor.concatenated(rows).mean([0])
            let completeness: Completeness
            do {
                completeness = try Completeness(
                    directions: directions(centers, width: width, origin: origin).moved(to: mean.device), origin: mean)
            } catch let error as RationaleError where error.code == .badData {
                return nil
            }
            var (truth, kept): ([Double], [Double]) = ([], [])
            for ((shape, cut), rows) in zip(parts, rows) {
                try Cancellation.check()
                guard let grid = network.grid(of: cut.tensor.shape, input: shape) else { return nil }
                truth += try split.tail(cut).selected(1, index).elements(as: Double.self)
                let plane = try completeness.projected(rows).reshaped([shape[0], grid.height, grid.width, width])
                    .permuted([0, 3, 1, 2])
                var projected = cut
                projected.tensor = grid.unfolded(plane, like: cut.tensor).converted(to: cut.tensor.dtype)
                kept += try split.tail(projected).selected(1, index).elements(as: Double.self)
            }
            let found = Completeness.ofLogit(truth, kept: kept)
            return found.completeness == nil ? nil : found
        }
    }

    /// The concepts' directions in the last layer's activations as they are: `[concept, width]`.
    private func directions(_ centers: [[Float]], width: Int, origin: [Float]) -> Tensor {
        let all = origin.count
        let directions =
            Tensor(Array(centers.joined()), shape: [centers.count, all]) - Tensor(origin, shape: [1, all])
        let own = scale.map { directions * $0.deviation } ?? directions
        return own.slice(1, all - width..<all)
    }
}
