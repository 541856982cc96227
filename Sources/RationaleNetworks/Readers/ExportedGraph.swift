package import RationaleTorch

/// A graph of operators as `torch.export` wrote it, in the order in which it runs.
package struct ExportedGraph: Sendable, Equatable {
    /// What the graph takes: names, or constants baked in.
    package var inputs: [ExportedArgument]
    package var outputs: [ExportedArgument]
    package var nodes: [ExportedNode]
    /// Types and shapes of the tensors, by name.
    package var tensors: [String: ExportedTensorType]
    /// The expression behind each integer that is computed when the graph runs, by name.
    package var symbolicInts: [String: ExportedSize]
    /// Whether a subgraph returns its one tensor bare instead of in a list.
    package var returnsSingleTensor: Bool
}

/// One call of an operator.
package struct ExportedNode: Sendable, Equatable {
    /// The node's own name, unique in its graph.
    package var name: String
    /// Such as `torch.ops.aten.conv2d.default`, `_operator.mul` or `torch.ops.higher_order.wrap_with_set_grad_enabled`.
    package var target: String
    /// Without those that equal the schema's default.
    package var inputs: [ExportedNamedArgument]
    package var outputs: [ExportedArgument]
    /// The modules that were running, outermost first; empty for nodes that the exporter inserted.
    package var modules: [ExportedModule]
    /// For higher-order operators: whether the one tensor of the subgraph is returned bare.
    package var returnsSingleTensor: Bool?
}

/// An argument with its name in the operator's schema; an empty name for some higher-order operators.
package struct ExportedNamedArgument: Sendable, Equatable {
    package var name: String
    package var value: ExportedArgument
    /// Whether the call names it; older archives do not say.
    package var isKeyword: Bool?
}

/// A module on the way from the network to a node.
package struct ExportedModule: Sendable, Equatable {
    /// Tells calls of one module apart: `L__self___features_0`, with `@1` for the second call.
    package var key: String
    /// The module's path, `features.0`; empty for the network itself.
    package var path: String
    /// The Python class, `torch.nn.modules.conv.Conv2d`.
    package var type: String
}

/// The type and shape of a tensor when the graph was exported.
package struct ExportedTensorType: Sendable, Equatable {
    /// Nil if LibTorch's type has no counterpart here.
    package var dtype: DType?
    package var sizes: [ExportedSize]
}

/// The size of a dimension: fixed, or free with the value it had when the graph was exported.
package enum ExportedSize: Sendable, Equatable {
    case fixed(Int)
    /// - Parameter expression: such as `s77` or `12*s77`.
    case symbolic(expression: String, hint: Int?)
}
