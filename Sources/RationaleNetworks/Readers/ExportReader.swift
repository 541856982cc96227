import RationaleCore
import RationaleFiles
import RationaleTorch

/// Turns the JSON of an export archive into values, with errors that say where in the document it went wrong.
struct ExportReader {
    let refusal: FileRefusal
    /// Stacks of modules that were read before: neighbours share them.
    private var stacks: [String: [ExportedModule]] = [:]

    init(refusal: FileRefusal) { self.refusal = refusal }

    // MARK: - Plain values

    func object(_ value: JSONValue?, _ what: String) throws -> JSONObject {
        guard let object = value?.object else { throw mismatch(value, "an object", what) }
        return object
    }

    func list(_ value: JSONValue?, _ what: String) throws -> [JSONValue] {
        guard let list = value?.array else { throw mismatch(value, "a list", what) }
        return list
    }

    func string(_ value: JSONValue?, _ what: String) throws -> String {
        guard let string = value?.string else { throw mismatch(value, "a string", what) }
        return string
    }

    func integer(_ value: JSONValue?, _ what: String) throws -> Int {
        guard let integer = value?.integer else { throw mismatch(value, "an integer", what) }
        return integer
    }

    func bool(_ value: JSONValue?, _ what: String) throws -> Bool {
        guard let bool = value?.bool else { throw mismatch(value, "true or false", what) }
        return bool
    }

    /// A number; JSON has no infinities, so the exporter spells them.
    func number(_ value: JSONValue?, _ what: String) throws -> Double {
        switch value?.string {
        case "Infinity": return .infinity
        case "-Infinity": return -.infinity
        case "NaN": return .nan
        default:
            guard let number = value?.number else { throw mismatch(value, "a number", what) }
            return number
        }
    }

    /// The one member of a tagged union.
    func union(_ value: JSONValue?, _ what: String) throws -> (tag: String, value: JSONValue) {
        let object = try object(value, what)
        guard object.members.count == 1, let member = object.members.first else {
            throw refusal("\(what) has \(object.members.count) kinds at once; expected one")
        }
        return (member.name, member.value)
    }

    private func mismatch(_ value: JSONValue?, _ expected: String, _ what: String) -> RationaleError {
        refusal("\(what): expected \(expected), found \(value?.kind ?? "nothing")")
    }

    // MARK: - Sizes and tensors

    func size(_ value: JSONValue?, _ what: String) throws -> ExportedSize {
        let (tag, value) = try union(value, what)
        if tag == "as_int" { return .fixed(try integer(value, what)) }
        guard tag == "as_expr" else { throw refusal("\(what) has the unknown kind \(tag)") }
        let object = try object(value, what)
        let expression = try string(object["expr_str"], what)
        return .symbolic(
            expression: Self.simplified(expression), hint: object["hint"]?.object?["as_int"]?.integer)
    }

    /// `Symbol('s77', positive=True, integer=True)` → `s77`; other expressions stay as they are.
    private static func simplified(_ expression: String) -> String {
        let prefix = "Symbol('"
        guard expression.hasPrefix(prefix), expression.utf8.count < 200 else { return expression }
        let rest = expression.dropFirst(prefix.count)
        guard let quote = rest.firstIndex(of: "'"), !rest[quote...].dropFirst().contains("(") else { return expression }
        return String(rest[..<quote])
    }

    func tensorType(_ value: JSONValue, _ what: String) throws -> ExportedTensorType {
        let object = try object(value, what)
        let sizes = try list(object["sizes"], what).map { try size($0, what) }
        return ExportedTensorType(dtype: DType(exportCode: try integer(object["dtype"], what)), sizes: sizes)
    }

    // MARK: - Graphs

    mutating func graph(_ value: JSONValue?, _ what: String) throws -> ExportedGraph {
        let object = try object(value, what)
        var graph = ExportedGraph(
            inputs: [], outputs: [], nodes: [], tensors: [:], symbolicInts: [:],
            returnsSingleTensor: object["is_single_tensor_return"]?.bool ?? false)
        for input in try list(object["inputs"], "the inputs of \(what)") {
            graph.inputs.append(try argument(input, "an input of \(what)"))
        }
        for output in try list(object["outputs"], "the outputs of \(what)") {
            graph.outputs.append(try argument(output, "an output of \(what)"))
        }
        let nodes = try list(object["nodes"], "the nodes of \(what)")
        graph.nodes.reserveCapacity(nodes.count)
        for (index, value) in nodes.enumerated() { graph.nodes.append(try node(value, index)) }
        let tensors = try self.object(object["tensor_values"], "the tensors of \(what)")
        graph.tensors.reserveCapacity(tensors.members.count)
        for member in tensors.members {
            graph.tensors[member.name] = try tensorType(member.value, "the tensor \(member.name)")
        }
        for member in object["sym_int_values"]?.object?.members ?? [] {
            graph.symbolicInts[member.name] = try size(member.value, "the symbol \(member.name)")
        }
        return graph
    }

    private mutating func node(_ value: JSONValue, _ index: Int) throws -> ExportedNode {
        let object = try object(value, "node \(index)")
        let target = try string(object["target"], "node \(index)")
        var node = ExportedNode(
            name: object["name"]?.string ?? "", target: target, inputs: [], outputs: [], modules: [],
            returnsSingleTensor: object["is_hop_single_tensor_return"]?.bool)
        for value in try list(object["inputs"], "the inputs of node \(index), \(target)") {
            let input = try self.object(value, "an input of node \(index), \(target)")
            let name = try string(input["name"], "an input of node \(index), \(target)")
            // 1 is positional, 2 is by keyword.
            let kind = input["kind"]?.integer
            let argument = try argument(input["arg"], "the input \"\(name)\" of node \(index), \(target)")
            node.inputs.append(.init(name: name, value: argument, isKeyword: kind.map { $0 == 2 }))
        }
        for value in try list(object["outputs"], "the outputs of node \(index), \(target)") {
            node.outputs.append(try argument(value, "an output of node \(index), \(target)"))
        }
        // Archives before the node's name was stored name nodes by what they produce.
        if node.name.isEmpty { node.name = node.outputs.first?.names.first ?? "node_\(index)" }
        if let stack = object["metadata"]?.object?["nn_module_stack"]?.string { node.modules = modules(stack) }
        return node
    }

    /// `key,path,type;key,path,type`, outermost first. Anything else is a node without modules.
    private mutating func modules(_ stack: String) -> [ExportedModule] {
        if let known = stacks[stack] { return known }
        var modules: [ExportedModule] = []
        for item in stack.utf8.split(separator: UInt8(ascii: ";")) {
            // Commas within brackets belong to a part: `L['self'].get(0, 1)`.
            var parts: [Substring] = []
            var depth = 0
            var start = item.startIndex
            for index in item.indices {
                switch item[index] {
                case UInt8(ascii: "["), UInt8(ascii: "("): depth += 1
                case UInt8(ascii: "]"), UInt8(ascii: ")"): depth -= 1
                case UInt8(ascii: ",") where depth == 0:
                    parts.append(Substring(item[start..<index]))
                    start = item.index(after: index)
                default: break
                }
            }
            parts.append(Substring(item[start...]))
            guard parts.count == 3, parts[0] != "_empty_nn_module_stack_from_metadata_hook" else { continue }
            modules.append(.init(key: String(parts[0]), path: String(parts[1]), type: String(parts[2])))
        }
        stacks[stack] = modules
        return modules
    }
}
