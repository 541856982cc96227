/// The adjusted Rand index of two clusterings of the same items: how far they agree beyond chance.
///
/// With n_ij items in cluster i of the first and j of the second, a_i and b_j the sums of its rows and columns, and
/// C(n) = n (n − 1) / 2 pairs:
///
///     (Σ C(n_ij) − e) / ((Σ C(a_i) + Σ C(b_j)) / 2 − e),   e = Σ C(a_i) · Σ C(b_j) / C(n)
///
/// Names of clusters do not matter. 1 means equal clusterings, 0 what random ones of the same sizes have on average; it can
/// be negative. Where both put all items together, or both put each apart, it is 1.
///
/// *Source*: L. Hubert and P. Arabie, "Comparing partitions", Journal of Classification 2 (1985),
/// doi:10.1007/BF01908075.
///
/// - Parameter first: the cluster of each item, by any label.
/// - Parameter second: the same of the other clustering, as many.
/// - Returns: at most 1; 1 without items.
/// - Complexity: O(n) for n items.
/// - Precondition: `first.count == second.count`.
public func adjustedRandIndex<First: Hashable, Second: Hashable>(_ first: [First], _ second: [Second]) -> Double {
    precondition(first.count == second.count, "\(first.count) labels against \(second.count)")
    let rows = numbered(first)
    let columns = numbered(second)
    var rowSizes = [Int](repeating: 0, count: rows.count)
    var columnSizes = [Int](repeating: 0, count: columns.count)
    var shared: [Int: Int] = [:]
    for (row, column) in zip(rows.numbers, columns.numbers) {
        rowSizes[row] += 1
        columnSizes[column] += 1
        shared[row * columns.count + column, default: 0] += 1
    }
    let together = pairs(shared.values)
    let (inFirst, inSecond) = (pairs(rowSizes), pairs(columnSizes))
    let all = pairs([first.count])
    // Also the way out of 0 / 0: no pairs at all, or clusterings without a choice.
    if inFirst == together && inSecond == together { return 1 }
    let chance = inFirst * inSecond / all
    return (together - chance) / ((inFirst + inSecond) / 2 - chance)
}

/// Numbers from 0 in place of labels, in the order in which they appear.
private func numbered<Label: Hashable>(_ labels: [Label]) -> (numbers: [Int], count: Int) {
    var known: [Label: Int] = [:]
    let numbers = labels.map { label in
        if let number = known[label] { return number }
        known[label] = known.count
        return known.count - 1
    }
    return (numbers, known.count)
}

/// The number of pairs within groups of these sizes.
private func pairs(_ sizes: some Sequence<Int>) -> Double {
    sizes.reduce(0) { $0 + Double($1) * Double($1 - 1) / 2 }
}
