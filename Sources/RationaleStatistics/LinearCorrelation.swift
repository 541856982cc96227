/// Pearson's correlation: how nearly one list is a straight line of the other.
///
/// - Parameter first: finite values.
/// - Parameter second: as many finite values.
/// - Returns: −1 … 1, or `nil` where either list is constant and the correlation is not defined.
/// - Complexity: O(n).
public func linearCorrelation(_ first: [Double], _ second: [Double]) -> Double? {
    precondition(first.count == second.count, "\(first.count) values against \(second.count)")
    // Rounding makes the mean of equal values another number than they are.
    guard first.contains(where: { $0 != first[0] }), second.contains(where: { $0 != second[0] }) else { return nil }
    let count = Double(first.count)
    let (meanA, meanB) = (first.reduce(0, +) / count, second.reduce(0, +) / count)
    var (covariance, varianceA, varianceB) = (0.0, 0.0, 0.0)
    for (a, b) in zip(first, second) {
        covariance += (a - meanA) * (b - meanB)
        varianceA += (a - meanA) * (a - meanA)
        varianceB += (b - meanB) * (b - meanB)
    }
    let size = (varianceA * varianceB).squareRoot()
    guard size > 0, size.isFinite else { return nil }
    return max(-1, min(1, covariance / size))
}
