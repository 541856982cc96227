internal import CTorch

/// What operators take and return.
public enum Value: Sendable {
    /// In a call: the schema's default.
    case `default`
    case none
    case tensor(Tensor)
    /// A list of tensors; `nil` stands for None.
    case tensors([Tensor?])
    case int(Int)
    case ints([Int])
    case double(Double)
    case doubles([Double])
    case bool(Bool)
    case bools([Bool])
    case string(String)
    case device(Device)
    case generator(Generator)

    /// An element type, as operators take it.
    public static func dtype(_ dtype: DType) -> Value { .int(Int(dtype.rawValue)) }

    public static func memoryFormat(_ format: MemoryFormat) -> Value { .int(format.rawValue) }

    public var tensor: Tensor? {
        if case .tensor(let tensor) = self { tensor } else { nil }
    }

    public var int: Int? {
        switch self {
        case .int(let value): value
        case .bool(let value): value ? 1 : 0
        default: nil
        }
    }

    public var double: Double? {
        if case .double(let value) = self { value } else { int.map(Double.init) }
    }

    /// Takes over the handles in a result of a call.
    init(owning result: CTorchValue) {
        func list<Element>(of type: Element.Type) -> [Element] {
            let start = result.content?.assumingMemoryBound(to: type)
            return Array(UnsafeBufferPointer(start: start, count: Int(result.count)))
        }
        switch result.kind {
        case CTorchKindTensor:
            self = .tensor(Tensor(owning: CTorchTensor(ref: UnsafeMutableRawPointer(mutating: result.content))))
        case CTorchKindTensors:
            self = .tensors(list(of: CTorchTensor.self).map { $0.ref == nil ? nil : Tensor(owning: $0) })
        case CTorchKindInt: self = .int(Int(result.integer))
        case CTorchKindInts: self = .ints(list(of: Int64.self).map(Int.init))
        case CTorchKindDouble: self = .double(result.number)
        case CTorchKindDoubles: self = .doubles(list(of: Double.self))
        case CTorchKindBool: self = .bool(result.integer != 0)
        default: self = .none
        }
    }
}

/// In which order a four-dimensional tensor's elements lie. The raw value is LibTorch's own.
public enum MemoryFormat: Int, Sendable, Hashable, CaseIterable {
    /// Row by row: batch, channel, height, width.
    case contiguous = 0
    /// As the source of the operation has it.
    case preserve = 1
    /// Channels innermost: what convolutions on a CPU are fastest with.
    case channelsLast = 2
}

/// The C form of a call's arguments: lists are copied, tensors and generators borrowed.
struct MarshalledArguments {
    let values: UnsafeMutablePointer<CTorchValue>
    private var lists: [UnsafeMutableRawPointer] = []

    init(_ arguments: [Value]) {
        values = .allocate(capacity: max(1, arguments.count))
        for (index, argument) in arguments.enumerated() { values[index] = marshal(argument) }
    }

    func free() {
        for list in lists { list.deallocate() }
        values.deallocate()
    }

    private mutating func marshal(_ argument: Value) -> CTorchValue {
        var value = CTorchValue()
        switch argument {
        case .default: value.kind = CTorchKindDefault
        case .none: value.kind = CTorchKindNone
        case .tensor(let tensor):
            value.kind = CTorchKindTensor
            value.content = UnsafeRawPointer(tensor.reference.ref)
        case .tensors(let tensors):
            store(tensors.map { $0?.reference ?? CTorchTensor() }, CTorchKindTensors, in: &value)
        case .int(let int):
            value.kind = CTorchKindInt
            value.integer = Int64(int)
        case .ints(let ints): store(ints.map(Int64.init), CTorchKindInts, in: &value)
        case .double(let double):
            value.kind = CTorchKindDouble
            value.number = double
        case .doubles(let doubles): store(doubles, CTorchKindDoubles, in: &value)
        case .bool(let bool):
            value.kind = CTorchKindBool
            value.integer = bool ? 1 : 0
        case .bools(let bools): store(bools, CTorchKindBools, in: &value)
        case .string(let string): store(Array(string.utf8), CTorchKindString, in: &value)
        case .device(let device):
            value.kind = CTorchKindDevice
            value.integer = Int64(device.kind.rawValue)
            value.count = Int64(device.index)
        case .generator(let generator):
            value.kind = CTorchKindGenerator
            value.content = UnsafeRawPointer(generator.reference.ref)
        }
        return value
    }

    private mutating func store<Element: BitwiseCopyable>(
        _ elements: [Element], _ kind: CTorchKind, in value: inout CTorchValue
    ) {
        let size = elements.count * MemoryLayout<Element>.stride
        let list = UnsafeMutableRawPointer.allocate(byteCount: max(1, size), alignment: 16)
        elements.withUnsafeBytes { if let source = $0.baseAddress { list.copyMemory(from: source, byteCount: size) } }
        lists.append(list)
        value.kind = kind
        value.content = UnsafeRawPointer(list)
        value.count = Int64(elements.count)
    }
}
