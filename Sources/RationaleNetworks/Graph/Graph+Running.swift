public import RationaleCore
public import RationaleTorch

extension Graph {
    /// Runs every node and returns the outputs.
    ///
    /// - Parameters:
    ///   - arguments: one value for each input.
    ///   - parameters: the value of each parameter, by number.
    ///   - observe: called after each node with its arguments and results.
    /// - Throws: `RationaleError` with the operator, its layer and LibTorch's message; `interrupted` where that was asked
    ///   for before the pass (`Cancellation`).
    /// - Complexity: one pass; a value is freed after its last use.
    public func run(
        _ arguments: [Value], parameters: [ValueID: Tensor], observe: ((Node, [Value], [Value]) -> Void)? = nil
    ) throws(RationaleError) -> [Value] {
        try run(arguments, parameters: parameters) { node, arguments throws(RationaleError) in
            let results = try node.results(for: arguments)
            observe?(node, arguments, results)
            return results
        }
    }

    /// Runs every node as `perform` says: given a node and its arguments, its results.
    func run(
        _ arguments: [Value], parameters: [ValueID: Tensor],
        perform: (Node, [Value]) throws(RationaleError) -> [Value]
    ) throws(RationaleError) -> [Value] {
        precondition(arguments.count == inputs.count, "\(arguments.count) arguments for \(inputs.count) inputs")
        try Cancellation.check()
        var values = [Value?](repeating: nil, count: valueCount)
        for parameter in self.parameters { values[parameter.id] = parameters[parameter.id].map(Value.tensor) }
        for (id, argument) in zip(inputs, arguments) { values[id] = argument }
        for (index, node) in nodes.enumerated() {
            let resolved = try node.arguments.map { argument throws(RationaleError) in
                try argument.resolved(in: values, for: node)
            }
            let results = try perform(node, resolved)
            for (id, result) in zip(node.results, results) { if let id { values[id] = result } }
            for id in releases[index] { values[id] = nil }
        }
        return try outputs.map { id throws(RationaleError) in
            guard let value = values[id] else {
                throw RationaleError(.badData, "the network's graph never computes its output (value \(id))")
            }
            return value
        }
    }
}

extension Node {
    /// What the node computes from its arguments.
    func results(for arguments: [Value]) throws(RationaleError) -> [Value] {
        try checkStates(arguments)
        if let result = try spelledOut(arguments) { return [.tensor(result)] }
        return try operation.apply(to: arguments, in: self)
    }
}

extension Argument {
    fileprivate func resolved(in values: [Value?], for node: Node) throws(RationaleError) -> Value {
        switch self {
        case .constant(let value): return value
        case .value(let id):
            guard let value = values[id] else {
                throw RationaleError(.badData, "\(node.place) uses a value that does not exist (\(id))")
            }
            return value
        case .list(let elements):
            let resolved = try elements.map { element throws(RationaleError) in
                try element.resolved(in: values, for: node)
            }
            return try Value.list(of: resolved, for: node)
        }
    }
}

extension Value {
    /// Values of one kind as one list value.
    fileprivate static func list(of values: [Value], for node: Node) throws(RationaleError) -> Value {
        if values.allSatisfy({ $0.tensor != nil || $0.isNone }) { return .tensors(values.map(\.tensor)) }
        let ints = values.compactMap(\.int)
        if ints.count == values.count { return .ints(ints) }
        let doubles = values.compactMap(\.double)
        if doubles.count == values.count { return .doubles(doubles) }
        throw RationaleError(.badData, "\(node.place) has a list of values of different kinds")
    }

    private var isNone: Bool {
        if case .none = self { true } else { false }
    }
}

extension Operation {
    fileprivate func apply(to arguments: [Value], in node: Node) throws(RationaleError) -> [Value] {
        switch self {
        case .aten(let operation):
            do { return try operation.call(arguments) } catch {
                if error.engineFailure == .outOfMemory {
                    throw RationaleError(
                        .unavailable, "out of memory in \(node.place): \(error.message)",
                        hint: "Use a smaller batch or picture, or a smaller memory budget.", underlying: error)
                }
                throw RationaleError(.badData, "\(node.place): \(error.message)", underlying: error)
            }
        case .element(let index):
            guard case .tensors(let list)? = arguments.first, list.indices.contains(index) else {
                throw RationaleError(.badData, "\(node.place) takes element \(index) of something without it")
            }
            return [list[index].map(Value.tensor) ?? .none]
        case .arithmetic(let arithmetic):
            guard let result = arithmetic.apply(to: arguments) else {
                throw RationaleError(.badData, "\(node.place) cannot compute \(arithmetic.rawValue) of \(arguments)")
            }
            return [result]
        case .generator(let seed):
            guard case .device(let device)? = arguments.first, device.kind != .meta else { return [.none] }
            return [.generator(Generator(seed: seed, device: device))]
        }
    }
}

extension Node {
    /// The node in words: `aten::conv2d in layer1.0.conv1`.
    var place: String {
        let what = operatorName ?? name
        return path.isEmpty ? what : "\(what) in \(path)"
    }
}
