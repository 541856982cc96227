import Foundation

/// How the concepts of a class usually lie to each other, whatever the place, size and direction of the thing in a picture.
///
/// In a picture in which the thing has the pose (t, s, R), concept i is expected at
///
///     p_i = t + s · R μ_i
///
/// with R the identity or the mirror of left and right. μ_i is the concept's ``Seat``. A picture's pose is found from those concepts
/// that look as they should, and says where to look for the others: what a picture lacks is missing at its own place, not wherever
/// something happens to resemble it.
///
/// *Source:* the constellation model of Fergus, Perona and Zisserman (2003), "Object class recognition by unsupervised scale-invariant
/// learning", CVPR, with medians in place of its likelihood.
public struct ConceptLayout: Sendable, Hashable {
    /// Where a concept usually is, in the layout's own frame: that of the mean pose, with fractions of the picture's sides as unit.
    public struct Seat: Sendable, Hashable, Codable {
        public var x: Double
        public var y: Double
        /// The standard deviation of each coordinate.
        public var deviation: Double
        /// The usual area of its region, in the same unit squared, and the standard deviation of its logarithm.
        public var area: Double
        public var areaDeviation: Double

        public init(x: Double, y: Double, deviation: Double, area: Double, areaDeviation: Double) {
            self.x = x
            self.y = y
            self.deviation = deviation
            self.area = area
            self.areaDeviation = areaDeviation
        }

        /// Without one, a concept that happened to lie still in few pictures would count above all others.
        static let leastDeviation = 0.03
        static let leastAreaDeviation = 0.3

        fileprivate var place: SIMD2<Double> { SIMD2(x, y) }

        /// A file may hold anything.
        var isUsable: Bool {
            [x, y].allSatisfy(\.isFinite) && [deviation, area, areaDeviation].allSatisfy { $0.isFinite && $0 > 0 }
        }
    }

    /// Where a region is in a picture: its middle, and its area, in fractions of the picture.
    public struct Sighting: Sendable, Hashable {
        public var place: SIMD2<Double>
        public var area: Double

        public init(place: SIMD2<Double>, area: Double) {
            self.place = place
            self.area = area
        }
    }

    /// Of each concept; `nil` where too few pictures tell.
    public var seats: [Seat?]

    public init(seats: [Seat?]) { self.seats = seats }

    /// Place, size and direction of a thing in a picture.
    public struct Pose: Sendable, Hashable {
        public var shift: SIMD2<Double>
        public var scale: Double
        public var isMirrored: Bool

        /// Where a seat is in the picture.
        func place(of seat: Seat) -> SIMD2<Double> { shift + scale * turned(seat.place) }

        /// A place of the picture in the layout's frame.
        fileprivate func canonical(_ place: SIMD2<Double>) -> SIMD2<Double> { turned((place - shift) / scale) }

        private func turned(_ place: SIMD2<Double>) -> SIMD2<Double> {
            isMirrored ? SIMD2(-place.x, place.y) : place
        }

        /// How far off a place is: u / (1 + u / 9) for an offset of √u deviations, which never gets above ``ConceptLayout/farthest``.
        func cost(of seat: Seat, at place: SIMD2<Double>) -> Double {
            let offset = (place - self.place(of: seat)) / (scale * seat.deviation)
            let square = (offset * offset).sum()
            return square / (1 + square / ConceptLayout.farthest)
        }

        /// How far off a region is, by its place and its size; the latter costs at most ``ConceptLayout/oddest``.
        func cost(of seat: Seat, at sighting: Sighting) -> Double {
            let size = log(sighting.area / (scale * scale * seat.area)) / seat.areaDeviation
            return cost(of: seat, at: sighting.place) + min(size * size, ConceptLayout.oddest)
        }

        /// How a region lies to a seat, in deviations between −5 and 5: to the front or back, up or down, larger or smaller.
        func offset(of sighting: Sighting, from seat: Seat) -> [Float] {
            let place = (canonical(sighting.place) - seat.place) / seat.deviation
            let size = log(sighting.area / (scale * scale * seat.area)) / seat.areaDeviation
            return [place.x, place.y, size].map { Float(min(max($0, -5), 5)) }
        }
    }

    /// Three deviations, squared: what lies much further away is somewhere else, however far.
    static let farthest = 9.0
    /// The most that looks count, in spreads, squared: little more than ``farthest``.
    static let unlike = 11.0
    /// Two deviations, squared.
    static let oddest = 4.0
    /// A concept that is found no nearer to its place than this, in fractions of the picture, may as well be anywhere.
    private static let widest = 0.12
    /// Two concepts fit every pose, and a third is little evidence.
    private static let leastSeats = 4
    /// √(2 ln 2): the median length of a normal vector in the plane, in its deviations.
    private static let medianLength = 1.1774100225154747
    /// Things are at most so many times as large, or as small, as usual.
    private static let scales = 0.5...2.0

    /// The pose that brings seats nearest to places, by weighted least squares; `nil` where all lie on one point.
    static func pose(
        _ pairs: [(seat: Seat, place: SIMD2<Double>, weight: Double)], isMirrored: Bool
    ) -> Pose? {
        let turn = SIMD2<Double>(isMirrored ? -1 : 1, 1)
        var (total, seatMean, placeMean) = (0.0, SIMD2<Double>.zero, SIMD2<Double>.zero)
        for (seat, place, weight) in pairs {
            total += weight
            seatMean += weight * turn * seat.place
            placeMean += weight * place
        }
        guard total > 0 else { return nil }
        seatMean /= total
        placeMean /= total
        var (products, squares) = (0.0, 0.0)
        for (seat, place, weight) in pairs {
            let offset = turn * seat.place - seatMean
            products += weight * (offset * (place - placeMean)).sum()
            squares += weight * (offset * offset).sum()
        }
        guard squares > 1e-12 else { return nil }
        let scale = min(max(products / squares, scales.lowerBound), scales.upperBound)
        return Pose(shift: placeMean - scale * seatMean, scale: scale, isMirrored: isMirrored)
    }

    /// The better of both directions, with places that do not fit counting less.
    private static func robustPose(_ pairs: [(seat: Seat, place: SIMD2<Double>, weight: Double)]) -> Pose? {
        var best: (pose: Pose, cost: Double)?
        for isMirrored in [false, true] {
            var weighted = pairs
            for _ in 0..<4 {
                guard let pose = pose(weighted, isMirrored: isMirrored) else { break }
                var cost = 0.0
                for (index, pair) in pairs.enumerated() {
                    let own = pose.cost(of: pair.seat, at: pair.place)
                    cost += pair.weight * own
                    weighted[index].weight = pair.weight / (1 + own) / (pair.seat.deviation * pair.seat.deviation)
                }
                if cost < best?.cost ?? .infinity { best = (pose, cost) }
            }
        }
        return best?.pose
    }
}

extension ConceptLayout {
    /// The layout of the concepts of a class, learned from where they are in its pictures.
    ///
    /// It begins with one picture's places and goes on with the medians over all pictures, each brought into the frame of the layout by
    /// its own pose.
    ///
    /// - Parameter pictures: of each picture each concept's region; `nil` where it has none.
    public init(learning pictures: [[Sighting?]]) {
        let count = pictures.first?.count ?? 0
        self.init(seats: Array(repeating: nil, count: count))
        func present(_ picture: [Sighting?]) -> Int { picture.count { $0 != nil } }
        // Rich pictures first; any of them may be an odd one.
        let candidates = pictures.indices.sorted { (present(pictures[$1]), $0) < (present(pictures[$0]), $1) }.prefix(
            10)
        var best: (layout: ConceptLayout, cost: Double)?
        for candidate in candidates {
            var layout = ConceptLayout(
                seats: pictures[candidate].map { sighting in
                    sighting.map {
                        Seat(x: $0.place.x, y: $0.place.y, deviation: 0.1, area: $0.area, areaDeviation: 1)
                    }
                })
            for _ in 0..<2 { layout = layout.refined(by: pictures) }
            let cost = layout.cost(of: pictures)
            if cost < best?.cost ?? .infinity { best = (layout, cost) }
        }
        guard var layout = best?.layout else { return }
        for _ in 0..<10 { layout = layout.refined(by: pictures) }
        seats = layout.judged(by: pictures).seats
    }

    /// Every concept's deviation as the others predict it, since a pose that has seen it may follow it; without those that they cannot
    /// predict. Where fewer than ``leastSeats`` remain the class has no layout.
    private func judged(by pictures: [[Sighting?]]) -> ConceptLayout {
        var layout = self
        for (concept, seat) in seats.enumerated() {
            guard let seat else { continue }
            var others = self
            others.seats[concept] = nil
            let distances = pictures.compactMap { picture -> Double? in
                guard let sighting = picture[concept] else { return nil }
                let pairs = others.pairs(picture)
                guard pairs.count >= Self.leastSeats - 1, let pose = Self.robustPose(pairs) else { return nil }
                let offset = pose.canonical(sighting.place) - seat.place
                return (offset * offset).sum().squareRoot()
            }
            let deviation = distances.count < 3 ? .infinity : Self.median(distances) / Self.medianLength
            layout.seats[concept]?.deviation = max(deviation, Seat.leastDeviation)
            if deviation > Self.widest { layout.seats[concept] = nil }
        }
        if layout.seats.count(where: { $0 != nil }) < Self.leastSeats { layout.seats = seats.map { _ in nil } }
        return layout
    }

    private func pairs(
        _ picture: [Sighting?]
    ) -> [(seat: Seat, place: SIMD2<Double>, weight: Double)] {
        zip(seats, picture).compactMap { seat, sighting in
            guard let seat, let sighting else { return nil }
            return (seat, sighting.place, 1)
        }
    }

    /// What lies off, in all pictures; a place that no seat predicts costs as much as one that is far away.
    private func cost(of pictures: [[Sighting?]]) -> Double {
        pictures.reduce(0) { sum, picture in
            let pairs = pairs(picture)
            let missing = Double(picture.count { $0 != nil } - pairs.count) * Self.farthest
            guard let pose = Self.robustPose(pairs) else {
                return sum + missing + Double(pairs.count) * Self.farthest
            }
            return sum + missing + pairs.reduce(0) { $0 + pose.cost(of: $1.seat, at: $1.place) }
        }
    }

    /// The medians over pictures, in a frame whose mean pose changes nothing.
    private func refined(by pictures: [[Sighting?]]) -> ConceptLayout {
        var places = [[SIMD2<Double>]](repeating: [], count: seats.count)
        var areas = [[Double]](repeating: [], count: seats.count)
        var scales: [Double] = []
        for picture in pictures {
            let pairs = pairs(picture)
            guard pairs.count >= 2, let pose = Self.robustPose(pairs) else { continue }
            scales.append(pose.scale)
            for (concept, sighting) in picture.enumerated() {
                guard let sighting else { continue }
                places[concept].append(pose.canonical(sighting.place))
                areas[concept].append(log(max(sighting.area, 1e-9) / (pose.scale * pose.scale)))
            }
        }
        let unit = scales.isEmpty ? 1 : Self.median(scales)
        var middles = places.map { own -> SIMD2<Double>? in
            own.count < 3 ? nil : unit * SIMD2(Self.median(own.map(\.x)), Self.median(own.map(\.y)))
        }
        let known = middles.compactMap(\.self)
        let mean = known.reduce(.zero, +) / Double(max(1, known.count))
        for index in middles.indices { middles[index] = middles[index].map { $0 - mean } }
        return ConceptLayout(
            seats: middles.enumerated().map { concept, middle in
                guard let middle else { return nil }
                let distances = places[concept].map { place -> Double in
                    let offset = unit * place - mean - middle
                    return (offset * offset).sum().squareRoot()
                }
                let deviation = Self.median(distances) / Self.medianLength
                let area = Self.median(areas[concept])
                // And that of a normal number's distance from its mean is Φ⁻¹(3/4).
                let areaDeviation = Self.median(areas[concept].map { abs($0 - area) }) / 0.6744897501960817
                return Seat(
                    x: middle.x, y: middle.y, deviation: max(deviation, Seat.leastDeviation),
                    area: exp(area) * unit * unit, areaDeviation: max(areaDeviation, Seat.leastAreaDeviation))
            })
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}

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
        func cost(_ pose: Pose) -> Double {
            var sum = 0.0
            for (seat, candidates) in zip(own, nearest) {
                var least = Double.infinity
                for candidate in candidates {
                    least = min(least, min(candidate.cost, Self.farthest) + pose.cost(of: seat, at: candidate.place))
                }
                sum += least
            }
            return sum
        }
        var best: (pose: Pose, cost: Double)?
        func consider(_ pose: Pose?) {
            guard let pose else { return }
            let cost = cost(pose)
            if cost < best?.cost ?? .infinity { best = (pose, cost) }
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
