import RationaleTorch

extension Network {
    /// Makes a network of half precision, or one that computes in double precision throughout, compute in float32.
    ///
    /// Weights, inputs and the types that are written into the graph are converted alike, so that no operator is given two
    /// types. Single operators of double precision in a float32 network stay: they were put there on purpose.
    mutating func convertToSinglePrecision() {
        let types = Set(weights.values.map(\.dtype)).union(inputs.map(\.dtype)).filter(\.isFloatingPoint)
        var converted = types.intersection([.float16, .bfloat16])
        if types == [.float64] || inputs.contains(where: { $0.dtype == .float64 }) { converted.insert(.float64) }
        guard !converted.isEmpty else { return }
        weights = weights.mapValues { converted.contains($0.dtype) ? $0.converted(to: .float32) : $0 }
        for index in inputs.indices where converted.contains(inputs[index].dtype) { inputs[index].dtype = .float32 }
        graph = graph.rebuilt(nodes: graph.nodes.map { $0.replacing(converted, by: .float32) })
        let names = converted.map { "\($0)" }.sorted().joined(separator: " and ")
        notes.append("the network computes in \(names); it was converted to float32")
    }
}

extension Node {
    /// The node with types in its arguments replaced.
    fileprivate func replacing(_ types: Set<DType>, by replacement: DType) -> Node {
        guard case .aten(let operation) = self.operation else { return self }
        var node = self
        for (index, parameter) in zip(node.arguments.indices, operation.parameters) where parameter.name == "dtype" {
            guard case .constant(let value) = node.arguments[index], let code = value.int,
                let type = DType(rawValue: Int32(code)), types.contains(type)
            else { continue }
            node.arguments[index] = .constant(.dtype(replacement))
        }
        return node
    }
}
