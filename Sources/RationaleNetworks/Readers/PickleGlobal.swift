package import RationaleTorch

/// The names that a pickle may use: what `torch.save` writes for a state dict, and what NumPy writes for arrays. Which of
/// the two lists holds is up to ``PickleUse``. There is no code behind them here.
package enum PickleGlobal: Sendable, Equatable {
    case orderedDictionary
    case set
    case frozenSet
    case rebuildTensor
    case rebuildTensorV2
    case rebuildTensorV3
    case rebuildParameter
    case rebuildParameterWithState
    case size
    case device
    /// Nil for bytes without a type.
    case storage(DType?)
    case dtype(DType)
    /// NumPy's class of arrays, only named to be made by the next two.
    case array
    /// An empty array, to be filled by its state.
    case emptyArray
    /// An array of a buffer, as protocol 5 writes it.
    case arrayFromBuffer
    case scalar
    /// NumPy's type of elements.
    case elementType
    /// Latin-1 text to bytes: how protocols 0 to 2 write bytes.
    case encode
    /// No bytes, in protocols 0 to 2.
    case bytes

    /// The meaning of a name in a state dict, or nil if it is not on the list.
    init?(ofWeights module: String, _ name: String) {
        switch (module, name) {
        case ("collections", "OrderedDict"): self = .orderedDictionary
        case ("builtins", "set"), ("__builtin__", "set"): self = .set
        case ("builtins", "frozenset"), ("__builtin__", "frozenset"): self = .frozenSet
        case ("torch._utils", "_rebuild_tensor"): self = .rebuildTensor
        case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensorV2
        case ("torch._utils", "_rebuild_tensor_v3"): self = .rebuildTensorV3
        case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
        case ("torch._utils", "_rebuild_parameter_with_state"): self = .rebuildParameterWithState
        case ("torch", "Size"): self = .size
        case ("torch", "device"): self = .device
        case ("torch", "UntypedStorage"), ("torch.storage", "UntypedStorage"): self = .storage(nil)
        case ("torch", _), ("torch.cuda", _):
            if let type = Self.storages[name] {
                self = .storage(type)
            } else if module == "torch", let type = DType.allCases.first(where: { "\($0)" == name }) {
                self = .dtype(type)
            } else {
                return nil
            }
        default: return nil
        }
    }

    /// The meaning of a name among arrays, or nil if it is not on the list.
    init?(ofArrays module: String, _ name: String) {
        switch (module, name) {
        case ("collections", "OrderedDict"): self = .orderedDictionary
        case ("builtins", "set"), ("__builtin__", "set"): self = .set
        case ("builtins", "frozenset"), ("__builtin__", "frozenset"): self = .frozenSet
        case ("builtins", "bytes"), ("__builtin__", "bytes"): self = .bytes
        case ("_codecs", "encode"): self = .encode
        case ("numpy", "ndarray"): self = .array
        case ("numpy", "dtype"): self = .elementType
        // Of NumPy 1 and 2.
        case ("numpy.core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "_reconstruct"): self = .emptyArray
        case ("numpy.core.multiarray", "scalar"), ("numpy._core.multiarray", "scalar"): self = .scalar
        case ("numpy.core.numeric", "_frombuffer"), ("numpy._core.numeric", "_frombuffer"): self = .arrayFromBuffer
        default: return nil
        }
    }

    private static let storages: [String: DType] = [
        "ByteStorage": .uint8, "CharStorage": .int8, "ShortStorage": .int16, "IntStorage": .int32,
        "LongStorage": .int64, "HalfStorage": .float16, "BFloat16Storage": .bfloat16, "FloatStorage": .float32,
        "DoubleStorage": .float64, "BoolStorage": .bool, "ComplexFloatStorage": .complex64,
        "ComplexDoubleStorage": .complex128,
    ]
}
