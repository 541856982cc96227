import RationaleCore

/// The places of a map, from the highest value to the lowest.
///
/// Places of equal value come in an order that a seed decides, the same for every map: row by row, as sorting alone
/// would leave them, the top of a picture would count as more important than its bottom. Published: row by row.
struct PlaceOrder {
    /// For each place, how many come before it.
    let ranks: [Int]

    init(ranks: [Int]) { self.ranks = ranks }

    init(_ values: [Double], seed: UInt64, _ form: MetricForm) {
        var places = Array(values.indices)
        if form == .mended {
            var random = SplitMix64(seed: seed, for: "ties between places")
            places = random.shuffled(places)
        }
        // Sorting is stable, so what is equal stays in the order drawn.
        places.sort { values[$0] > values[$1] }
        var ranks = Array(repeating: 0, count: values.count)
        for (rank, place) in places.enumerated() { ranks[place] = rank }
        self.ranks = ranks
    }
}
