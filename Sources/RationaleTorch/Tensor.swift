internal import CTorch
import RationaleCore

/// A value: an array of numbers of one type and shape, on one device, with the graph that computed it.
///
/// Nothing public changes a tensor in place, so tensors may be shared between threads. Copying one copies a
/// reference. Operations are operators of LibTorch, called by name; see ``Operator``.
public struct Tensor: Sendable {
    let handle: TensorHandle

    init(owning reference: CTorchTensor) { handle = TensorHandle(reference) }

    var reference: CTorchTensor { handle.reference }
}

/// Frees the C handle with the last reference to it.
final class TensorHandle: Sendable {
    // Sendable: the handle is never written after it was made, and ATen counts references atomically.
    nonisolated(unsafe) let reference: CTorchTensor

    init(_ reference: CTorchTensor) { self.reference = reference }

    deinit { ctorch_tensor_free(reference) }
}

extension Tensor {
    /// The length of each dimension; empty for a single number.
    public var shape: [Int] {
        [Int](unsafeUninitializedCapacity: rank) { buffer, count in
            count = rank
            buffer.withMemoryRebound(to: Int64.self) { ctorch_tensor_sizes(reference, $0.baseAddress) }
        }
    }

    /// How many elements to step for the next one in each dimension.
    public var strides: [Int] {
        [Int](unsafeUninitializedCapacity: rank) { buffer, count in
            count = rank
            buffer.withMemoryRebound(to: Int64.self) { ctorch_tensor_strides(reference, $0.baseAddress) }
        }
    }

    /// The number of dimensions.
    public var rank: Int { ctorch_tensor_rank(reference) }

    /// The number of elements.
    public var count: Int { shape.reduce(1, *) }

    /// The type of the elements.
    ///
    /// - Precondition: the type is one of ``DType``'s: quantised and 8-bit float tensors have no Swift name.
    public var dtype: DType {
        let code = ctorch_tensor_dtype(reference)
        guard let dtype = DType(rawValue: code) else { preconditionFailure("unsupported element type \(code)") }
        return dtype
    }

    /// Where the elements are.
    public var device: Device { Device(ctorch_tensor_device(reference)) }

    /// Whether gradients are recorded through this tensor.
    public var requiresGradient: Bool { ctorch_tensor_requires_gradient(reference) }

    /// The same elements outside any gradient graph.
    public var detached: Tensor { detached(requiringGradient: false) }

    /// The same elements as a new leaf, at which ``gradient(of:with:seeds:retainingGraph:creatingGraph:)`` may be asked.
    public var requiringGradient: Tensor { detached(requiringGradient: true) }

    private func detached(requiringGradient: Bool) -> Tensor {
        trapping { () throws(RationaleError) in
            var result = CTorchTensor()
            try check { ctorch_tensor_detached(reference, requiringGradient, &result, &$0) }
            return Tensor(owning: result)
        }
    }
}
