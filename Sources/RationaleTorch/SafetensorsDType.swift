extension DType {
    /// The type of a name used in safetensors files, or nil if tensors of it cannot be held here.
    init?(safetensorsName name: String) {
        guard let type = Self.allCases.first(where: { $0.safetensorsName == name }) else { return nil }
        self = type
    }

    /// The name in safetensors files, or nil if the format has none.
    var safetensorsName: String? {
        switch self {
        case .uint8: "U8"
        case .int8: "I8"
        case .int16: "I16"
        case .int32: "I32"
        case .int64: "I64"
        case .float16: "F16"
        case .float32: "F32"
        case .float64: "F64"
        case .complex64: "C64"
        case .complex128: nil
        case .bool: "BOOL"
        case .bfloat16: "BF16"
        }
    }

    /// The official library's order, in which it lays tensors into a file, the last first.
    var safetensorsRank: Int {
        let order: [DType] = [
            .bool, .uint8, .int8, .int16, .float16, .bfloat16, .int32, .float32, .complex64, .float64, .int64,
        ]
        return order.firstIndex(of: self) ?? order.count
    }
}
