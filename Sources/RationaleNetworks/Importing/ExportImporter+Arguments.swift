import RationaleCore
import RationaleTorch

extension ExportImporter {
    /// An argument of a node, its names replaced by numbers.
    func argument(_ exported: ExportedArgument) throws(RationaleError) -> Argument {
        switch exported {
        case .none: return .constant(.none)
        case .tensor(let name): return try value(name)
        case .tensors(let names): return .list(try names.map { name throws(RationaleError) in try value(name) })
        case .optionalTensors(let names):
            return .list(
                try names.map { name throws(RationaleError) in
                    if let name { try value(name) } else { .constant(.none) }
                })
        case .int(let value): return .constant(.int(value))
        case .ints(let values): return .constant(.ints(values))
        case .float(let value): return .constant(.double(value))
        case .floats(let values): return .constant(.doubles(values))
        case .bool(let value): return .constant(.bool(value))
        case .bools(let values): return .constant(.bools(values))
        case .string(let value): return .constant(.string(value))
        case .symbolicInt(let number): return try symbolic(number, Value.int)
        case .symbolicFloat(let number): return try symbolic(number, Value.double)
        case .symbolicBool(let number): return try symbolic(number, Value.bool)
        case .symbolicInts(let numbers):
            return .list(try numbers.map { number throws(RationaleError) in try symbolic(number, Value.int) })
        case .symbolicFloats(let numbers):
            return .list(try numbers.map { number throws(RationaleError) in try symbolic(number, Value.double) })
        case .scalarType(let dtype): return .constant(.dtype(dtype))
        case .memoryFormat(let format): return .constant(.int(format.rawValue))
        case .stridedLayout: return .constant(.int(0))
        // A device that was baked in at export is where the weights are now.
        case .device: return .constant(.device(.cpu))
        default:
            throw RationaleError(
                .unavailable, "\(file): the archive has an argument that is not understood: \(exported)")
        }
    }

    private func value(_ name: String) throws(RationaleError) -> Argument {
        guard let argument = names[name] else {
            throw RationaleError(.badData, "\(file): the graph uses '\(name)' before anything computes it")
        }
        return argument
    }

    private func symbolic<Number>(
        _ number: ExportedSymbolic<Number>, _ wrap: (Number) -> Value
    ) throws(RationaleError) -> Argument {
        switch number {
        case .name(let name): try value(name)
        case .value(let number): .constant(wrap(number))
        }
    }
}
