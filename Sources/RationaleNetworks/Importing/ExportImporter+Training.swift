import RationaleCore
import RationaleTorch

extension ExportImporter {
    /// Whether the network was exported while it trained.
    ///
    /// A batch norm that has running statistics and uses those of the batch says so. A dropout that drops says it only where
    /// every dropout drops and no norm evaluates: beside others that do not, it was meant (Monte Carlo dropout).
    static func isTraining(_ graph: ExportedGraph) -> Bool {
        var (trainsNorm, evaluatesNorm, drops, keeps) = (false, false, false, false)
        for node in graph.allNodes {
            func flag(_ name: String) -> Bool? {
                guard case .bool(let value)? = node.inputs.first(where: { $0.name == name })?.value else { return nil }
                return value
            }
            func isGiven(_ name: String) -> Bool {
                guard case .tensor? = node.inputs.first(where: { $0.name == name })?.value else { return false }
                return true
            }
            switch node.target {
            case "torch.ops.aten.batch_norm.default" where isGiven("running_mean"):
                if flag("training") == true { trainsNorm = true } else { evaluatesNorm = true }
            case "torch.ops.aten.dropout.default", "torch.ops.aten.dropout_.default",
                "torch.ops.aten.feature_dropout.default":
                if flag("train") == true { drops = true } else { keeps = true }
            default: break
            }
        }
        return trainsNorm || drops && !keeps && !evaluatesNorm
    }

    /// Batch norms and dropouts as they are outside of training, whatever the archive froze.
    mutating func leavingTraining(_ name: String, _ arguments: [Argument]) -> [Argument] {
        if let dropout = Self.recurrentDropouts[name], arguments.count > dropout + 1 {
            return leavingTraining(arguments, recurrentDropout: dropout)
        }
        guard let index = Self.trainingFlags[name], arguments.count > index,
            case .constant(.bool(true)) = arguments[index]
        else { return arguments }
        if let statistic = Self.runningMeans[name] {
            // Without running statistics it always uses those of what it is given: a part of the mathematics.
            guard case .value = arguments[statistic] else { return arguments }
        } else if !isTrainingExport {
            return arguments
        }
        trainingOnly += 1
        var arguments = arguments
        arguments[index] = .constant(.bool(false))
        return arguments
    }

    private static let trainingFlags = [
        "aten::batch_norm": 5, "aten::instance_norm": 5, "aten::dropout": 2, "aten::dropout_": 2,
        "aten::feature_dropout": 2, "aten::alpha_dropout": 2, "aten::feature_alpha_dropout": 2,
    ]
    private static let runningMeans = ["aten::batch_norm": 3, "aten::instance_norm": 3]

    /// Where recurrent operators take the probability of dropping between layers; whether they train comes next.
    private static let recurrentDropouts = [
        "aten::lstm.input": 5, "aten::gru.input": 5, "aten::rnn_tanh.input": 5, "aten::rnn_relu.input": 5,
    ]

    /// Outside of training nothing is dropped. The switch itself is left on: cuDNN keeps what a gradient needs only then.
    private mutating func leavingTraining(_ arguments: [Argument], recurrentDropout index: Int) -> [Argument] {
        if case .constant(.bool(true)) = arguments[index + 1], case .constant(let probability) = arguments[index],
            probability.double != 0
        {
            trainingOnly += 1
        }
        var arguments = arguments
        arguments[index] = .constant(.double(0))
        arguments[index + 1] = .constant(.bool(true))
        return arguments
    }

    // MARK: Random numbers

    /// Adds an operator that draws random numbers, with a generator of its own in place of LibTorch's global one, so that
    /// every pass draws the same numbers and a seed decides which.
    ///
    /// - Returns: whether it is one.
    mutating func addDraw(
        _ node: ExportedNode, _ name: String, _ operation: Operator, _ arguments: [Argument]
    ) throws(RationaleError) -> Bool {
        if name == "aten::dropout" || name == "aten::dropout_" { return try addDropout(node, arguments) }
        guard let place = operation.parameters.firstIndex(where: { $0.name == "generator" }) else {
            guard let own = Self.generatorOverload(of: name) else { return false }
            return try addDraw(node, own.name, own, named(arguments, own, operation))
        }
        var arguments = arguments
        while arguments.count <= place { arguments.append(.constant(.default)) }
        arguments[place] = try generator(for: node)
        try append(node, .aten(operation), arguments, results: node.outputs)
        return true
    }

    /// The overload of an operator that draws which takes a generator.
    private static func generatorOverload(of name: String) -> Operator? {
        let base = name.split(separator: ".")[0]
        guard ["rand", "normal", "bernoulli", "multinomial", "poisson"].contains(where: base.contains) else {
            return nil
        }
        let overload = name.contains(".") ? "\(name)_generator" : "\(name).generator"
        return try? Operator(named: overload)
    }

    /// Arguments in the order of another overload, which has them all under the same names.
    private func named(_ arguments: [Argument], _ new: Operator, _ old: Operator) -> [Argument] {
        let given = Dictionary(zip(old.parameters.map(\.name), arguments)) { first, _ in first }
        return new.parameters.map { given[$0.name] ?? .constant(.default) }
    }

    /// `x ⊙ m / (1 − p)`, with the same mask m for each input of a batch.
    private mutating func addDropout(_ node: ExportedNode, _ arguments: [Argument]) throws(RationaleError) -> Bool {
        guard arguments.count > 2, case .constant(.bool(true)) = arguments[2], case .constant(let value) = arguments[1],
            let probability = value.double, probability > 0, probability < 1
        else { return false }
        let keep = 1 - probability
        let (first, mask, kept) = (newValue(), newValue(), newValue())
        let inner = [
            Node(
                .aten("aten::slice.Tensor"),
                [arguments[0], .constant(.int(0)), .constant(.int(0)), .constant(.int(1))], results: [first],
                path: node.path, name: "\(node.name)_row"),
            Node(
                .aten("aten::bernoulli.p"), [.value(first), .constant(.double(keep)), try generator(for: node)],
                results: [mask], path: node.path, name: "\(node.name)_mask"),
            Node(
                .aten("aten::mul.Tensor"), [arguments[0], .value(mask)], results: [kept], path: node.path,
                name: "\(node.name)_kept"),
        ]
        for inner in inner { try functionalizer.add(inner) }
        try append(
            node, .aten("aten::div.Tensor"), [.value(kept), .constant(.double(keep))], results: node.outputs)
        return true
    }

    private mutating func generator(for node: ExportedNode) throws(RationaleError) -> Argument {
        draws.append(node.target.split(separator: ".").dropLast().last.map(String.init) ?? node.target)
        let id = newValue()
        try functionalizer.add(
            Node(
                .generator(seed: 0), [.constant(.device(.cpu))], results: [id], path: node.path,
                name: "\(node.name)_generator"))
        return .value(id)
    }
}

extension ExportedGraph {
    /// The nodes of the graph and of the regions in it.
    fileprivate var allNodes: [ExportedNode] {
        nodes.flatMap { node in
            [node]
                + node.inputs.flatMap { input -> [ExportedNode] in
                    if case .graph(_, let body) = input.value { body.allNodes } else { [] }
                }
        }
    }
}
