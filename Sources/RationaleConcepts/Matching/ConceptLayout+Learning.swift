import Foundation

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
