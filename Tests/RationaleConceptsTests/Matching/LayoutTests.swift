import Foundation
import RationaleConcepts
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import Testing

struct LayoutTests {
    /// Five concepts of a thing.
    private let truth = [
        SIMD2(-0.2, 0.1), SIMD2(0.25, -0.15), SIMD2(0.1, 0.2), SIMD2(-0.05, -0.1), SIMD2(-0.1, -0.05),
    ]

    /// The thing in a picture, somewhere, of any size, looking to either side.
    private func places(_ number: Int, noise: Double = 0.005) -> [ConceptLayout.Sighting?] {
        var random = SplitMix64(seed: UInt64(number), for: "layout")
        let shift = SIMD2(random.uniform(0.35...0.65), random.uniform(0.35...0.65))
        let scale = exp(random.uniform(-0.3...0.3))
        let mirror: Double = random.chance(0.5) ? -1 : 1
        return truth.map { place in
            // Some are not there, and some were found elsewhere.
            if random.chance(0.15) { return nil }
            let area = 0.01 * scale * scale * exp(random.uniform(-0.1...0.1))
            if random.chance(0.15) {
                return .init(place: SIMD2(random.uniform(0...1), random.uniform(0...1)), area: area)
            }
            let offset = SIMD2(random.uniform(-noise...noise), random.uniform(-noise...noise))
            return .init(place: shift + scale * (SIMD2(mirror * place.x, place.y) + offset), area: area)
        }
    }

    /// Distances between all concepts, which no pose changes but by one factor.
    private func shape(_ places: [SIMD2<Double>]) -> [Double] {
        let distances = places.indices.flatMap { first in
            places.indices.filter { $0 > first }.map { second -> Double in
                let offset = places[first] - places[second]
                return (offset * offset).sum().squareRoot()
            }
        }
        let mean = distances.reduce(0, +) / Double(distances.count)
        return distances.map { $0 / mean }
    }

    @Test func `A layout is learned whatever the place, the size and the direction`() throws {
        let layout = ConceptLayout(learning: (0..<40).map { places($0) })
        let seats = try layout.seats.map { try #require($0) }
        let found = shape(seats.map { SIMD2($0.x, $0.y) })
        let largest = zip(found, shape(truth)).map { abs($0 - $1) }.max() ?? .infinity
        #expect(largest < 0.05)
        // Handedness: what lies to the other side of a line stays there, but for a mirror of the whole.
        func side(_ places: [SIMD2<Double>]) -> Double {
            let (a, b) = (places[1] - places[0], places[2] - places[0])
            return a.x * b.y - a.y * b.x
        }
        #expect(abs(abs(side(seats.map { SIMD2($0.x, $0.y) }) / side(truth)) - 1) < 0.25)
        #expect(seats.allSatisfy { $0.deviation < 0.035 && $0.areaDeviation < 0.35 })
        // Sizes go with the pose: all are as large, in its frame.
        let areas = seats.map(\.area)
        #expect((areas.max() ?? 0) < 1.15 * (areas.min() ?? 0))
    }

    @Test func `A concept that may be anywhere has no seat, nor one of two pictures`() throws {
        let pictures = (0..<40).map { number -> [ConceptLayout.Sighting?] in
            var random = SplitMix64(seed: UInt64(number), for: "anywhere")
            let anywhere = ConceptLayout.Sighting(
                place: SIMD2(random.uniform(0...1), random.uniform(0...1)), area: random.uniform(0.001...0.1))
            return places(number) + [anywhere, number < 2 ? anywhere : nil]
        }
        let seats = ConceptLayout(learning: pictures).seats
        #expect(seats.count == 7 && seats[6] == nil)
        #expect(seats[5] == nil)
        #expect(seats[..<5].allSatisfy { ($0?.deviation ?? 1) < 0.04 })
    }

    @Test func `What lies anywhere has no layout`() {
        // A pose follows three places, wherever they are.
        func layout(_ concepts: Int) -> [ConceptLayout.Seat?] {
            ConceptLayout(
                learning: (0..<50).map { number in
                    var random = SplitMix64(seed: UInt64(number), for: "anywhere")
                    return (0..<concepts).map { _ in
                        .init(place: SIMD2(random.uniform(0...1), random.uniform(0...1)), area: 0.01)
                    }
                }
            ).seats
        }
        for concepts in [2, 3, 5, 8] { #expect(layout(concepts).allSatisfy { $0 == nil }) }
    }

    @Test func `No pictures, and pictures without concepts, make no layout`() {
        #expect(ConceptLayout(learning: []).seats.isEmpty)
        #expect(ConceptLayout(learning: [[nil, nil]]).seats == [nil, nil])
    }

    @Test func `Equal pictures make equal layouts`() {
        let pictures = (0..<20).map { places($0) }
        #expect(ConceptLayout(learning: pictures) == ConceptLayout(learning: pictures))
    }

    /// Four squares whose colours tell them apart, in a row or mirrored.
    private func picture(_ colors: [(UInt8, UInt8, UInt8)], isMirrored: Bool) -> Image {
        var pixels = [UInt8](repeating: 128, count: 48 * 48 * 3)
        for (number, color) in colors.enumerated() {
            let left = isMirrored ? 37 - 11 * number : 2 + 11 * number
            for row in 12 + 6 * (number % 2)..<22 + 6 * (number % 2) {
                for column in left..<left + 9 {
                    let start = (row * 48 + column) * 3
                    (pixels[start], pixels[start + 1], pixels[start + 2]) = color
                }
            }
        }
        return Image(width: 48, height: 48, pixels: pixels)
    }

    @Test(arguments: [false, true])
    func `What is missing is looked for at its own place`(isMirrored: Bool) throws {
        let colors: [(UInt8, UInt8, UInt8)] = [(230, 20, 20), (20, 230, 20), (20, 20, 230), (230, 230, 20)]
        let features = try RegionFeatures(Squares.classifier(), source: .context)
        let plan = Squares.plan
        // The concepts of a class are the four squares of one picture.
        let first = picture(colors, isMirrored: false)
        let regions = try plan.regions(of: first)
        let rows = try features.features(of: [(first, regions)])[0]
        let squares = try (0..<4).map { number in
            let middle = SIMD2((6.5 + 11 * Double(number)) / 48, (17 + 6 * Double(number % 2)) / 48)
            return try #require(
                (0..<regions.count).min { one, other in
                    func off(_ region: Int) -> Double {
                        let offset = regions.position(of: region) - middle
                        return (offset * offset).sum()
                    }
                    return off(one) < off(other)
                })
        }
        func concepts(withSeats: Bool) -> [Concept] {
            squares.enumerated().map { number, region in
                var concept = MatcherTests.concept(rows.selected(0, region).floats, spread: 0.3, number: number + 1)
                let place = regions.position(of: region)
                if withSeats {
                    concept.seat = .init(
                        x: place.x, y: place.y, deviation: 0.03,
                        area: Double(regions.items[region].area) / (48 * 48), areaDeviation: 0.5)
                }
                return concept
            }
        }
        // The fourth square has turned grey-green, and a yellow one lies elsewhere.
        var changed = picture(
            [colors[0], colors[1], colors[2], (60, 90, 60)], isMirrored: isMirrored
        ).pixels
        for row in 38..<46 {
            for column in 20..<28 {
                let start = (row * 48 + column) * 3
                (changed[start], changed[start + 1], changed[start + 2]) = colors[3]
            }
        }
        let image = Image(width: 48, height: 48, pixels: changed)
        func match(withSeats: Bool) throws -> ConceptMatcher.Match {
            try ConceptMatcher([concepts(withSeats: withSeats)], plan: plan, features: features, bound: 1e9)
                .matches(in: [image])[0]
        }
        func place(withSeats: Bool) throws -> SIMD2<Double> {
            let match = try match(withSeats: withSeats)
            return match.regions.position(of: try #require(match.region[3]))
        }
        let elsewhere = try place(withSeats: false)
        #expect(abs(elsewhere.x - 0.5) < 0.05 && abs(elsewhere.y - 0.875) < 0.05)
        // And it lies where it should, but for what its size tells.
        let matcher = ConceptMatcher(
            [concepts(withSeats: true)], plan: plan, features: features, content: .placed)
        let same = try matcher.matches(in: [picture(colors, isMirrored: isMirrored)]).graphs.features
        for number in 0..<4 {
            let offset = same.selected(0, 0).selected(0, number).doubles.suffix(3)
            #expect(offset.allSatisfy { abs($0) < 0.5 }, "\(offset)")
        }
        // For edges, the yellow square went from its place to where it is; the others stayed.
        let displacements = try [match(withSeats: true)].graphs.displacements.doubles
        let expected = [0, 0, 0, 0, 0, 0, (24 - 39.5) / 48, (42 - 23.0) / 48]
        #expect(difference(displacements, expected) < 0.06, "\(displacements)")
        #expect(try [match(withSeats: false)].graphs.displacements.doubles.allSatisfy { $0 == 0 })
        let own = try place(withSeats: true)
        #expect(abs(own.x - (isMirrored ? 8.5 : 39.5) / 48) < 0.06 && abs(own.y - 23.0 / 48) < 0.06)
    }
}
