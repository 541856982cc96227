/// SSIM: how alike two pictures are in brightness, contrast and structure, window by window.
///
/// `SSIM = mean over windows of (2 μₓμᵧ + C₁)(2 σₓᵧ + C₂) / ((μₓ² + μᵧ² + C₁)(σₓ² + σᵧ² + C₂))` with `C₁ = (0.01 R)²` and
/// `C₂ = (0.03 R)²` for values of range R; variances are those of samples, with n² − 1. Windows are square and even, and
/// lie wholly inside. 1 for equal pictures, about 0 for unrelated ones, negative for opposite ones.
///
/// *Source:* Wang, Bovik, Sheikh and Simoncelli (2004), "Image quality assessment: from error visibility to structural
/// similarity", IEEE TIP 13; with scikit-image's defaults (`structural_similarity`).
public struct StructuralSimilarity: Sendable, Hashable {
    /// The side of a window, odd. Default: 5, as the published sanity check.
    public var window: Int
    /// From the smallest to the largest value that there can be.
    public var dataRange: Double

    /// - Precondition: an odd window of at least 3, and a positive range.
    public init(window: Int = 5, dataRange: Double = 1) {
        precondition(window >= 3 && window % 2 == 1 && dataRange > 0)
        self.window = window
        self.dataRange = dataRange
    }

    /// The similarity of two pictures of one channel.
    ///
    /// - Parameters:
    ///   - first: `height × width` finite values, row by row.
    ///   - second: as many.
    ///   - height: rows.
    ///   - width: columns.
    /// - Precondition: both sides are at least ``window`` long.
    /// - Complexity: O(height · width · window).
    public func callAsFunction(_ first: [Double], _ second: [Double], height: Int, width: Int) -> Double {
        precondition(first.count == height * width && second.count == height * width)
        precondition(height >= window && width >= window, "\(height)×\(width) is smaller than the window")
        let (x, y) = (first, second)
        func means(_ values: [Double]) -> [Double] { windowMeans(values, height, width) }
        let (meanX, meanY) = (means(x), means(y))
        let (meanXX, meanYY) = (means(zip(x, x).map(*)), means(zip(y, y).map(*)))
        let meanXY = means(zip(x, y).map(*))
        let (c1, c2) = (0.01 * dataRange * 0.01 * dataRange, 0.03 * dataRange * 0.03 * dataRange)
        let count = Double(window * window)
        let unbiased = count / (count - 1)
        var sum = 0.0
        for index in meanX.indices {
            let (mx, my) = (meanX[index], meanY[index])
            let varianceX = unbiased * (meanXX[index] - mx * mx)
            let varianceY = unbiased * (meanYY[index] - my * my)
            let covariance = unbiased * (meanXY[index] - mx * my)
            sum +=
                (2 * mx * my + c1) * (2 * covariance + c2) / ((mx * mx + my * my + c1) * (varianceX + varianceY + c2))
        }
        return sum / Double(meanX.count)
    }

    /// The mean of every window: `(height − window + 1) × (width − window + 1)` values.
    private func windowMeans(_ values: [Double], _ height: Int, _ width: Int) -> [Double] {
        let across = width - window + 1
        let down = height - window + 1
        var rows = [Double](repeating: 0, count: height * across)
        for row in 0..<height {
            for column in 0..<across {
                var sum = 0.0
                for offset in 0..<window { sum += values[row * width + column + offset] }
                rows[row * across + column] = sum
            }
        }
        var means = [Double](repeating: 0, count: down * across)
        for row in 0..<down {
            for column in 0..<across {
                var sum = 0.0
                for offset in 0..<window { sum += rows[(row + offset) * across + column] }
                means[row * across + column] = sum / Double(window * window)
            }
        }
        return means
    }
}
