/// Spearman's rank correlation: Pearson's correlation of the ranks, tied values sharing the mean of theirs.
///
/// - Parameter first: at least two finite values.
/// - Parameter second: as many finite values.
/// - Returns: −1 … 1, or `nil` where either list is constant and the correlation is not defined.
/// - Complexity: O(n log n).
public func rankCorrelation(_ first: [Double], _ second: [Double]) -> Double? {
    precondition(first.count == second.count, "\(first.count) values against \(second.count)")
    return linearCorrelation(ranks(first), ranks(second))
}

/// The rank of each value, 1 for the smallest.
private func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var begin = 0
    while begin < order.count {
        var end = begin + 1
        while end < order.count, values[order[end]] == values[order[begin]] { end += 1 }
        for index in order[begin..<end] { ranks[index] = Double(begin + 1 + end) / 2 }
        begin = end
    }
    return ranks
}
