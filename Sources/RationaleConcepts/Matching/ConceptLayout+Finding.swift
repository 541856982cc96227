extension ConceptLayout {
    /// The pose under which a picture's regions look and lie most like the concepts.
    ///
    /// Two concepts and a region for each determine a pose. Each such pose is judged by all concepts: what the nearest of a few
    /// regions costs in looks and in place.
    ///
    /// - Parameters:
    ///   - looks: how far each region is from each concept in looks, in the concept's spreads: `[concept][region]`.
    ///   - places: the middles of the regions.
    /// - Returns: `nil` where fewer than four concepts have a seat, or there is no region.
    func pose(looks: [[Double]], places: [SIMD2<Double>]) -> Pose? {
        let known = seats.indices.filter { seats[$0] != nil }
        guard known.count >= Self.leastSeats, !places.isEmpty else { return nil }
        // The regions that look most like each concept.
        let nearest = known.map { concept in
            Self.least(3, of: looks[concept]).map { (place: places[$0], cost: looks[concept][$0] * looks[concept][$0]) }
        }
        let own = known.map { seats[$0]! }
        /// `nil` where that is no less than a limit: costs only add up, so that most poses are given up early.
        func cost(_ pose: Pose, below limit: Double) -> Double? {
            var sum = 0.0
            for (seat, candidates) in zip(own, nearest) {
                var least = Double.infinity
                for candidate in candidates {
                    // The others look no better, and their places cost something, too.
                    if min(candidate.cost, Self.farthest) >= least { break }
                    least = min(least, min(candidate.cost, Self.farthest) + pose.cost(of: seat, at: candidate.place))
                }
                sum += least
                guard sum < limit else { return nil }
            }
            return sum
        }
        var best: (pose: Pose, cost: Double)?
        func consider(_ pose: Pose?) {
            guard let pose, let cost = cost(pose, below: best?.cost ?? .infinity) else { return }
            best = (pose, cost)
        }
        for first in own.indices {
            for second in own.indices where second > first {
                for one in nearest[first].prefix(2) {
                    for other in nearest[second].prefix(2) {
                        for isMirrored in [false, true] {
                            consider(
                                Self.pose(
                                    [(own[first], one.place, 1), (own[second], other.place, 1)],
                                    isMirrored: isMirrored))
                        }
                    }
                }
            }
        }
        // All that fits decides together.
        for _ in 0..<2 {
            guard let pose = best?.pose else { break }
            let pairs = zip(own, nearest).compactMap { seat, candidates in
                candidates.map { (place: $0.place, cost: $0.cost + pose.cost(of: seat, at: $0.place)) }
                    .min { $0.cost < $1.cost }.map { found in
                        let off = pose.cost(of: seat, at: found.place)
                        return (
                            seat: seat, place: found.place, weight: 1 / (1 + off) / (seat.deviation * seat.deviation)
                        )
                    }
            }
            consider(Self.pose(pairs, isMirrored: pose.isMirrored))
        }
        return best?.pose
    }

    /// The places of the smallest values, the smallest first.
    private static func least(_ count: Int, of values: [Double]) -> [Int] {
        var found: [Int] = []
        for (place, value) in values.enumerated() {
            if found.count == count, value >= values[found[count - 1]] { continue }
            found.insert(place, at: found.firstIndex { value < values[$0] } ?? found.count)
            if found.count > count { found.removeLast() }
        }
        return found
    }
}
