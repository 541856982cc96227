public import RationaleTorch

/// A network's computation as data: operators applied to values, in an order in which each value exists before its use.
///
/// Values are numbered. Some are inputs, some are parameters (weights and buffers, supplied when the graph runs), the
/// others are results of nodes. A part of a graph keeps the numbers of the whole, so that values, parameters and
/// layers found in one can be used with the other.
public struct Graph: Sendable {
    /// A value's number.
    public typealias ValueID = Int

    /// A weight or buffer and the name under which checkpoints store it: `layer4.1.conv2.weight`.
    public struct Parameter: Sendable, Hashable {
        public let name: String
        public let id: ValueID
        /// Whether training set it: a weight, bias or running statistic, rather than a constant such as a mask.
        public let isLearned: Bool

        public init(name: String, id: ValueID, isLearned: Bool = true) {
            self.name = name
            self.id = id
            self.isLearned = isLearned
        }
    }

    public private(set) var inputs: [ValueID]
    public private(set) var parameters: [Parameter]
    public private(set) var nodes: [Node]
    public private(set) var outputs: [ValueID]
    /// The layers, in the order in which they first finish.
    public private(set) var layers: [Layer]
    /// One more than the largest number of a value.
    public private(set) var valueCount: Int
    /// For each node, the values that nothing uses after it.
    let releases: [[ValueID]]

    public init(
        inputs: [ValueID], parameters: [Parameter], nodes: [Node], outputs: [ValueID], layers: [Layer], valueCount: Int
    ) {
        self.inputs = inputs
        self.parameters = parameters
        self.nodes = nodes
        self.outputs = outputs
        self.layers = layers
        self.valueCount = valueCount
        releases = Self.lastUses(of: nodes, keeping: outputs, count: valueCount)
    }

    private static func lastUses(of nodes: [Node], keeping outputs: [ValueID], count: Int) -> [[ValueID]] {
        var isLive = [Bool](repeating: false, count: count)
        for id in outputs { isLive[id] = true }
        var releases = [[ValueID]](repeating: [], count: nodes.count)
        for index in nodes.indices.reversed() {
            let touched = nodes[index].arguments.flatMap(\.values) + nodes[index].results.compactMap(\.self)
            for id in touched where !isLive[id] {
                isLive[id] = true
                releases[index].append(id)
            }
        }
        return releases
    }
}

/// One application of an operation.
public struct Node: Sendable {
    public var operation: Operation
    /// In the order of the operator's schema.
    public var arguments: [Argument]
    /// The values it makes; `nil` for a result that nothing uses.
    public var results: [Graph.ValueID?]
    /// The path of the layer that contains it: `layer4.1.conv2`; empty at the top.
    public var path: String
    /// A name of its own, unique in the graph: `add_3`.
    public var name: String

    public init(
        _ operation: Operation, _ arguments: [Argument], results: [Graph.ValueID?], path: String, name: String
    ) {
        self.operation = operation
        self.arguments = arguments
        self.results = results
        self.path = path
        self.name = name
    }

    /// The name of LibTorch's operator, where it is one.
    public var operatorName: String? {
        if case .aten(let operation) = operation { operation.name } else { nil }
    }

    /// Whether its result shares memory with an argument.
    public var isView: Bool {
        if case .aten(let operation) = operation { operation.isView } else { true }
    }
}

/// What a node does.
public enum Operation: Sendable {
    /// An operator of LibTorch's dispatcher.
    case aten(Operator)
    /// One element of a list: `list[index]`.
    case element(Int)
    /// Arithmetic between sizes, which are plain numbers.
    case arithmetic(Arithmetic)
    /// A random generator that starts from this seed in every pass, on the device that it is given.
    case generator(seed: UInt64)

    public enum Arithmetic: String, Sendable, CaseIterable {
        case add, sub, mul, floordiv, truediv, mod, neg, pow, abs, min, max, sqrt, ceil, floor, trunc, round
        case eq, ne, lt, le, gt, ge, not, and, or
        /// `c ? a : b`.
        case choose
        /// The same number, as a whole or a real one.
        case toInt, toReal
    }
}

/// What a node is applied to.
public enum Argument: Sendable {
    /// The value of this number.
    case value(Graph.ValueID)
    case constant(Value)
    /// A list whose elements may be values: of tensors for a concatenation, of sizes for a reshape.
    case list([Argument])

    /// The numbers of the values in it.
    public var values: [Graph.ValueID] {
        switch self {
        case .value(let id): [id]
        case .constant: []
        case .list(let elements): elements.flatMap(\.values)
        }
    }

    /// The same with each value replaced.
    func replacingValues(_ replacement: (Graph.ValueID) -> Argument) -> Argument {
        switch self {
        case .value(let id): replacement(id)
        case .constant: self
        case .list(let elements): .list(elements.map { $0.replacingValues(replacement) })
        }
    }
}

/// A named part of a network, such as a block or a convolution.
public struct Layer: Sendable, Hashable {
    /// torchvision's name: `layer4.1.conv2`.
    public let path: String
    /// The class of the module: `Conv2d`.
    public let kind: String
    /// What it returns, once for each time it is called.
    public let outputs: [Graph.ValueID]

    public init(path: String, kind: String, outputs: [Graph.ValueID]) {
        self.path = path
        self.kind = kind
        self.outputs = outputs
    }
}
