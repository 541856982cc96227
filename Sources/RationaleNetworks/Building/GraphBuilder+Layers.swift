// The layers of a network, as methods of the builder. Each opens a layer of torchvision's kind; `name` says where:
//
//     builder.relu(x, "relu")   the layer `relu` of the layer around it
//     builder.relu(x)           inside `sequential`: the next of its numbered layers; elsewhere PyTorch's `F.relu`,
//                               an operator without a layer of its own
//
// Nothing is ever computed in place, so that every layer's output can be read and differentiated.

extension GraphBuilder {
    /// Layers one after another: PyTorch's `Sequential`, whose layers without names are numbered from 0.
    ///
    /// ```swift
    /// x = builder.sequential(x, "features") { features, x in
    ///     x = features.conv2d(x, from: 3, to: 64, kernel: 3)  // features.0
    ///     x = features.relu(x)  // features.1
    /// }
    /// ```
    /// - Parameter x: what the layer is applied to.
    /// - Parameter name: the layer's name; `nil` numbers it inside `sequential`, and opens no layer elsewhere.
    /// - Parameter body: replaces its second argument by the output of one layer after the other.
    /// - Returns: the last layer's output.
    public mutating func sequential(
        _ x: Graph.ValueID, _ name: String? = nil, _ body: (inout GraphBuilder, inout Graph.ValueID) -> Void
    ) -> Graph.ValueID {
        layer(name, "Sequential", numbersChildren: true) { builder in
            var x = x
            body(&builder, &x)
            return x
        }
    }
}
