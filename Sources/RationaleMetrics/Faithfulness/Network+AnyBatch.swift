import RationaleCore
import RationaleNetworks
import RationaleTorch

extension Network {
    /// The scores of any number of inputs, also where the network takes one size of batch only.
    ///
    /// - Parameter inputs: `[count, …]`; no more than that size, where there is one.
    /// - Returns: `[count, class]`.
    func logits(ofAny inputs: Tensor) throws(RationaleError) -> Tensor {
        let count = inputs.shape[0]
        guard let size = input.fixedBatch, count < size else { return try logits(inputs) }
        let filling = inputs.slice(0, 0..<1).repeatedEach(size - count)
        return try logits(.concatenated([inputs, filling])).slice(0, 0..<count)
    }
}
