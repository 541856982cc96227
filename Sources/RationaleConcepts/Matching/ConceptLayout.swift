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

        var place: SIMD2<Double> { SIMD2(x, y) }

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
        func canonical(_ place: SIMD2<Double>) -> SIMD2<Double> { turned((place - shift) / scale) }

        private func turned(_ place: SIMD2<Double>) -> SIMD2<Double> {
            isMirrored ? SIMD2(-place.x, place.y) : place
        }

        /// How far a place is from where a seat should be, in the layout's frame: to the front or back, up or down.
        func displacement(of place: SIMD2<Double>, from seat: Seat) -> SIMD2<Double> { canonical(place) - seat.place }

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
            let place = displacement(of: sighting.place, from: seat) / seat.deviation
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
    static let widest = 0.12
    /// Two concepts fit every pose, and a third is little evidence.
    static let leastSeats = 4
    /// √(2 ln 2): the median length of a normal vector in the plane, in its deviations.
    static let medianLength = 1.1774100225154747
    /// Things are at most so many times as large, or as small, as usual.
    static let scales = 0.5...2.0

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
    static func robustPose(_ pairs: [(seat: Seat, place: SIMD2<Double>, weight: Double)]) -> Pose? {
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
