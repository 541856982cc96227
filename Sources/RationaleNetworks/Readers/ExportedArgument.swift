package import RationaleTorch

/// A value given to or produced by a node of an exported graph; names refer to what earlier nodes produced.
package indirect enum ExportedArgument: Sendable, Equatable {
    case none
    case tensor(String)
    case tensors([String])
    /// A list of tensors with gaps.
    case optionalTensors([String?])
    case int(Int)
    case ints([Int])
    case float(Double)
    case floats([Double])
    case bool(Bool)
    case bools([Bool])
    case string(String)
    case strings([String])
    case symbolicInt(ExportedSymbolic<Int>)
    case symbolicInts([ExportedSymbolic<Int>])
    case symbolicFloat(ExportedSymbolic<Double>)
    case symbolicFloats([ExportedSymbolic<Double>])
    case symbolicBool(ExportedSymbolic<Bool>)
    case symbolicBools([ExportedSymbolic<Bool>])
    case intLists([[Int]])
    case floatLists([[Double]])
    case tensorLists([[String]])
    case complex(real: Double, imaginary: Double)
    case scalarType(DType)
    case memoryFormat(ExportedMemoryFormat)
    /// The layout of ordinary tensors; others are ``unsupported(_:)``.
    case stridedLayout
    case device(type: String, index: Int?)
    /// The body of a higher-order operator.
    case graph(name: String, ExportedGraph)
    /// The name of an operator, as a higher-order operator's argument.
    case callable(String)
    /// Something no interpreter here understands, in words; an error only when it is used.
    case unsupported(String)

    /// The names that this argument refers to, those of a subgraph excepted.
    package var names: [String] {
        switch self {
        case .tensor(let name): [name]
        case .tensors(let names): names
        case .optionalTensors(let names): names.compactMap { $0 }
        case .tensorLists(let lists): lists.flatMap { $0 }
        case .symbolicInt(let value): value.name.map { [$0] } ?? []
        case .symbolicInts(let values): values.compactMap(\.name)
        case .symbolicFloat(let value): value.name.map { [$0] } ?? []
        case .symbolicFloats(let values): values.compactMap(\.name)
        case .symbolicBool(let value): value.name.map { [$0] } ?? []
        case .symbolicBools(let values): values.compactMap(\.name)
        default: []
        }
    }
}

/// A number known when the graph was exported, or the name of one computed when it runs.
package enum ExportedSymbolic<Value: Sendable & Equatable>: Sendable, Equatable {
    case name(String)
    case value(Value)

    package var name: String? { if case .name(let name) = self { name } else { nil } }
}

/// How the elements of a result lie in memory; the raw value is LibTorch's own (`c10::MemoryFormat`).
package enum ExportedMemoryFormat: Int, Sendable {
    case contiguous = 0
    case preserve = 1
    case channelsLast = 2
    case channelsLast3D = 3

    /// From the code of an export archive, which counts differently.
    init?(exportCode: Int) {
        switch exportCode {
        case 1: self = .contiguous
        case 2: self = .channelsLast
        case 3: self = .channelsLast3D
        case 4: self = .preserve
        default: return nil
        }
    }
}

extension DType {
    /// From the code of an export archive, which counts differently from LibTorch.
    init?(exportCode: Int) {
        let types: [Int: DType] = [
            1: .uint8, 2: .int8, 3: .int16, 4: .int32, 5: .int64, 6: .float16, 7: .float32, 8: .float64,
            10: .complex64, 11: .complex128, 12: .bool, 13: .bfloat16,
        ]
        guard let type = types[exportCode] else { return nil }
        self = type
    }
}
