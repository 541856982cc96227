public import RationaleTorch

/// The processes that learn one task together, each on its own samples of every step.
///
/// All begin with the same weights and change them by the same gradients, so they stay equal without being compared.
public protocol Workers: Sendable {
    /// Which one this is, from 0. The first one writes the files.
    var rank: Int { get }
    /// How many there are.
    var count: Int { get }
    /// Which one of those on its machine this is, from 0: the GPU that is its own.
    var localRank: Int { get }

    /// The mean of each tensor over the workers: the same bytes on every one.
    ///
    /// All call it with as many tensors of the same shapes and types, in the same order.
    /// - Throws: `RationaleError.Code.unavailable` where another worker is gone.
    func mean(of tensors: [Tensor]) throws -> [Tensor]

    /// The first worker's tensors, on every one.
    ///
    /// All call it with as many tensors of the same shapes and types, in the same order.
    /// - Throws: `RationaleError.Code.unavailable` where another worker is gone.
    func broadcast(_ tensors: [Tensor]) throws -> [Tensor]
}

/// One process by itself.
public struct LoneWorker: Workers {
    public let rank = 0
    public let count = 1
    public let localRank = 0

    public init() {}

    public func mean(of tensors: [Tensor]) -> [Tensor] { tensors }
    public func broadcast(_ tensors: [Tensor]) -> [Tensor] { tensors }
}
