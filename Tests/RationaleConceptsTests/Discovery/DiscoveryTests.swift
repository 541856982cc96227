import Foundation
import RationaleAttribution
import RationaleConcepts
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleStatistics
import RationaleTorch
import Testing

struct DiscoveryTests {
    let pictures = Squares.pictures(ofClass: 0)

    /// The colour whose detector a concept's centre is of.
    private func colors(_ concepts: [Concept]) -> [Squares.Color?] {
        concepts.map { concept in
            let strongest = concept.center.indices.max { concept.center[$0] < concept.center[$1] }
            return strongest.flatMap(Squares.Color.init(rawValue:))
        }
    }

    @Test func `What matters is found, the most important first`() throws {
        let found = try Squares.discovery(clusters: 3).concepts(of: pictures, by: Squares.features())
        // Yellow squares are there just as often, but nothing depends on them.
        #expect(colors(found) == [.red, .green])
        #expect(found.map(\.number) == [1, 2] && found.map(\.name) == ["ember 1", "ember 2"])
        #expect(found.allSatisfy { $0.classIndex == 0 && $0.regionCount == 12 && $0.pictureCount == 12 })
        for (concept, color) in zip(found, [Squares.Color.red, .green]) {
            #expect(concept.examples.count == 8 && concept.spread > 0)
            #expect(concept.examples.map(\.distance) == concept.examples.map(\.distance).sorted())
            for example in concept.examples {
                #expect(example.picture == "ember \(example.pictureNumber).png")
                let squares = Squares.squares(example.pictureNumber, Squares.colors[0])
                let square = try #require(squares.first { $0.color == color })
                let side = Double(Squares.side)
                let box = [example.box.x, example.box.y, example.box.width, example.box.height].map {
                    ($0 * side).rounded()
                }
                #expect(box == [square.left, square.top, square.size, square.size].map { Double($0) })
                let cut = try #require(example.cut)
                #expect(Double(cut.mask.width) == (example.box.width * side).rounded())
                let middle = cut.image[cut.image.height / 2, cut.image.width / 2]
                #expect([middle.red, middle.green, middle.blue] == color.levels(square.shade))
                #expect(cut.mask.bits.allSatisfy { $0 })
            }
        }
    }

    @Test func `Centre, spread and distances are those of the regions`() throws {
        let features = try Squares.features()
        let found = try Squares.discovery(clusters: 3).concepts(of: pictures, by: features)
        for concept in found {
            var rows: [(picture: Int, box: Box, row: [Double])] = []
            for number in 0..<12 {
                let image = try pictures.image(number)
                let regions = try Squares.plan.regions(of: image)
                let values = try features.features(of: [(image, regions)])[0]
                for region in 0..<regions.count {
                    rows.append((number, regions.items[region].box, values.selected(0, region).doubles))
                }
            }
            let channel = concept.center.indices.max { concept.center[$0] < concept.center[$1] }!
            let members = rows.filter { one in one.row.indices.max { one.row[$0] < one.row[$1] } == channel }
            #expect(members.count == 12)
            let center = (0..<4).map { channel in members.reduce(0) { $0 + $1.row[channel] } / 12 }
            #expect(difference(concept.center.map { Double($0) }, center) < 1e-5)
            let distances = members.map { zip($0.row, center).reduce(0) { $0 + pow($1.0 - $1.1, 2) }.squareRoot() }
            let spread = distances.reduce(0, +) / 12
            #expect(abs(concept.spread - spread) < 1e-5)
            let expected = distances.sorted().prefix(8).map { $0 / spread }
            #expect(difference(concept.examples.map(\.distance), expected) < 1e-3)
        }
    }

    /// `z_c − ln Σ_{k≠c} exp z_k`.
    private func evidence(_ scores: [Float], _ index: Int) -> Double {
        let others = scores.indices.filter { $0 != index }.map { exp(Double(scores[$0])) }
        return Double(scores[index]) - log(others.reduce(0, +))
    }

    @Test(arguments: [Scoring.softmax, .sigmoid])
    func `Importance is what the class loses when regions are painted over`(scoring: Scoring) throws {
        let classifier = try Squares.classifier().scored(as: scoring)
        let found = try Squares.discovery(clusters: 3).concepts(
            of: pictures, by: Squares.features(.context, layers: ["detect"], classifier))
        #expect(found.count == 2)
        for concept in found {
            let losses = try concept.examples.prefix(6).map { example in
                let image = try pictures.image(example.pictureNumber)
                let regions = try Squares.plan.regions(of: image)
                let side = Double(Squares.side)
                let region = try #require(
                    regions.items.firstIndex {
                        abs($0.box.x - example.box.x * side) < 1e-6 && abs($0.box.y - example.box.y * side) < 1e-6
                    })
                let edited = try image.removing(regions.mask(of: region), growingBy: 1)
                let scores = try Squares.scores([image, edited])
                return scoring == .softmax
                    ? evidence(scores[0], 0) - evidence(scores[1], 0) : Double(scores[0][0] - scores[1][0])
            }
            let importance = try #require(concept.importance)
            let test = try #require(TTest.oneSample(losses))
            #expect(importance.count == 6 && importance.direction == .higher)
            #expect(abs(importance.value - losses.reduce(0, +) / 6) < 1e-4)
            #expect(abs(importance.low - test.low) < 1e-3 && abs(importance.high - test.high) < 1e-3)
        }
    }

    @Test func `As found, nothing is left out and clusters keep their order`() throws {
        var discovery = Squares.discovery(.found, clusters: 3)
        let found = try discovery.concepts(of: pictures, by: Squares.features())
        #expect(Set(colors(found)) == [.red, .green, .yellow] && found.map(\.number) == [1, 2, 3])
        let yellow = try #require(found.first { $0.center[3] > 0.1 }?.importance)
        #expect(abs(yellow.value) < 1e-4 && yellow.low <= 1e-4)
        let clustering = try KMeans(clusters: 3, seed: 1).cluster(
            .concatenated(
                Squares.features().features(
                    of: (0..<12).map { number in
                        let image = try pictures.image(number)
                        return (image, try Squares.plan.regions(of: image))
                    })))
        #expect(found.flatMap(\.center) == clustering.centres.floats)
        discovery.probes = 0
        let unmeasured = try discovery.concepts(of: pictures, by: Squares.features())
        #expect(unmeasured.count == 3 && unmeasured.allSatisfy { $0.importance == nil && $0.sensitivity == nil })
        discovery.limit = 2
        #expect(try discovery.concepts(of: pictures, by: Squares.features()).count == 2)
    }

    @Test func `By sensitivity, concepts stand by their TCAV scores`() throws {
        let features = try Squares.features(layers: ["conv"])
        // Regions of other pictures.
        let sets = try (0..<6).map { set in
            Tensor.concatenated(
                try features.features(
                    of: (0..<4).map { number in
                        let image = Squares.picture(5000 + 10 * set + number, [.blue, .yellow, .red, .green])
                        return (image, try Squares.plan.regions(of: image))
                    }))
        }
        var discovery = Squares.discovery(.sensitivity, clusters: 3)
        discovery.significance = 1
        let all = try discovery.concepts(of: pictures, by: features, randomSets: sets)
        #expect(all.count == 3)
        // The mean of the layer's rectified outputs goes into the scores: the derivative is fc's weight where it passes.
        let means = all.map { $0.sensitivity?.mean ?? -1 }
        #expect(means == means.sorted(by: >) && colors(all)[0] != .yellow)
        let adjusted = ConceptSensitivity.probabilities(of: all.compactMap(\.sensitivity))
        #expect(all.map(\.probability) == adjusted.map(Optional.some))
        let bound = adjusted.sorted()[1]
        discovery.significance = bound
        let significant = try discovery.concepts(of: pictures, by: features, randomSets: sets)
        #expect(
            significant.count == adjusted.count { $0 <= bound } && significant.allSatisfy { $0.probability! <= bound })
        #expect(significant.map(\.number) == Array(1...significant.count))
    }

    @Test(arguments: [nil, 2.0] as [Double?])
    func `The derivative by a layer is that of the scores`(deviation: Double?) throws {
        var features = try Squares.features(layers: ["pool", "detect"])
        let random = Tensor.normal([40, 8], using: Generator(seed: 5))
        if let deviation { features.scale = FeatureScale(mean: .ones([1, 8]), deviation: .full([1, 8], deviation)) }
        var discovery = Squares.discovery(.found, clusters: 3)
        discovery.probes = 0
        let sets = [random.slice(0, 0..<20), random.slice(0, 20..<40)]
        let found = try discovery.concepts(of: pictures, by: features, randomSets: sets)
        // Everything is linear behind the rectifier: the derivative is fc's weights everywhere. Of several layers the last counts.
        let gradients = Tensor(
            (0..<12).flatMap { _ in [40, 24, 0, 0] as [Float] }, shape: [12, 4])
        let others = sets.map { $0.slice(1, 4..<8) }
        let sensitivity = ConceptSensitivity()
        let controls = try sensitivity.controls(against: others, gradients: gradients)
        for concept in found {
            let rows = try concept.examples.map { example in
                let image = try pictures.image(example.pictureNumber)
                let regions = try Squares.plan.regions(of: image)
                let place = try #require(
                    regions.items.firstIndex {
                        abs($0.box.x / 48 - example.box.x) < 1e-9 && abs($0.box.y / 48 - example.box.y) < 1e-9
                    })
                return try features.features(of: [(image, regions)])[0].selected(0, place).slice(0, 4..<8)
            }
            let expected = try sensitivity.measure(
                .stacked(rows), against: others, controls: controls, gradients: gradients)
            #expect(concept.sensitivity?.scores == expected.scores && concept.sensitivity?.controls == controls)
        }
    }

    /// Clusters the rows by their strongest channel, those of the first and the second resolution apart.
    private struct ByColor: Clusterer {
        static let identifier = "by-color"
        static let title = "by colour"
        static let summary = "By the strongest channel."
        static var settings: [Setting<Self>] { [] }

        func cluster(_ rows: Tensor) throws -> Clustering {
            let strongest = rows.argmax(1).elements(as: Int64.self)
            let labels = strongest.enumerated().map { Int($0.element) * 2 + $0.offset / 3 % 2 }
            let centers = (0..<8).map { label -> Tensor in
                let members = labels.indices.filter { labels[$0] == label }
                return members.isEmpty ? .zeros([4]) : rows.indices(0, members).mean([0])
            }
            return Clustering(labels: labels, centres: .stacked(centers))
        }
    }

    @Test func `The same thing at two resolutions is one concept`() throws {
        var discovery = Squares.discovery(.found)
        discovery.clusterer = ByColor()
        discovery.plan.resolutions = [20, 21]
        discovery.plan.maxOverlap = 1
        let features = try Squares.features()
        let all = try discovery.concepts(of: pictures, by: features)
        #expect(colors(all) == [.red, .red, .green, .green, .yellow, .yellow])
        #expect(all.allSatisfy { $0.regionCount == 12 })
        discovery.order = .importance
        #expect(colors(try discovery.concepts(of: pictures, by: features)) == [.red, .green])
    }

    @Test func `A filter leaves out what the class does not depend on`() throws {
        var discovery = Squares.discovery(.found, clusters: 2)
        discovery.plan.filter = .touching
        discovery.plan.keep = 0.2
        let found = try discovery.concepts(of: pictures, by: Squares.features())
        #expect(Set(colors(found)) == [.red, .green] && found.allSatisfy { $0.regionCount == 12 })
        // The red square alone has the highest values, and is about 6 % of the picture.
        discovery.plan.filter = .inside
        discovery.plan.keep = 0.08
        discovery.clusterer = KMeans(clusters: 1)
        let highest = try discovery.concepts(of: pictures, by: Squares.features())
        #expect(colors(highest) == [.red] && highest.allSatisfy { $0.regionCount == 12 })
    }

    @Test func `Equal seeds find equal concepts`() throws {
        func found(_ seed: UInt64) throws -> [[Double]] {
            var discovery = Squares.discovery(clusters: 5)
            discovery.clusterer = KMeans(clusters: 5, restarts: 1, seed: seed)
            discovery.acceptance = .init(minRegions: 3, minPictures: 0)
            return try discovery.concepts(of: pictures, by: Squares.features(layers: ["conv"])).map { concept in
                concept.center.map(Double.init) + [concept.spread, concept.importance?.value ?? 0]
                    + concept.examples.flatMap { [Double($0.pictureNumber), $0.distance] }
            }
        }
        #expect(try found(1) == found(1) && !found(1).isEmpty)
        #expect(try (2..<6).contains { try found($0) != found(1) })
    }

    @Test func `Features that were kept are taken, but not those of other regions`() throws {
        let features = try Squares.features()
        let discovery = Squares.discovery()
        let plain = try discovery.concepts(of: pictures, by: features)
        var kept: Tensor?
        _ = try discovery.concepts(of: pictures, by: features) { compute in
            let rows = try compute()
            kept = rows
            return rows
        }
        let rows = try #require(kept)
        func centers(_ rows: Tensor) throws -> [[Float]] {
            try discovery.concepts(of: pictures, by: features) { _ in rows }.map(\.center)
        }
        #expect(try centers(rows) == plain.map(\.center))
        #expect(try centers(rows * 2).map { $0.map { $0 / 2 } } == plain.map(\.center))
        #expect(try centers(rows.slice(0, 1..<rows.shape[0])) == plain.map(\.center))
    }

    @Test func `Nothing found is no error, and what is impossible is one`() throws {
        let features = try Squares.features()
        var discovery = Squares.discovery(clusters: 3)
        discovery.acceptance = .init(minRegions: 13)
        #expect(try discovery.concepts(of: pictures, by: features).isEmpty)
        // Of sand, nothing matters.
        let sand = Squares.pictures(ofClass: 2)
        #expect(try Squares.discovery(clusters: 1).concepts(of: sand, by: features).isEmpty)

        func refused(_ pictures: ClassPictures? = nil, _ change: (inout ConceptDiscovery) -> Void) -> RationaleError? {
            var discovery = Squares.discovery(clusters: 3)
            change(&discovery)
            return refusal { _ = try discovery.concepts(of: pictures ?? self.pictures, by: features) }
        }
        let filtered = refused {
            $0.plan.maxArea = 0.011
        }
        #expect(
            filtered?.code == .badData && filtered?.message.contains("no region of the 12 pictures of ember") == true)
        #expect(filtered?.hint?.contains("touching") == true)
        #expect(refused { $0.clusterer = KMeans(clusters: 37) }?.code == .usage)
        #expect(
            refused { $0.limit = 0 }?.message.contains("most concepts of a class: expected 1 or more, found 0") == true)
        #expect(refused { $0.exampleCount = 0 }?.code == .usage)
        #expect(refused { $0.probes = -1 }?.code == .usage)
        // An order by what nobody measured.
        #expect(refused { $0.probes = 0 }?.message.contains("by importance, which is not measured") == true)
        let unmeasured = refused { $0.order = .sensitivity }
        #expect(unmeasured?.code == .usage && unmeasured?.hint?.contains("--random-sets 20") == true)
        #expect(refused { $0.plan.resolutions = [] }?.code == .usage)
        let none = refused(Squares.pictures(ofClass: 0, count: 0)) { _ in }
        #expect(none?.code == .usage && none?.message == "there are no pictures of ember")
        let image = Squares.picture(1, ofClass: 0)
        let unknown = refused(
            ClassPictures(index: 3, label: nil, count: 9, name: { "\($0)" }, image: { _ in image })
        ) { _ in }
        #expect(unknown?.code == .usage && unknown?.message.contains("squares has no class 3, only 0 to 2") == true)
        struct Gone: Error {}
        #expect(throws: Gone.self) {
            try discovery.concepts(
                of: ClassPictures(index: 0, label: nil, count: 2, name: { "\($0)" }, image: { _ in throw Gone() }),
                by: features)
        }
    }
}
