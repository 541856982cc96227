import RationaleCore
import RationaleTorch

extension ExportImporter {
    mutating func add(_ node: ExportedNode) throws(RationaleError) {
        let parts = node.target.split(separator: ".").map(String.init)
        switch parts.dropLast() {
        case ["_operator"], ["math"], ["operator"]: try addArithmetic(node, parts.last!)
        case ["torch", "ops", "higher_order"]: try addSubgraph(node)
        default:
            guard parts.count == 5, parts[0] == "torch", parts[1] == "ops" else {
                unknown.append(node.target)
                return
            }
            try addOperator(node, "\(parts[2])::\(parts[3])" + (parts[4] == "default" ? "" : ".\(parts[4])"))
        }
    }

    private mutating func addOperator(_ node: ExportedNode, _ name: String) throws(RationaleError) {
        // Checks of shapes that hold by construction.
        if name.hasPrefix("aten::_assert") || name.hasPrefix("aten::sym_constrain") { return }
        guard let operation = try? Operator(named: name) else {
            unknown.append(name)
            return
        }
        let arguments = leavingTraining(name, try place(node, in: operation))
        try append(node, .aten(operation), arguments, results: node.outputs)
    }

    /// Named arguments in the order of the schema, defaults in the gaps.
    private func place(_ node: ExportedNode, in operation: Operator) throws(RationaleError) -> [Argument] {
        var placed = [Argument?](repeating: nil, count: operation.parameters.count)
        for (position, input) in node.inputs.enumerated() {
            let index = operation.parameters.firstIndex { $0.name == input.name } ?? position
            guard placed.indices.contains(index), placed[index] == nil else {
                throw RationaleError(.badData, "\(file): \(node.name): \(operation) has no argument '\(input.name)'")
            }
            placed[index] = try argument(input.value)
        }
        let last = placed.lastIndex { $0 != nil } ?? -1
        return placed[...last].map { $0 ?? .constant(.default) }
    }

    /// Batch norms and dropouts as they are outside of training, whatever the archive froze.
    private mutating func leavingTraining(_ name: String, _ arguments: [Argument]) -> [Argument] {
        if let dropout = Self.recurrentDropouts[name], arguments.count > dropout + 1 {
            return leavingTraining(arguments, recurrentDropout: dropout)
        }
        let switches = ["aten::batch_norm": 5, "aten::dropout": 2, "aten::dropout_": 2, "aten::feature_dropout": 2]
        guard let index = switches[name], arguments.count > index, case .constant(.bool(true)) = arguments[index] else {
            return arguments
        }
        trainingOnly += 1
        var arguments = arguments
        arguments[index] = .constant(.bool(false))
        return arguments
    }

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

    private mutating func addArithmetic(_ node: ExportedNode, _ name: String) throws(RationaleError) {
        let arguments = try node.inputs.map { input throws(RationaleError) in try argument(input.value) }
        if name == "getitem" {
            guard arguments.count == 2, case .constant(let index) = arguments[1], let index = index.int else {
                throw RationaleError(.badData, "\(file): \(node.name) takes an element without saying which")
            }
            try append(node, .element(index), [arguments[0]], results: node.outputs)
        } else if let arithmetic = Operation.Arithmetic(rawValue: name) {
            try append(node, .arithmetic(arithmetic), arguments, results: node.outputs)
        } else {
            unknown.append(node.target)
        }
    }

    /// A part that ran with gradients switched on or off: its nodes, and where they were off, nothing flows back.
    private mutating func addSubgraph(_ node: ExportedNode) throws(RationaleError) {
        guard node.target.hasSuffix("wrap_with_set_grad_enabled"), node.inputs.count >= 2,
            case .bool(let recordsGradients) = node.inputs[0].value, case .graph(_, let body) = node.inputs[1].value,
            body.inputs.count == node.inputs.count - 2
        else {
            unknown.append(node.target)
            return
        }
        for (inner, outer) in zip(body.inputs, node.inputs.dropFirst(2)) {
            guard case .tensor(let name) = inner else { continue }
            names[name] = try argument(outer.value)
        }
        for inner in body.nodes { try add(inner) }
        let results = node.outputs.flatMap(\.names)
        let inner = body.outputs.flatMap(\.names)
        for (result, name) in zip(results, inner) {
            guard let value = names[name] else {
                throw RationaleError(.badData, "\(file): \(node.name) returns '\(name)', which nothing computes")
            }
            if recordsGradients {
                names[result] = value
            } else {
                try append(node, .aten("aten::detach"), [value], results: [.tensor(result)])
            }
        }
    }

    private mutating func append(
        _ node: ExportedNode, _ operation: Operation, _ arguments: [Argument], results: [ExportedArgument]
    ) throws(RationaleError) {
        var numbers: [Graph.ValueID?] = []
        for result in results {
            switch result {
            case .tensor(let name), .symbolicInt(.name(let name)), .symbolicFloat(.name(let name)),
                .symbolicBool(.name(let name)):
                numbers.append(bind(name))
            case .tensors(let list):
                // A list is one value, its elements are taken from it.
                numbers.append(newValue())
                try functionalizer.add(
                    Node(operation, arguments, results: numbers, path: node.path, name: node.name))
                layers.add(node, from: functionalizer.nodes.count - 1, to: functionalizer.nodes.count)
                for (index, name) in list.enumerated() {
                    let first = functionalizer.nodes.count
                    try functionalizer.add(
                        Node(
                            .element(index), [.value(numbers[0]!)], results: [bind(name)], path: node.path, name: name))
                    layers.add(node, from: first, to: functionalizer.nodes.count)
                }
                return
            default: numbers.append(nil)
            }
        }
        let first = functionalizer.nodes.count
        try functionalizer.add(Node(operation, arguments, results: numbers, path: node.path, name: node.name))
        layers.add(node, from: first, to: functionalizer.nodes.count)
    }

    func refuseUnknown() throws(RationaleError) {
        guard !unknown.isEmpty else { return }
        let listed = Set(unknown).sorted().joined(separator: ", ")
        throw RationaleError(
            .unavailable,
            "\(file): the archive uses operators that LibTorch \(LibTorch.version) does not have: \(listed)",
            hint: "Operators of other libraries must be expressed in PyTorch's own before export.")
    }
}

extension ExportedNode {
    /// The path of the innermost module.
    var path: String { modules.last?.path ?? "" }
}
