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
        if let gradient = expected["gradient.input"] {
            differences.append(difference(try inputGradient(network, input, target), gradient))
        } else {
            differences.append(0)
        }
        var activation = try withoutGradient { try split.head(input) }
        differences.append(difference(activation.tensor, inner))
        activation.tensor = activation.tensor.requiringGradient
        let score = try split.tail(activation).selected(1, target).sum()
        differences.append(
            difference(try RationaleTorch.gradient(of: score, with: activation.tensor), expected["gradient.inner"]!))
        let prepared = try network.prepared()
        // Deep untrained networks amplify rounding: folding is exact as long as it is no further from the answer in
        // double precision than PyTorch itself.
        let exact = expected["logits.float64"] ?? logits
        let preparedError = difference(try withoutGradient { try prepared.logits(input) }, exact)
        let peerError = difference(logits, exact)

        let passed = differences.allSatisfy { $0 <= tolerance } && preparedError <= max(tolerance, 2 * peerError)
        let cells =
            [name, "\(network.graph.nodes.count)", "\(network.graph.layers.count)", String(format: "%.2f", seconds)]
            + differences.enumerated().map { index, value in
                let text = String(format: "%.1e", value)
                return index == 2 ? "`\(layer)` \(text)" : text
            } + [String(format: "%.1e (%.1e)", preparedError, peerError), passed ? "ok" : "**differs**"]
        return ("| " + cells.joined(separator: " | ") + " |", passed)
    }

    private func inputGradient(_ network: Network, _ input: Tensor, _ target: Int) throws -> Tensor {
        let x = input.requiringGradient
        return try RationaleTorch.gradient(of: network.logits(x).selected(1, target).sum(), with: x)
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
