import RationaleCore
import RationaleTorch

extension ExportImporter {
    mutating func add(_ node: ExportedNode) throws(RationaleError) {
        let parts = node.target.split(separator: ".").map(String.init)
        switch parts.dropLast() {
        case ["_operator"], ["math"], ["operator"], ["torch"], ["builtins"]: try addArithmetic(node, parts.last!)
        case ["torch", "ops", "higher_order"]: try addRegion(node, parts.last!)
        default:
            guard parts.count == 5, parts[0] == "torch", parts[1] == "ops" else {
                unknown.append(node.target)
                return
            }
            try addOperator(node, "\(parts[2])::\(parts[3])" + (parts[4] == "default" ? "" : ".\(parts[4])"))
        }
    }

    private mutating func addOperator(_ node: ExportedNode, _ name: String) throws(RationaleError) {
        // Checks of shapes and values that hold by construction.
        let checks = ["aten::_assert", "aten::sym_constrain", "aten::_functional_assert", "aten::_functional_sym"]
        if checks.contains(where: name.hasPrefix) { return }
        guard let operation = try? Operator(named: name) else {
            unknown.append(name)
            return
        }
        let placed = try place(node, in: operation)
        if let (whole, arguments) = Self.undecomposed(name, placed) {
            return try append(
                node, .aten(whole), leavingTraining(whole.name, arguments), results: Array(node.outputs.prefix(1)))
        }
        let arguments = leavingTraining(name, placed)
        if try addDraw(node, name, operation, arguments) { return }
        try append(node, .aten(operation), arguments, results: node.outputs)
    }

    /// The operator of a norm that `run_decompositions` has replaced by a kernel: kernels refuse layouts, or are wrong for them.
    /// Their further results, the statistics, serve training alone.
    private static func undecomposed(_ name: String, _ arguments: [Argument]) -> (Operator, [Argument])? {
        let off = Argument.constant(.bool(false))
        func norm(_ training: Argument, _ numbers: ArraySlice<Argument>, _ statistics: ArraySlice<Argument>) -> (
            Operator, [Argument]
        ) {
            ("aten::batch_norm", Array(arguments[..<3] + statistics) + [training] + numbers + [off])
        }
        switch name {
        case "aten::_native_batch_norm_legit_no_training" where arguments.count == 7:
            return norm(off, arguments[5...], arguments[3..<5])
        case "aten::native_batch_norm" where arguments.count == 8,
            "aten::_native_batch_norm_legit" where arguments.count == 8:
            return norm(arguments[5], arguments[6...], arguments[3..<5])
        case "aten::_native_batch_norm_legit.no_stats" where arguments.count == 6:
            return norm(arguments[3], arguments[4...], [.constant(.none), .constant(.none)])
        case "aten::native_group_norm" where arguments.count == 8:
            return ("aten::group_norm", [arguments[0], arguments[6], arguments[1], arguments[2], arguments[7]])
        default: return nil
        }
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

    private mutating func addArithmetic(_ node: ExportedNode, _ name: String) throws(RationaleError) {
        let arguments = try node.inputs.map { input throws(RationaleError) in try argument(input.value) }
        if name == "getitem" {
            guard arguments.count == 2, case .constant(let index) = arguments[1], let index = index.int else {
                throw RationaleError(.badData, "\(file): \(node.name) takes an element without saying which")
            }
            try append(node, .element(index), [arguments[0]], results: node.outputs)
        } else if let arithmetic = Operation.Arithmetic(exported: name) {
            try append(node, .arithmetic(arithmetic), arguments, results: node.outputs)
        } else {
            unknown.append(node.target)
        }
    }

    mutating func append(
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
