import RationaleNetworks
import RationaleTorch

/// A network's end where it is one global pool and one linear layer behind a layer with places.
///
/// There the derivative of a class's score by the layer's output is known without a backward pass: `∂s_y/∂A_k = w_yk · m`,
/// where m is 1/Z at each of Z places for the mean, and 1 at the largest place for the maximum. So element-wise Grad-CAM is
/// a function of activations and weights, and its gradient an ordinary one.
///
/// *Source:* Zhou, Khosla, Lapedriza, Oliva and Torralba (2016), arXiv 1512.04150.
struct LinearHead: Sendable {
    let pool: GlobalPool
    /// The name of the linear layer's weight: `[class, channel]`.
    let weight: String

    /// - Returns: `nil` where the network ends otherwise; also with a dropout, which is no linear layer in training.
    init?(of network: Network, behind output: Graph.ValueID) {
        let graph = network.graph
        var value = output
        var pool: GlobalPool?
        while true {
            let users = graph.nodes.filter { $0.arguments.flatMap(\.values).contains(value) }
            guard users.count == 1, let node = users.first, case .value(value)? = node.arguments.first,
                let result = node.results.first ?? nil
            else { return nil }
            // Without the overload: `aten::flatten.using_ints` is a flattening.
            switch (node.operatorName?.prefix { $0 != "." }, pool) {
            case (_, nil) where node.globalPool != nil: pool = node.globalPool
            case ("aten::flatten", _?), ("aten::view", _?), ("aten::reshape", _?), ("aten::squeeze", _?): break
            case ("aten::linear", let found?):
                guard case .value(let id)? = node.arguments.dropFirst().first, graph.outputs.first == result,
                    let parameter = graph.parameters.first(where: { $0.id == id })
                else { return nil }
                self.pool = found
                weight = parameter.name
                return
            default: return nil
            }
            value = result
        }
    }

    /// `Σₖ Aₖ ⊙ ∂s_y/∂Aₖ`: `[batch, height, width]`.
    ///
    /// - Parameters:
    ///   - activation: A, `[batch, channel, height, width]`, float32.
    ///   - weight: `[class, channel]`, float32.
    ///   - classes: y of each input.
    func shares(_ activation: Tensor, _ weight: Tensor, of classes: [Int]) -> Tensor {
        let shape = activation.shape
        let places = shape[2] * shape[3]
        let own = weight.indices(0, classes).unsqueezed(1)  // [batch, 1, channel]
        let flat = activation.reshaped([shape[0], shape[1], places])
        let shares: Tensor
        switch pool {
        case .average: shares = own.matmul(flat) * (1 / Double(places))
        case .maximum:
            let largest = flat.detached.argmax(2).unsqueezed(2)
            let isLargest = Operators.equal(
                .tensor(Tensor((0..<places).map { Int64($0) }, shape: [places]).moved(to: flat.device)),
                .tensor(largest))
            shares = own.matmul(flat.chosen(where: isLargest, else: flat.detached.zerosLike))
        }
        return shares.reshaped([shape[0], shape[2], shape[3]])
    }
}

private enum Operators {
    static let equal: Operator = "aten::eq.Tensor"
}
