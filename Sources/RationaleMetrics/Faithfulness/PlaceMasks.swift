import RationaleCore
import RationaleTorch

/// Random masks of a fixed number of places, each set of places as likely as any other.
struct PlaceMasks {
    /// `[mask, places]`: true for a place of the mask.
    let bits: Tensor

    /// - Parameters:
    ///   - count: how many masks.
    ///   - size: how many places each has.
    ///   - places: among how many.
    ///   - seed: equal ones give equal masks.
    init(count: Int, size: Int, places: Int, seed: UInt64) {
        var random = SplitMix64(seed: seed, for: "masks of \(size)")
        var order = (0..<places).map(Int32.init)
        var bits = [Bool](repeating: false, count: count * places)
        for mask in 0..<count {
            // The beginning of a shuffle; from whatever order it starts, the first places are a fair draw.
            for index in 0..<size {
                order.swapAt(index, index + random.index(below: places - index))
                bits[mask * places + Int(order[index])] = true
            }
        }
        self.bits = Tensor(bits, shape: [count, places])
    }
}
