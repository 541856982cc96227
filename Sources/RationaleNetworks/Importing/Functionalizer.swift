import RationaleCore
import RationaleTorch

/// Rewrites operators that change a tensor in place as operators that return a new one.
///
/// Exported graphs keep `relu_` and `add_`, also on views (`mask[:, 3:] = 1`). Executed literally, they would overwrite
/// activations that an explanation still needs. Here each value has a current version: a change makes a new one, which
/// later uses see; a change of a view is written back into what it is a view of, and other views of that are taken
/// again when they are next used.
struct Functionalizer {
    private(set) var nodes: [Node] = []
    private(set) var valueCount: Int
    private var states: [Graph.ValueID: State] = [:]
    /// Results of in-place operators, and the tensor that each is.
    private var aliases: [Graph.ValueID: Graph.ValueID] = [:]
    /// How often the tensor that owns the memory was changed.
    private var versions: [Graph.ValueID: Int] = [:]

    private struct State {
        var current: Graph.ValueID
        var version = 0
        /// The node that made this value as a view of its first argument.
        var view: Node?
    }

    /// - Parameter valueCount: one more than the largest number in use.
    init(valueCount: Int) { self.valueCount = valueCount }

    /// The number under which a value's newest version is found, after taking a stale view again.
    mutating func current(_ id: Graph.ValueID) -> Graph.ValueID {
        let id = canonical(id)
        guard let state = states[id] else { return id }
        let version = versions[root(of: id), default: 0]
        guard state.version < version, let view = state.view else { return state.current }
        var node = view
        node.arguments[0] = .value(current(source(of: view)))
        let renewed = append(node)
        states[id] = State(current: renewed, version: version, view: view)
        return renewed
    }

    /// Adds a node of the imported graph.
    mutating func add(_ original: Node) throws(RationaleError) {
        var node = original
        node.arguments = node.arguments.map { $0.replacingValues { .value(current($0)) } }
        if case .aten(let operation) = node.operation,
            let written = operation.parameters.firstIndex(where: \.isWritten)
        {
            guard written < original.arguments.count, case .value(let target) = original.arguments[written] else {
                throw RationaleError(.badData, "\(node.place) writes into something that is not a tensor")
            }
            replace(target, by: try pure(node, operation, written: written))
            if let result = original.results.first.flatMap(\.self) { aliases[result] = canonical(target) }
            return
        }
        if node.operatorName == "aten::copy", node.arguments.count > 1 {  // the functional form; it has no derivative
            let (target, source) = (node.arguments[0], node.arguments[1])
            node.operation = .aten("aten::type_as")
            node.arguments = [expanded(source, like: target, in: node), target]
        }
        nodes.append(node)
        if Self.writesThrough(node), let result = node.results.first.flatMap(\.self) {
            states[result] = State(
                current: result, version: versions[root(of: source(of: original)), default: 0], view: original)
        }
    }

    /// In-place operators return the tensor that they changed.
    private func canonical(_ id: Graph.ValueID) -> Graph.ValueID { aliases[id] ?? id }

    /// What a view was taken of.
    private func source(of view: Node) -> Graph.ValueID {
        guard case .value(let id)? = view.arguments.first else { preconditionFailure("a view has a source") }
        return canonical(id)
    }

    /// The tensor that owns the memory.
    private func root(of id: Graph.ValueID) -> Graph.ValueID {
        var id = canonical(id)
        while let view = states[id]?.view { id = source(of: view) }
        return id
    }

    /// Makes a changed value the newest version of a tensor, and writes it into everything the tensor is a view of.
    private mutating func replace(_ target: Graph.ValueID, by changed: Graph.ValueID) {
        let target = canonical(target)
        var value = changed
        var id = target
        while let view = states[id]?.view {
            let base = source(of: view)
            value = append(Self.scatter(value, into: current(base), through: view))
            id = base
        }
        let version = versions[id, default: 0] + 1
        versions[id] = version
        states[id] = State(current: value, version: version)
        if target != id { states[target] = State(current: changed, version: version, view: states[target]?.view) }
    }

    /// Adds the node that computes the changed value, without changing anything: `add` for `add_`.
    private mutating func pure(
        _ node: Node, _ operation: Operator, written: Int
    ) throws(RationaleError) -> Graph.ValueID {
        var node = node
        if let source = overwriting(node) { return source }
        let parts = operation.name.split(separator: ".", maxSplits: 1)
        let name =
            Self.otherwiseNamed[operation.name] ?? parts[0].dropLast() + (parts.count > 1 ? ".\(parts[1])" : "")
        guard written == 0, parts[0].hasSuffix("_"), let replacement = try? Operator(named: String(name)) else {
            throw RationaleError(
                .unavailable, "\(node.place) changes its argument in place and has no form that does not",
                hint: "Replace it in the Python model, or export with `.run_decompositions({})`.")
        }
        node.operation = .aten(replacement)
        return append(node, keepsName: true)
    }

    /// Functional forms that are not the in-place one's name without its underscore.
    private static let otherwiseNamed = [
        "aten::bernoulli_.float": "aten::bernoulli.p", "aten::normal_": "aten::normal_functional",
    ]

    /// What a tensor becomes where every element is overwritten: nothing of it flows on but its shape and type.
    private mutating func overwriting(_ node: Node) -> Graph.ValueID? {
        var node = node
        guard let target = node.arguments.first else { return nil }
        switch node.operatorName {
        case "aten::zero_":
            node.operation = .aten("aten::zeros_like")
        case "aten::fill_.Scalar":
            node.operation = .aten("aten::full_like")
        case "aten::copy_", "aten::fill_.Tensor":
            guard node.arguments.count > 1 else { return nil }
            node.arguments = [expanded(node.arguments[1], like: target, in: node), target]
            node.operation = .aten("aten::type_as")
        default: return nil
        }
        return append(node)
    }

    /// A value repeated up to the shape of another, as part of an exported node.
    private mutating func expanded(_ source: Argument, like target: Argument, in node: Node) -> Argument {
        var node = node
        node.operation = .aten("aten::expand_as")
        node.arguments = [source, target]
        return .value(append(node))
    }

    /// - Parameter keepsName: whether it is the exported node itself, by whose name a user may ask for it.
    private mutating func append(_ node: Node, keepsName: Bool = false) -> Graph.ValueID {
        var node = node
        node.results = [valueCount]
        if !keepsName { node.name += "_\(nodes.count)" }
        nodes.append(node)
        valueCount += 1
        return valueCount - 1
    }

    // MARK: Views

    private static let scattered: [String: Operator] = [
        "aten::slice.Tensor": "aten::slice_scatter", "aten::select.int": "aten::select_scatter",
        "aten::diagonal": "aten::diagonal_scatter",
    ]
    private static let reshaping: Set<String> = [
        "aten::view", "aten::reshape", "aten::flatten.using_ints", "aten::unsqueeze", "aten::squeeze.dim",
        "aten::squeeze", "aten::unflatten.int", "aten::alias", "aten::_unsafe_view",
    ]

    /// Whether a change of the view is a change of its source, in a way that can be written down.
    private static func writesThrough(_ node: Node) -> Bool {
        guard let name = node.operatorName, case .value? = node.arguments.first else { return false }
        return scattered[name] != nil || reshaping.contains(name) || transposed(node) != nil
    }

    /// The source with the elements that the view shows replaced.
    private static func scatter(_ value: Graph.ValueID, into base: Graph.ValueID, through view: Node) -> Node {
        var node = view
        if let operation = scattered[view.operatorName ?? ""] {
            node.operation = .aten(operation)
            node.arguments = [.value(base), .value(value)] + view.arguments.dropFirst()
        } else if let arguments = transposed(view) {
            node.arguments = [.value(value)] + arguments
        } else {
            node.operation = .aten("aten::reshape_as")
            node.arguments = [.value(value), .value(base)]
        }
        return node
    }

    /// The arguments with which the same operator undoes a transposition.
    private static func transposed(_ node: Node) -> [Argument]? {
        switch node.operatorName {
        case "aten::transpose.int", "aten::t", "aten::swapaxes": return Array(node.arguments.dropFirst())
        case "aten::permute":
            guard node.arguments.count > 1, case .constant(.ints(let order)) = node.arguments[1] else { return nil }
            let axes = order.map { $0 < 0 ? $0 + order.count : $0 }
            guard axes.sorted() == Array(axes.indices) else { return nil }
            let inverse = axes.indices.map { axes.firstIndex(of: $0)! }
            return [.constant(.ints(inverse))]
        default: return nil
        }
    }
}
