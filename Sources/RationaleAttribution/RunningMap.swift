import RationaleStatistics
import RationaleTorch

/// The mean of masks weighted by scores, for the masks of even and of odd number.
struct RunningMap {
    private let shape: [Int]
    private let visible: Double
    private let isCentred: Bool
    /// `[4, places]`: the even and the odd masks times their scores, and both alone.
    private var sums: Tensor
    /// `[4]`: the sums of even and odd scores, and the numbers of even and odd masks.
    private var totals: Tensor
    private var count = 0

    init(height: Int, width: Int, visible: Double, isCentred: Bool, device: Device) {
        shape = [height, width]
        self.visible = visible
        self.isCentred = isCentred
        sums = .zeros([4, height * width], device: device)
        totals = .zeros([4], device: device)
    }

    /// - Parameters:
    ///   - masks: `[mask, 1, height, width]`.
    ///   - scores: `[mask]`, float32.
    ///   - first: the number of the first of them.
    mutating func add(_ masks: Tensor, _ scores: Tensor, from first: Int) {
        let size = masks.shape[0]
        let isOdd = Tensor((0..<size).map { Float((first + $0) % 2) }, shape: [size]).moved(to: scores.device)
        let isEven = isOdd.onesLike - isOdd
        let weights = Tensor.stacked([scores * isEven, scores * isOdd, isEven, isOdd])  // [4, mask]
        sums = sums + weights.matmul(masks.reshaped([size, -1]))
        totals = totals + weights.sum([1])
        count += size
    }

    /// The map of all masks, `[height, width]`.
    var map: Tensor { map(of: [0, 1]).reshaped(shape) }

    /// The share of the map's variance that as many other masks would reproduce; 0 to 1.
    var reliability: Double {
        if count < 2 { return 0 }
        return Reliability.spearmanBrown(
            of: 2, correlation: map(of: [0]).correlation(with: map(of: [1])) ?? 0)
    }

    /// `Σ s m / (n p)`, less `(m̄ / p − 1) s̄` where centred.
    private func map(of halves: [Int]) -> Tensor {
        let number = totals.indices(0, halves.map { $0 + 2 }).sum() * visible
        let mean = sums.indices(0, halves).sum([0]) / number
        if !isCentred { return mean }
        let shown = sums.indices(0, halves.map { $0 + 2 }).sum([0]) / number
        let score = totals.indices(0, halves).sum() / number * visible
        return mean - (shown - shown.onesLike) * score
    }

    /// What a reader of the map should know.
    ///
    /// - Parameters:
    ///   - aim: the reliability at which sampling was to stop.
    ///   - limit: the most masks that it could have used.
    func remarks(aim: Double?, of limit: Int) -> [String] {
        let reliability = reliability
        let percent = "\(Int((100 * reliability).rounded(.down))) %"
        if let aim {
            return reliability >= aim
                ? ["\(count) of at most \(limit) masks: \(percent) of the map's variance is reproducible"]
                : ["not converged: after all \(count) masks, \(percent) of the map's variance is reproducible"]
        }
        return reliability < 0.5
            ? ["noisy: only \(percent) of the map's variance would appear again with other masks"] : []
    }
}
