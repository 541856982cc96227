import RationaleCore
package import RationaleImaging
package import RationaleNetworks
package import RationaleTorch

extension Classifier {
    /// The scores of pictures, as this network sees them, in chunks: `[picture, class]`, on the CPU.
    ///
    /// - Throws: `RationaleError.Code.usage` for none.
    package func scores(of images: [Image]) throws -> Tensor {
        guard !images.isEmpty else { throw RationaleError(.usage, "there are no pictures for \(name)") }
        let batch = try MemoryBudget.standard.chunk(of: network, limit: images.count)
        return .concatenated(
            try stride(from: 0, to: images.count, by: batch).map { start in
                try Cancellation.check()
                let part = Array(images[start..<min(start + batch, images.count)])
                return try withoutGradient { try scores(of: input(of: part)).converted(to: .float32).moved(to: .cpu) }
            })
    }

    /// How much the scores speak for a class, for each picture: of exclusive classes its log odds against all others together,
    /// `z_c − ln Σ_{k≠c} exp z_k`, so that what tells it from its nearest neighbour counts; else its own score.
    package func evidence(in images: [Image], for index: Int) throws -> [Double] {
        guard !images.isEmpty else { return [] }
        let scores = try scores(of: images)
        guard (0..<scores.shape[1]).contains(index) else {
            throw RationaleError(.usage, "\(name) has no class \(index), only 0 to \(scores.shape[1] - 1)")
        }
        let own = scores.selected(1, index)
        guard scoring == .softmax, scores.shape[1] > 1 else { return own.elements() }
        let others = scores.indices(1, (0..<scores.shape[1]).filter { $0 != index })
        let most = others.maximum([1], keepingDimensions: true)
        return (own - ((others - most).exponential.sum([1]).logarithm + most.squeezed(1))).elements()
    }

    /// Pictures, as this network sees them, as its input: `[picture, channel, height, width]`, on its device.
    ///
    /// - Throws: `RationaleError.Code.usage` for none, and for pictures of several sizes.
    package func input(of images: [Image]) throws -> Tensor {
        guard let first = images.first else { throw RationaleError(.usage, "there are no pictures for \(name)") }
        let (height, width) = (first.height, first.width)
        for image in images where image.height != height || image.width != width {
            throw RationaleError(
                .usage, "pictures of \(width)×\(height) and \(image.width)×\(image.height) cannot be passed together",
                hint: "Bring all to the size that the network sees (`Preprocessing.picture(of:)`).")
        }
        let values = try images.map { try preprocessing.normalized($0) }
        return Tensor(Array(values.joined()), shape: [images.count, preprocessing.channels, height, width])
            .moved(to: device)
    }
}
