public import RationaleTorch

/// Writes a graph node by node, in layers named as torchvision names them.
///
/// ```swift
/// var builder = GraphBuilder()
/// let x = builder.input()
/// let y = builder.linear(x, "fc", from: 512, to: 1000)
/// let graph = builder.graph(returning: y)
/// ```
public struct GraphBuilder {
    /// A parameter that was declared, and how it is drawn where no weights are loaded.
    public struct Declaration: Sendable, Hashable {
        public let name: String
        public let shape: [Int]
        public let initializer: Initializer
        /// Whether training changes it by its gradient; statistics of batch norms are not.
        public let isTrainable: Bool
    }

    public private(set) var declarations: [Declaration] = []
    private var inputs: [Graph.ValueID] = []
    private var parameters: [Graph.Parameter] = []
    private var nodes: [Node] = []
    private var layers: [Layer] = []
    private var scopes: [Scope] = []
    private var nextID = 0
    private var nameCounts: [String: Int] = [:]

    /// A layer that is being written.
    private struct Scope {
        let name: String
        let numbersChildren: Bool
        var numbered = 0
    }

    public init() {}

    /// The path of the layer that is being written; empty at the top.
    private var path: String { scopes.map(\.name).joined(separator: ".") }

    /// Declares an input of the graph.
    public mutating func input() -> Graph.ValueID {
        let id = newValue()
        inputs.append(id)
        return id
    }

    /// Declares a parameter of the current layer: `weight` in layer `conv1` is `conv1.weight`.
    public mutating func parameter(
        _ name: String, _ shape: [Int], _ initializer: Initializer, isTrainable: Bool = true
    ) -> Argument {
        let id = newValue()
        let name = scopes.isEmpty ? name : "\(path).\(name)"
        parameters.append(.init(name: name, id: id))
        declarations.append(.init(name: name, shape: shape, initializer: initializer, isTrainable: isTrainable))
        return .value(id)
    }

    /// Adds an operator of one result to the current layer. Arguments stand in the schema's order; trailing ones
    /// may be left out.
    public mutating func call(_ operation: Operator, _ arguments: Argument...) -> Graph.ValueID {
        call(operation, arguments, results: 1)
    }

    /// The same for an operator of several results, of which the first is used.
    public mutating func call(_ operation: Operator, _ arguments: [Argument], results: Int) -> Graph.ValueID {
        let id = newValue()
        let unused = [Graph.ValueID?](repeating: nil, count: results - 1)
        nodes.append(
            Node(
                .aten(operation), arguments, results: [id] + unused, path: path, name: uniqueName(for: operation)))
        return id
    }

    /// Runs the body inside a layer; the value that it returns is the layer's output.
    ///
    /// - Parameters:
    ///   - body: writes the layer.
    ///   - name: appended to the path of the layer around it. Without a name it is the next number where the layer
    ///     around it numbers its children (`features.0`, `features.1`), and elsewhere no layer at all: what PyTorch
    ///     writes as a function (`F.relu`).
    ///   - kind: the class of the module in torchvision: `Conv2d`.
    ///   - numbersChildren: as a `Sequential` does.
    public mutating func layer(
        _ name: String?, _ kind: String, numbersChildren: Bool = false, _ body: (inout GraphBuilder) -> Graph.ValueID
    ) -> Graph.ValueID {
        guard let name = name ?? nextNumber() else { return body(&self) }
        scopes.append(Scope(name: name, numbersChildren: numbersChildren))
        let output = body(&self)
        let path = self.path
        scopes.removeLast()
        if let index = layers.firstIndex(where: { $0.path == path }) {
            layers[index] = Layer(path: path, kind: kind, outputs: layers[index].outputs + [output])
        } else {
            layers.append(Layer(path: path, kind: kind, outputs: [output]))
        }
        return output
    }

    private mutating func nextNumber() -> String? {
        guard let scope = scopes.last, scope.numbersChildren else { return nil }
        scopes[scopes.count - 1].numbered += 1
        return String(scope.numbered)
    }

    /// The finished graph.
    public func graph(returning outputs: Graph.ValueID...) -> Graph {
        Graph(
            inputs: inputs, parameters: parameters, nodes: nodes, outputs: outputs, layers: layers, valueCount: nextID)
    }

    private mutating func newValue() -> Graph.ValueID {
        defer { nextID += 1 }
        return nextID
    }

    /// `add`, `add_1`, `add_2`: as torch.export names nodes.
    private mutating func uniqueName(for operation: Operator) -> String {
        let base = operation.name.split(separator: ":").last!.split(separator: ".")[0]
        let count = nameCounts[String(base), default: 0]
        nameCounts[String(base)] = count + 1
        return count == 0 ? String(base) : "\(base)_\(count)"
    }
}
