/// The type of a tensor's elements. The raw value is LibTorch's own (`c10::ScalarType`).
public enum DType: Int32, Sendable, Hashable, CaseIterable {
    case uint8 = 0
    case int8 = 1
    case int16 = 2
    case int32 = 3
    case int64 = 4
    case float16 = 5
    case float32 = 6
    case float64 = 7
    case complex64 = 9
    case complex128 = 10
    case bool = 11
    case bfloat16 = 15

    /// Bytes of one element.
    public var size: Int {
        switch self {
        case .uint8, .int8, .bool: 1
        case .int16, .float16, .bfloat16: 2
        case .int32, .float32: 4
        case .int64, .float64, .complex64: 8
        case .complex128: 16
        }
    }

    /// Whether gradients can flow through elements of this type.
    public var isFloatingPoint: Bool {
        switch self {
        case .float16, .bfloat16, .float32, .float64: true
        default: false
        }
    }
}
