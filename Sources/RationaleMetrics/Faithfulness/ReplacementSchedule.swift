/// At which numbers of replaced places the network is asked, and what follows from its answers.
struct ReplacementSchedule {
    /// Rising numbers of places.
    let counts: [Int]
    /// How often each answer is entered into the curve; `nil` where the curve is drawn over ``counts`` itself.
    private let entries: [Int]?

    /// `∫ p(s) ds` over the share s of replaced places from none to all: the network is asked at both ends and at every
    /// step between.
    init(places: Int, step: Int) {
        counts = Array(stride(from: 0, to: places, by: step)) + [places]
        entries = nil
    }

    /// As published: an entry at the end of every step, none at the beginning; a number of entries in a row is computed
    /// at once, and all of them show the last one's state, as the program keeps one tensor for all.
    init(publishedPlaces places: Int, step: Int, sharing: Int) {
        let all = (places + step - 1) / step
        let ends = stride(from: 0, to: all, by: sharing).map { min($0 + sharing, all) }
        counts = ends.map { min($0 * step, places) }
        entries = zip(ends, [0] + ends).map { $0 - $1 }
    }

    /// The area under the curve, by trapezoids.
    ///
    /// - Parameter curve: one value for each of ``counts``.
    /// - Returns: `nil` for a curve without points.
    func area(under curve: [Double]) -> Double? {
        guard let first = curve.first, let last = curve.last else { return nil }
        if let entries {
            // Points that are 1 / number apart.
            let sum = zip(curve, entries).reduce(0) { $0 + $1.0 * Double($1.1) }
            return (sum - (first + last) / 2) / Double(entries.reduce(0, +))
        }
        let twice = zip(counts.indices.dropFirst(), counts).reduce(0.0) { sum, step in
            let (index, before) = step
            return sum + Double(counts[index] - before) * (curve[index] + curve[index - 1])
        }
        return twice / 2 / Double(counts[counts.count - 1])
    }
}
