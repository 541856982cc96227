import RationaleCore
public import RationaleTorch

extension Graph {
    /// The vector-Jacobian product of the first output with respect to the first input, where a rule replaces the
    /// derivative of the nodes that it holds for.
    ///
    /// The graph is run in pieces: the result of a node with the rule, and every value that several nodes use, starts a
    /// new piece. The gradient then goes back piece by piece, each once, and passes from one to the next as it is, or
    /// by the rule. Nothing is hooked into LibTorch, so a rectifier that is used twice, a residual connection and
    /// features that many layers share need no special case.
    ///
    /// - Parameters:
    ///   - arguments: one value for each input; the first is a tensor of floating-point numbers.
    ///   - parameters: the value of each parameter, by number.
    ///   - rule: what replaces which derivative.
    ///   - seed: given the output, what flows into it: of its shape.
    /// - Returns: the product, of the first input's shape; the output; and at how many nodes the rule was used.
    /// - Throws: `RationaleError` where a node fails.
    /// - Complexity: one forward and one backward pass; what a piece saved is freed as soon as it is passed.
    public func vectorJacobianProduct(
        _ arguments: [Value], parameters: [ValueID: Tensor], replacing rule: DerivativeRule,
        seed: (Tensor) throws -> Tensor
    ) throws -> (gradient: Tensor, output: Tensor, count: Int) {
        try withGradient {
            guard let input = arguments.first?.tensor, let inputID = inputs.first, let outputID = outputs.first else {
                throw RationaleError(.usage, "a gradient needs a tensor as input, and an output")
            }
            var pieces = Pieces(of: self, rule: rule)
            let start = pieces.start(inputID, at: input)
            let values = try run([.tensor(start)] + arguments.dropFirst(), parameters: parameters) {
                node, arguments throws(RationaleError) in
                pieces.divide(node, arguments, try node.results(for: arguments))
            }
            guard let output = values.first?.tensor else {
                throw RationaleError(.badData, "the network returns no tensor")
            }
            try pieces.propagate(try seed(output.detached), from: output, outputID)
            return (pieces.gradientAtInput ?? input.zerosLike, output.detached, pieces.ruleCount)
        }
    }
}

extension Network {
    /// The derivative of scores by the input, where a rule replaces the derivative of some nodes.
    ///
    /// - Parameters:
    ///   - input: `[batch, …input.shape]`, preprocessed, on the network's device.
    ///   - rule: what replaces which derivative.
    ///   - seed: given the scores `[batch, class]`, the derivative by each of them of what is explained.
    /// - Returns: the derivative, of the input's shape; and at how many nodes the rule was used.
    /// - Complexity: one forward and one backward pass.
    public func gradient(
        at input: Tensor, replacing rule: DerivativeRule, seed: (Tensor) throws -> Tensor
    ) throws -> (gradient: Tensor, count: Int) {
        let (gradient, _, count) = try graph.vectorJacobianProduct(
            [.tensor(input)], parameters: weights, replacing: rule
        ) { output in
            try seed(try [Value.tensor(output)].classScores(batch: input.shape[0], of: name))
        }
        return (gradient, count)
    }
}

/// The pieces of a graph between the values at which the gradient is gathered.
private struct Pieces {
    /// A value at which a piece starts.
    private struct Start {
        /// What later nodes compute with.
        let leaf: Tensor
        /// What the gradient goes on to: the value itself for a plain cut, arguments of a node with the rule.
        let sources: [Source]
        /// The node with the rule, what it was given, and which arguments the sources are.
        let ruled: (node: Node, arguments: [Value], positions: [Int])?
        /// What has arrived so far.
        var gradient: Tensor?
    }

    /// A value to which the gradient goes on, and the starts of the pieces that it was computed in.
    struct Source {
        let tensor: Tensor
        let origins: Set<Int>
    }

    private let rule: DerivativeRule
    private let isShared: [Bool]
    /// For each value, the starts of the pieces that it was computed in.
    private var origins: [Graph.ValueID: Set<Int>] = [:]
    private var starts: [Start] = []
    private(set) var ruleCount = 0

    init(of graph: Graph, rule: DerivativeRule) {
        self.rule = rule
        isShared = graph.useCounts().map { $0 > 1 }
    }

    /// Starts a piece: later nodes compute with what is returned.
    mutating func start(
        _ id: Graph.ValueID, at tensor: Tensor, from sources: [Source] = [],
        ruled: (node: Node, arguments: [Value], positions: [Int])? = nil
    ) -> Tensor {
        let leaf = tensor.requiringGradient
        self.origins[id] = [starts.count]
        starts.append(Start(leaf: leaf, sources: sources, ruled: ruled))
        return leaf
    }

    /// Starts new pieces at the results of a node, where the rule or their use asks for it.
    mutating func divide(_ node: Node, _ arguments: [Value], _ results: [Value]) -> [Value] {
        let origins = node.arguments.flatMap(\.values).reduce(into: Set<Int>()) { $0.formUnion(self.origins[$1] ?? []) }
        if origins.isEmpty { return results }
        if rule.applies(node), let id = node.results.first ?? nil, let result = results.first?.tensor,
            result.requiresGradient
        {
            let ruled = sources(of: node, arguments)
            if !ruled.isEmpty {
                ruleCount += 1
                let leaf = start(
                    id, at: result, from: ruled.map(\.source), ruled: (node, arguments, ruled.map(\.position)))
                return [.tensor(leaf)]
            }
        }
        return zip(node.results, results).map { id, result in
            guard let id else { return result }
            guard isShared[id], let tensor = result.tensor, tensor.requiresGradient else {
                self.origins[id] = origins
                return result
            }
            return .tensor(start(id, at: tensor, from: [Source(tensor: tensor, origins: origins)]))
        }
    }

    /// The arguments of a node with the rule into which something flows.
    private func sources(of node: Node, _ arguments: [Value]) -> [(position: Int, source: Source)] {
        let positions = rule.sharesAmongArguments ? Array(arguments.indices) : [0]
        return positions.compactMap { position in
            guard arguments.indices.contains(position), let tensor = arguments[position].tensor else { return nil }
            let origins = node.arguments[position].values.reduce(into: Set<Int>()) {
                $0.formUnion(self.origins[$1] ?? [])
            }
            return origins.isEmpty ? nil : (position, Source(tensor: tensor, origins: origins))
        }
    }

    /// Takes the gradient back to the input, through the pieces from the last to the first.
    mutating func propagate(_ seed: Tensor, from output: Tensor, _ id: Graph.ValueID) throws {
        try pass(seed, to: output, origins[id] ?? [])
        while starts.count > 1, let last = starts.popLast() {
            guard let gradient = last.gradient else { continue }
            for (gradient, source) in zip(try passed(gradient, last), last.sources) {
                try pass(gradient, to: source.tensor, source.origins)
            }
        }
    }

    /// What goes on to the sources of a piece: the gradient as it is, or what the rule makes of it.
    private func passed(_ gradient: Tensor, _ start: Start) throws -> [Tensor] {
        guard let (node, arguments, positions) = start.ruled else { return [gradient] }
        let step = DerivativeRule.Step(
            node: node, result: start.leaf.detached,
            arguments: arguments.map { value in value.tensor.map { .tensor($0.detached) } ?? value },
            sources: positions)
        return try rule.propagate(gradient, step)
    }

    /// Takes a gradient at a value back to the starts of its pieces.
    private mutating func pass(_ gradient: Tensor, to value: Tensor, _ origins: Set<Int>) throws(RationaleError) {
        guard value.requiresGradient, !origins.isEmpty else { return }
        let origins = origins.sorted()
        // A node of several results belongs to as many pieces, so what it saved stays until the last is passed.
        let arrived = try RationaleTorch.gradient(
            of: [value], with: origins.map { starts[$0].leaf }, seeds: [gradient], retainingGraph: true)
        for (origin, tensor) in zip(origins, arrived) {
            starts[origin].gradient = starts[origin].gradient.map { $0 + tensor } ?? tensor
        }
    }

    var gradientAtInput: Tensor? { starts.first?.gradient }
}
