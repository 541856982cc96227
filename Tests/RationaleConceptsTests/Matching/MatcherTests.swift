import RationaleConcepts
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import Testing

struct MatcherTests {
    /// A concept with this centre.
    static func concept(_ center: [Float], spread: Double, index: Int = 0, number: Int = 1) -> Concept {
        Concept(
            classIndex: index, number: number, center: center, spread: spread, regionCount: 1, pictureCount: 1)
    }

    /// Concepts of random centres near the regions' features, as many for each class as given.
    static func concepts(_ counts: [Int], seed: UInt64 = 4, offset: Float = 0) -> [[Concept]] {
        var random = SplitMix64(seed: seed)
        return counts.enumerated().map { index, count in
            (0..<count).map { number in
                concept(
                    (0..<4).map { _ in offset + Float(random.uniform(-1...1.5)) }, spread: random.uniform(0.2...2),
                    index: index, number: number + 1)
            }
        }
    }

    static let plan = RegionPlan(resolutions: [6, 12], filter: .none)
    let images = (0..<2).map { Squares.picture($0, ofClass: 0) }

    /// What matching is, in plain loops over the regions' features.
    static func slow(
        _ rows: [[Double]], _ concepts: [[Concept]]
    ) -> (region: [Int?], distance: [Double]) {
        var result: (region: [Int?], distance: [Double]) = ([], [])
        for own in concepts {
            var free = Set(rows.indices)
            for concept in own {
                func distance(_ region: Int) -> Double {
                    zip(rows[region], concept.center).reduce(0) { $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1)) }
                        .squareRoot()
                }
                let nearest = free.min { (distance($0), $0) < (distance($1), $1) }
                result.region.append(nearest)
                result.distance.append(nearest.map { distance($0) / concept.spread } ?? .infinity)
                if let nearest { free.remove(nearest) }
            }
        }
        return result
    }

    private func rows(_ features: RegionFeatures, _ image: Image, _ plan: RegionPlan = plan) throws -> [[Double]] {
        let tensor = try features.features(of: [(image, plan.regions(of: image))])[0]
        return (0..<tensor.shape[0]).map { tensor.selected(0, $0).doubles }
    }

    private func close(_ a: [Double], _ b: [Double]) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || abs($0 - $1) < 1e-4 * (1 + abs($1)) }
    }

    @Test(arguments: [[3], [2, 0, 4], [60, 1]])
    func `Each concept takes the nearest region that none of its class has`(counts: [Int]) throws {
        let concepts = Self.concepts(counts)
        let features = try Squares.features(layers: ["conv"])
        let matcher = ConceptMatcher(concepts, plan: Self.plan, features: features)
        #expect(matcher.counts == counts && matcher.bound == 2.5)
        for (image, match) in zip(images, try matcher.matches(in: images)) {
            let expected = Self.slow(try rows(features, image), concepts)
            #expect(match.region == expected.region)
            #expect(close(match.distance, expected.distance))
            #expect(match.isFound == expected.distance.map { $0 <= 2.5 })
            #expect(match.isFound.contains(true))
            var start = 0
            for count in counts {
                let taken = match.region[start..<start + count].compactMap(\.self)
                #expect(Set(taken).count == min(count, match.regions.count))
                start += count
            }
        }
    }

    @Test func `The bound is in spreads`() throws {
        let features = try Squares.features(layers: ["conv"])
        let row = try rows(features, images[0])[0].map { Float($0) }
        // One away from the first region's feature.
        let near = Self.concept([row[0] + 1, row[1], row[2], row[3]], spread: 0.5)
        var only = RegionPlan(superpixels: "felzenszwalb", resolutions: [1], minArea: 0, filter: .none)
        only.resolutions = [100_000]
        let image = Image(width: 48, height: 48, color: (100, 90, 80))
        let single = try rows(features, image, only)
        #expect(single.count == 1)
        let center = [Float(single[0][0]) + 1] + single[0].dropFirst().map { Float($0) }
        let concepts = [[Self.concept(center, spread: 0.5)]]
        for (bound, isFound) in [(1.9, false), (2.1, true)] {
            let match = try ConceptMatcher(concepts, plan: only, features: features, bound: bound).matches(in: [image])[
                0]
            #expect(abs(match.distance[0] - 2) < 1e-4 && match.isFound == [isFound] && match.region == [0])
        }
        let exact = Self.concept(single[0].map { Float($0) }, spread: 0)
        let match = try ConceptMatcher([[exact, near]], plan: only, features: features).matches(in: [image])[0]
        #expect(match.region == [0, nil] && match.distance[1] == .infinity && match.isFound[1] == false)
    }

    @Test func `Large numbers leave small differences`() throws {
        // Activations of 3000, a few apart: their squares have no room for that in float32.
        let classifier = Squares.classifier { weights in
            weights["conv.bias"] = Tensor([3000, 3000, 3000, 3000] as [Float], shape: [4])
        }
        let features = try Squares.features(layers: ["conv"], classifier)
        let concepts = Self.concepts([8], offset: 3000)
        let match = try ConceptMatcher(concepts, plan: Self.plan, features: features).matches(in: [images[0]])[0]
        let expected = Self.slow(try rows(features, images[0]), concepts)
        #expect(match.region == expected.region)
        #expect(zip(match.distance, expected.distance).allSatisfy { abs($0 - $1) < 0.02 * $1 })
    }

    /// Of nodes whose features have four numbers.
    static func width(_ content: ConceptMatcher.NodeContent) -> Int {
        switch content {
        case .feature: 4
        case .difference: 5
        case .placed: 8
        }
    }

    @Test func `A node is the feature, or the difference and the distance`() throws {
        let concepts = Self.concepts([3, 2])
        let features = try Squares.features(layers: ["conv"])
        let own = try rows(features, images[1])
        let expected = Self.slow(own, concepts)
        for content in ConceptMatcher.NodeContent.allCases {
            let matcher = ConceptMatcher(concepts, plan: Self.plan, features: features, content: content)
            let matches = try matcher.matches(in: images)
            let graphs = try matches.graphs
            #expect(graphs.count == 2 && graphs.features.shape == [2, 5, matcher.nodeWidth])
            #expect(matcher.nodeWidth == Self.width(content))
            #expect(graphs.found.elements(as: Bool.self) == Array(repeating: true, count: 10))
            for (number, concept) in concepts.joined().enumerated() {
                let region = try #require(expected.region[number])
                let node = graphs.features.selected(0, 1).selected(0, number).doubles
                let difference = zip(own[region], concept.center).map { $0 - Double($1) }
                let far = difference + [min(10, expected.distance[number])]
                // None of them has a place where it should be.
                let nodes: [ConceptMatcher.NodeContent: [Double]] = [
                    .feature: own[region], .difference: far, .placed: far + [0, 0, 0],
                ]
                #expect(try close(node, #require(nodes[content])))
                let position = matches[1].regions.position(of: region)
                #expect(close(graphs.positions.selected(0, 1).selected(0, number).doubles, [position.x, position.y]))
            }
        }
        // However far, the distance is not above 10.
        let far = ConceptMatcher([[Self.concept([99, 0, 0, 0], spread: 0.01)]], plan: Self.plan, features: features)
        let match = try far.matches(in: [images[0]])
        #expect(match[0].distance[0] > 100 && match[0].isFound == [false])
        #expect(try match.graphs.features.doubles.last == 10 && match.graphs.found.doubles == [1])
    }

    /// Of what there is no region for, the node says nothing: the centre itself, in the middle of the picture.
    @Test(arguments: ConceptMatcher.NodeContent.allCases, [0, 2])
    func `Concepts for which no region is left`(content: ConceptMatcher.NodeContent, regionCount: Int) throws {
        var plan = Squares.plan
        let image = Squares.picture(1, squares: Array(Squares.squares(1, [.red, .blue]).prefix(regionCount)))
        plan.maxArea = 0.2
        let features = try Squares.features(layers: ["conv"])
        #expect(try plan.regions(of: image).count == regionCount)
        let concepts = Self.concepts([1, 5])
        let matcher = ConceptMatcher(concepts, plan: plan, features: features, content: content)
        let matches = try matcher.matches(in: [image])
        let expected = Self.slow(try rows(features, image, plan), concepts)
        #expect(matches[0].region == expected.region)
        #expect(matches[0].region.count { $0 == nil } == (regionCount == 0 ? 6 : 3))
        #expect(close(matches[0].distance, expected.distance))
        let graphs = try matches.graphs
        #expect(graphs.found.doubles == expected.region.map { $0 == nil ? 0 : 1 })
        for (number, concept) in concepts.joined().enumerated() where expected.region[number] == nil {
            let center = concept.center.map { Double($0) }
            #expect(!matches[0].isFound[number])
            let nothing = Array([0, 0, 0, 0, 10, 0, 0, 0].prefix(Self.width(content))) as [Double]
            #expect(
                graphs.features.selected(0, 0).selected(0, number).doubles
                    == (content == .feature ? center : nothing))
            #expect(graphs.positions.selected(0, 0).selected(0, number).doubles == [0.5, 0.5])
        }
    }

    @Test func `No pictures, no concepts and other features are no crash`() throws {
        let features = try Squares.features(layers: ["conv"])
        let matcher = ConceptMatcher(Self.concepts([2]), plan: Self.plan, features: features)
        #expect(try matcher.matches(in: []).isEmpty)
        #expect(refusal { _ = try [ConceptMatcher.Match]().graphs }?.code == .usage)
        let none = try ConceptMatcher([[], []], plan: Self.plan, features: features).matches(in: images)
        #expect(none.count == 2 && none[0].region.isEmpty && none[0].regions.count > 5)
        let both = try Squares.features(layers: ["conv", "detect"])
        let error = refusal {
            _ = try ConceptMatcher(Self.concepts([2]), plan: Self.plan, features: both).matches(in: images)
        }
        #expect(error?.code == .usage && error?.message.contains("have 4 numbers, the layers conv, detect 8") == true)
    }

    @Test func `A filter of matching goes by the class that the classifier decides for`() throws {
        var plan = Squares.plan
        plan.filter = .inside
        plan.keep = 0.2
        let features = try Squares.features()
        let concepts = [[Self.concept([1.5, 0, 0, 0], spread: 0.1), Self.concept([0, 0, 0, 0.8], spread: 0.1)]]
        let match = try ConceptMatcher(concepts, plan: plan, features: features).matches(in: images)[0]
        // Nothing but the red and the green square says class 0.
        let squares = Squares.squares(0, Squares.colors[0])
        let expected = squares.filter { [.red, .green].contains($0.color) }.map { Set([$0.left, $0.top]) }
        #expect(match.regions.count <= 2)
        let region = try #require(match.region[0])
        let box = match.regions.items[region].box
        let red = try #require(squares.first { $0.color == .red })
        #expect(abs(box.x - Double(red.left)) <= 1 && abs(box.y - Double(red.top)) <= 1 && !expected.isEmpty)
    }
}
