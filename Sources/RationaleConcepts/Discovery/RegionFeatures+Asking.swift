import RationaleAttribution
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch

extension RegionPlan {
    /// The class activation map of each picture; `nil` where nothing is filtered.
    func maps(of images: [Image], forClass index: Int, in classifier: Classifier) throws -> [Heatmap]? {
        guard filter != .none else { return nil }
        let batch = try MemoryBudget.standard.chunk(of: classifier.network, limit: images.count)
        return try stride(from: 0, to: images.count, by: batch).flatMap { start in
            let part = Array(images[start..<min(start + batch, images.count)])
            return try GradCAM().attribute(classifier.input(of: part), targets: [.index(index)], in: classifier).map(
                \.map)
        }
    }
}

extension RegionFeatures {
    /// The derivative of a class's score by the mean activation of the last layer: `[picture, width]`, in the unit of features.
    func gradients(ofClass index: Int, at images: [Image]) throws -> Tensor {
        guard let layer = layers.last else { preconditionFailure("there is always a layer") }
        let network = classifier.network
        let split = try network.split(at: layer.path)
        let batch = try MemoryBudget.standard.chunk(of: network, limit: images.count)
        let gradients = try stride(from: 0, to: images.count, by: batch).map { start in
            let input = try classifier.input(of: Array(images[start..<min(start + batch, images.count)]))
            var cut = try withoutGradient { try split.head(input) }
            return try withGradient {
                cut.tensor = cut.tensor.requiringGradient
                let scores = try split.tail(cut).selected(1, index)
                let gradient = try gradient(of: scores.sum(), with: cut.tensor)
                guard let grid = network.grid(of: gradient.shape, input: input.shape) else {
                    throw RationaleError(
                        .usage, "the output of layer '\(layer.path)' of \(network.name) has no positions")
                }
                return grid.folded(gradient).converted(to: .float32).sum([2, 3]).moved(to: .cpu)
            }
        }
        let all = Tensor.concatenated(gradients).detached
        guard let scale else { return all }
        // A scaled feature is (x − mean) / deviation / √width.
        let width = scale.deviation.shape[1]
        return all * scale.deviation.slice(1, width - all.shape[1]..<width) * Double(width).squareRoot()
    }
}
