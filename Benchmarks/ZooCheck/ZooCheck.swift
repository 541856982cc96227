import Foundation
import RationaleNetworks
import RationaleTorch

/// One exported network beside PyTorch's answers.
struct ZooCheck {
    let name: String
    let folder: URL
    /// Largest difference, relative to the largest value.
    private let tolerance = 1e-5

    func row() throws -> (text: String, passed: Bool) {
        let start = Date()
        let network = try Network(contentsOf: folder.appendingPathComponent("\(name).pt2"))
        let seconds = Date().timeIntervalSince(start)
        let file = try SafetensorsFile(contentsOf: folder.appendingPathComponent("\(name).safetensors"))
        let expected = try file.tensors.mapValues { try Tensor($0) }
        guard let input = expected["input"], let logits = expected["logits"], let inner = expected["inner"],
            let layer = file.metadata["layer"], let target = file.metadata["target"].flatMap({ Int($0) })
        else { return ("| \(name) | the reference file is incomplete |", false) }

        let split = try network.split(at: layer)
        var differences = [difference(try withoutGradient { try network.logits(input) }, logits)]
        differences.append(
            expected["gradient.input"] == nil
                ? 0 : gradientError(try inputGradient(network, input, target), "gradient.input", expected))
        let prepared = try network.prepared()
        let alone = try onePicture([network, prepared], input, target, expected)
        var activation = try withoutGradient { try split.head(input) }
        differences.append(difference(activation.tensor, inner))
        activation.tensor = activation.tensor.requiringGradient
        let score = try split.tail(activation).selected(1, target).sum()
        let inside = try RationaleTorch.gradient(of: score, with: activation.tensor)
        differences.append(gradientError(inside, "gradient.inner", expected))
        // Deep untrained networks amplify rounding: folding is exact as long as it is no further from the answer in
        // double precision than PyTorch itself, in the worse of the two memory orders.
        let exact = expected["logits.float64"] ?? logits
        let preparedError = difference(try withoutGradient { try prepared.logits(input) }, exact)
        let peerError = max(
            difference(logits, exact), expected["logits.channels_last"].map { difference($0, exact) } ?? 0)

        let passed =
            differences.allSatisfy { $0 <= tolerance } && preparedError <= max(tolerance, 2 * peerError)
            && alone.error <= alone.allowed
        var cells =
            [name, "\(network.graph.nodes.count)", "\(network.graph.layers.count)", String(format: "%.2f", seconds)]
            + differences.enumerated().map { index, value in
                let text = String(format: "%.1e", value)
                return index == 2 ? "`\(layer)` \(text)" : text
            } + [String(format: "%.1e (%.1e)", preparedError, peerError), passed ? "ok" : "**differs**"]
        cells.insert(String(format: alone.error <= alone.allowed ? "%.1e" : "**%.1e**", alone.error), at: 6)
        return ("| " + cells.joined(separator: " | ") + " |", passed)
    }

    /// How far a gradient is from PyTorch's; 0 where only rounding has thrown rectifiers or maxima to the other side, so that it
    /// is about as near to that in double precision as PyTorch's own (``allowed(_:)``).
    private func gradientError(_ found: Tensor, _ key: String, _ expected: [String: Tensor]) -> Double {
        let rounded = expected[key]!
        let plain = difference(found, rounded)
        guard plain > tolerance, let exact = expected["\(key).float64"] else { return plain }
        return distance(found, exact) <= allowed(distance(rounded, exact)) ? 0 : plain
    }

    /// Rectifiers that fall on the other side move a gradient by up to 0.02 of its length; wrong kernels by 0.4 and more.
    private func allowed(_ ofPeer: Double) -> Double { max(0.05, 3 * ofPeer) }

    /// How far the gradient of the first picture alone is from its row in PyTorch's double-precision gradient of the
    /// batch, and how far it may be. Layouts that only a single picture has lead LibTorch into other kernels.
    private func onePicture(
        _ networks: [Network], _ input: Tensor, _ target: Int, _ expected: [String: Tensor]
    ) throws -> (error: Double, allowed: Double) {
        guard let exact = expected["gradient.input.float64"], let rounded = expected["gradient.input"] else {
            return (0, 0)
        }
        let first = exact.slice(0, 0..<1)
        let errors = try networks.map { distance(try inputGradient($0, input.slice(0, 0..<1), target), first) }
        return (errors.max()!, allowed(distance(rounded.slice(0, 0..<1), first)))
    }

    private func inputGradient(_ network: Network, _ input: Tensor, _ target: Int) throws -> Tensor {
        let x = input.requiringGradient
        return try RationaleTorch.gradient(of: network.logits(x).selected(1, target).sum(), with: x)
    }

    /// `‖a − b‖ / ‖b‖`
    private func distance(_ a: Tensor, _ b: Tensor) -> Double {
        let b = b.converted(to: .float64)
        let difference = a.detached.converted(to: .float64) - b
        let distance = ((difference * difference).sum().item / max((b * b).sum().item, .leastNormalMagnitude))
            .squareRoot()
        return distance.isNaN ? .infinity : distance
    }

    private func difference(_ a: Tensor, _ b: Tensor) -> Double {
        guard a.shape == b.shape else { return .infinity }
        let a = a.detached.converted(to: .float64)
        let b = b.detached.converted(to: .float64)
        let largest = b.absolute.maximum().item
        let difference = (a - b).absolute.maximum().item
        return difference.isNaN ? .infinity : difference / max(largest, .leastNormalMagnitude)
    }
}
