import RationaleCore
import RationaleImaging
package import RationaleNetworks
import RationaleTorch

/// Trains ``SceneNetwork`` on drawn scenes, by plain gradient descent with Adam's step sizes.
///
/// *Source* of the optimiser: Kingma and Ba (2015), Adam, arXiv 1412.6980.
package struct SceneTraining: Sendable {
    /// How many batches; about 5 s in all.
    package var steps = 400
    package var batch = 24
    /// So many different batches are drawn, and come again and again.
    package var distinctBatches = 60
    package var rate = 5e-3
    package var seed: UInt64 = 7

    package init() {}

    /// A trained network and how often it is right about scenes that it has not seen.
    ///
    /// The same seed gives the same network on the same machine.
    /// - Parameter progress: called after each step with the part that is done, 0 to 1.
    package func run(progress: (Double) throws -> Void = { _ in }) throws -> (network: Network, accuracy: Double) {
        let kinds = SceneObject.Kind.all
        var network = Network(SceneNetwork(classes: kinds.count), seed: seed)
        network.labels = kinds.map(\.label)
        let ids = network.graph.parameters.map(\.id)
        var weights = ids.compactMap { network.weights[$0] }
        var means = weights.map(\.zerosLike)
        var squares = weights.map(\.zerosLike)
        let (inputs, truths) = try scenes(batch * distinctBatches, seed, network.preprocessing)
        for step in 1...steps {
            let rows = step % distinctBatches * batch..<(step % distinctBatches + 1) * batch
            let (input, truth) = (inputs.slice(0, rows), truths.slice(0, rows))
            let leaves = weights.map(\.requiringGradient)
            var current = network
            for (id, leaf) in zip(ids, leaves) { current.weights[id] = leaf }
            let gradients: [Tensor] = try withGradient {
                let logits = try current.logits(input)
                // The cross-entropy's derivative by the scores: what is claimed, minus what is true.
                let error = (logits.detached.softmax(1) - truth) * (1 / Double(batch))
                return try gradient(of: [logits], with: leaves, seeds: [error])
            }
            // Warm up, then fall to zero.
            let part = Double(step) / Double(steps)
            let size = rate * min(1, part * 10) * min(1, (1 - part) * 2 + 0.02)
            for index in weights.indices {
                means[index] = means[index] * 0.9 + gradients[index] * 0.1
                squares[index] = squares[index] * 0.99 + gradients[index] * gradients[index] * 0.01
                let mean = means[index] * (1 / (1 - power(0.9, step)))
                let square = squares[index] * (1 / (1 - power(0.99, step)))
                weights[index] = (weights[index] - mean / (square.squareRoot + 1e-8) * size).detached
            }
            try progress(part)
        }
        for (id, weight) in zip(ids, weights) { network.weights[id] = weight }
        return (network, try accuracy(of: network))
    }

    /// The part of fresh scenes that a network names correctly.
    private func accuracy(of network: Network) throws -> Double {
        let count = 240
        let (input, truth) = try scenes(count, ~seed, network.preprocessing)
        let logits = try withoutGradient { () throws(RationaleError) in try network.logits(input) }
        let claimed = logits.argmax(1).elements(as: Int64.self)
        let right = zip(claimed, truth.argmax(1).elements(as: Int64.self)).count { $0 == $1 }
        return Double(right) / Double(count)
    }

    /// Inputs, and which class each is as a row with a single one.
    private func scenes(
        _ count: Int, _ seed: UInt64, _ preprocessing: Preprocessing
    ) throws -> (input: Tensor, truth: Tensor) {
        let kinds = SceneObject.Kind.all
        var random = SplitMix64(state: seed)
        var values: [Float] = []
        var truth = [Float](repeating: 0, count: count * kinds.count)
        for index in 0..<count {
            let scene = Scene(kinds[index % kinds.count], seed: random.next())
            values += try preprocessing.normalized(scene.image(side: SceneNetwork.side))
            truth[index * kinds.count + index % kinds.count] = 1
        }
        let side = SceneNetwork.side
        return (Tensor(values, shape: [count, 3, side, side]), Tensor(truth, shape: [count, kinds.count]))
    }

    private func power(_ base: Double, _ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { product, _ in product * base }
    }
}
