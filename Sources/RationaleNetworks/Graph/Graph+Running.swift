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
        try operation.apply(to: arguments, in: self)
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
                if error.code == .outOfMemory {
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
        }
    }
}

extension Operation.Arithmetic {
    fileprivate func apply(to arguments: [Value]) -> Value? {
        if let a = arguments.first?.int {
            let b = arguments.count > 1 ? arguments[1].int : 0
            if let b, let result = whole(a, b) { return .int(result) }
        }
        guard let a = arguments.first?.double, let b = arguments.count > 1 ? arguments[1].double : 0 else { return nil }
        return real(a, b).map(Value.double)
    }

    /// `nil` where the result is not a whole number, or overflows.
    private func whole(_ a: Int, _ b: Int) -> Int? {
        func checked(_ result: (partialValue: Int, overflow: Bool)) -> Int? {
            result.overflow ? nil : result.partialValue
        }
        switch self {
        case .add: return checked(a.addingReportingOverflow(b))
        case .sub: return checked(a.subtractingReportingOverflow(b))
        case .mul: return checked(a.multipliedReportingOverflow(by: b))
        case .neg: return checked(0.subtractingReportingOverflow(a))
        case .floordiv where b != 0 && b != -1: return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0)
        case .mod where b != 0 && b != -1: return (a % b + b) % b
        default: return nil
        }
    }

    private func real(_ a: Double, _ b: Double) -> Double? {
        switch self {
        case .add: a + b
        case .sub: a - b
        case .mul: a * b
        case .neg: -a
        case .truediv where b != 0: a / b
        case .floordiv where b != 0: (a / b).rounded(.down)
        case .mod where b != 0: a - b * (a / b).rounded(.down)
        case .pow where b >= 0 && b.rounded() == b && b < 64: (0..<Int(b)).reduce(1) { product, _ in product * a }
        default: nil
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
