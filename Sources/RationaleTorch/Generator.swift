internal import CTorch
public import RationaleCore

/// A source of random numbers with its own seed; the only source that this package uses.
///
/// The same seed on the same kind of device gives the same numbers as `torch.Generator` in Python. A generator has
/// state: draws from one that is shared between threads are safe, but their order is not repeatable.
public final class Generator: Sendable {
    // Sendable: ATen's generators carry their own lock.
    nonisolated(unsafe) let reference: CTorchGenerator
    public let seed: UInt64
    public let device: Device

    /// - Parameter device: where the draws are made.
    /// - Parameter seed: any number; equal seeds give equal draws.
    /// - Precondition: the device is available.
    public init(seed: UInt64, device: Device = .cpu) {
        self.seed = seed
        self.device = device
        var result = CTorchGenerator()
        trapping { () throws(RationaleError) in
            try check { ctorch_generator_create(device.reference, seed, &result, &$0) }
        }
        reference = result
    }

    deinit { ctorch_generator_free(reference) }

    /// Everything that decides the next draws, as a tensor of bytes for a checkpoint.
    public var state: Tensor {
        trapping { () throws(RationaleError) in
            var result = CTorchTensor()
            try check { ctorch_generator_state(reference, &result, &$0) }
            return Tensor(owning: result)
        }
    }

    /// Continues where ``state`` was taken.
    ///
    /// - Throws: `RationaleError` where the tensor is not such a state.
    public func restore(_ state: Tensor) throws(RationaleError) {
        try check { ctorch_generator_set_state(reference, state.reference, &$0) }
    }
}
