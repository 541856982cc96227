import RationaleCore
import RationaleFiles
import RationaleTorch

extension ExportReader {
    /// An argument: a union of about thirty kinds.
    mutating func argument(_ value: JSONValue?, _ what: String) throws -> ExportedArgument {
        let (tag, value) = try union(value, what)
        switch tag {
        case "as_none": return .none
        case "as_tensor": return .tensor(try name(value, what))
        case "as_tensors": return .tensors(try list(value, what).map { try name($0, what) })
        case "as_optional_tensor": return try optionalTensor(value, what).map { .tensor($0) } ?? .none
        case "as_optional_tensors": return .optionalTensors(try list(value, what).map { try optionalTensor($0, what) })
        case "as_nested_tensors":
            return .tensorLists(try list(value, what).map { try list($0, what).map { try name($0, what) } })
        case "as_int": return .int(try integer(value, what))
        case "as_ints": return .ints(try list(value, what).map { try integer($0, what) })
        case "as_int_lists":
            return .intLists(try list(value, what).map { try list($0, what).map { try integer($0, what) } })
        case "as_float": return .float(try number(value, what))
        case "as_floats": return .floats(try list(value, what).map { try number($0, what) })
        case "as_float_lists":
            return .floatLists(try list(value, what).map { try list($0, what).map { try number($0, what) } })
        case "as_bool": return .bool(try bool(value, what))
        case "as_bools": return .bools(try list(value, what).map { try bool($0, what) })
        case "as_string": return .string(try string(value, what))
        case "as_strings": return .strings(try list(value, what).map { try string($0, what) })
        default: return try symbolicArgument(tag, value, what)
        }
    }

    private mutating func symbolicArgument(
        _ tag: String, _ value: JSONValue, _ what: String
    ) throws -> ExportedArgument {
        switch tag {
        case "as_sym_int": return .symbolicInt(try symbolic(value, what, integer))
        case "as_sym_ints": return .symbolicInts(try list(value, what).map { try symbolic($0, what, integer) })
        case "as_sym_float": return .symbolicFloat(try symbolic(value, what, number))
        case "as_sym_floats": return .symbolicFloats(try list(value, what).map { try symbolic($0, what, number) })
        case "as_sym_bool": return .symbolicBool(try symbolic(value, what, bool))
        case "as_sym_bools": return .symbolicBools(try list(value, what).map { try symbolic($0, what, bool) })
        case "as_complex":
            let object = try object(value, what)
            return .complex(real: try number(object["real"], what), imaginary: try number(object["imag"], what))
        case "as_scalar_type":
            let code = try integer(value, what)
            return DType(exportCode: code).map { .scalarType($0) } ?? .unsupported("the scalar type \(code)")
        case "as_memory_format":
            let code = try integer(value, what)
            return ExportedMemoryFormat(exportCode: code).map { .memoryFormat($0) }
                ?? .unsupported("the memory format \(code)")
        case "as_layout":
            let code = try integer(value, what)
            return code == 7 ? .stridedLayout : .unsupported("the layout \(code)")
        case "as_device":
            let object = try object(value, what)
            return .device(type: try string(object["type"], what), index: object["index"]?.integer)
        case "as_graph":
            let object = try object(value, what)
            let name = try string(object["name"], what)
            return .graph(name: name, try graph(object["graph"], "the graph \(name)"))
        case "as_operator": return .callable(try string(value, what))
        default: return .unsupported("an argument of kind \(tag)")
        }
    }

    func name(_ value: JSONValue?, _ what: String) throws -> String {
        try string(object(value, what)["name"], what)
    }

    private func optionalTensor(_ value: JSONValue, _ what: String) throws -> String? {
        let (tag, value) = try union(value, what)
        return tag == "as_none" ? nil : try name(value, what)
    }

    private func symbolic<Value>(
        _ value: JSONValue, _ what: String, _ read: (JSONValue?, String) throws -> Value
    ) throws -> ExportedSymbolic<Value> {
        let (tag, value) = try union(value, what)
        return tag == "as_name" ? .name(try string(value, what)) : .value(try read(value, what))
    }

    // MARK: - The signature

    mutating func input(_ value: JSONValue, _ index: Int) throws -> ExportedInput {
        let what = "input \(index) of the signature"
        let (tag, value) = try union(value, what)
        let object = try object(value, what)
        func name() throws -> String { try self.name(object["arg"], what) }
        switch tag {
        case "user_input": return .user(try argument(object["arg"], what))
        case "parameter": return .parameter(name: try name(), path: try string(object["parameter_name"], what))
        case "buffer":
            return .buffer(
                name: try name(), path: try string(object["buffer_name"], what),
                isPersistent: try bool(object["persistent"], what))
        case "tensor_constant":
            return .tensorConstant(name: try name(), path: try string(object["tensor_constant_name"], what))
        case "constant_input":
            return .constant(
                name: try string(object["name"], what), value: try argument(object["value"], what))
        case "token": return .token(name: try name())
        case "custom_obj":
            let name = object["custom_obj_name"]?.string ?? "?"
            throw refusal(
                "the network holds the custom object \"\(name)\", which only Python code can read",
                hint: "Export a network of plain tensors: remove TorchBind objects and tokenizers from the module.")
        default: throw refusal("\(what) has the unknown kind \(tag)")
        }
    }

    mutating func output(_ value: JSONValue, _ index: Int) throws -> ExportedOutput {
        let what = "output \(index) of the signature"
        let (tag, value) = try union(value, what)
        let object = try object(value, what)
        func name() throws -> String { try self.name(object["arg"], what) }
        switch tag {
        case "user_output": return .user(try argument(object["arg"], what))
        case "buffer_mutation":
            return .bufferMutation(name: try name(), path: try string(object["buffer_name"], what))
        case "parameter_mutation":
            return .parameterMutation(name: try name(), path: try string(object["parameter_name"], what))
        case "user_input_mutation":
            return .userInputMutation(name: try name(), input: try string(object["user_input_name"], what))
        case "loss_output": return .loss(name: try name())
        case "gradient_to_parameter", "gradient_to_user_input": return .gradient(name: try name())
        case "token": return .token(name: try name())
        default: throw refusal("\(what) has the unknown kind \(tag)")
        }
    }
}
