import RationaleConsistency
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import RationaleTraining
import Testing

struct CompositeTests {
    private static func plain(_ level: UInt8) -> Image { Image(width: 3, height: 2, color: (level, level, level)) }

    @Test(arguments: 0..<4)
    func thePictureIsInItsQuadrant(_ quadrant: Int) {
        let others = [10, 20, 30].map { Self.plain($0) }
        let composite = Composite(Self.plain(99), others, quadrant: quadrant)
        #expect(composite.image.height == 4 && composite.image.width == 6)
        var levels: [UInt8] = [10, 20, 30]
        levels.insert(99, at: quadrant)
        for row in 0..<4 {
            for column in 0..<6 {
                let expected = levels[row / 2 * 2 + column / 3]
                #expect(composite.image.pixels[(row * 6 + column) * 3] == expected)
            }
        }
    }

    @Test func mapsAreWhereThePicturesAre() {
        let maps = Tensor((1...12).map { Float($0) }, shape: [2, 2, 3])
        let placed = Composite.placed(maps, in: [1, 2])
        #expect(placed.shape == [2, 4, 6])
        let nothing = [Float](repeating: 0, count: 12)
        #expect(placed.selected(0, 0).floats == [0, 0, 0, 1, 2, 3, 0, 0, 0, 4, 5, 6] + nothing)
        #expect(placed.selected(0, 1).floats == nothing + [7, 8, 9, 0, 0, 0, 10, 11, 12, 0, 0, 0])
    }

    /// The picture of class c is of level c.
    private static func task(
        _ negatives: NegativePictures, classes: [[Int]], focus: Int? = nil, _ kind: LabelSet.Kind = .single
    ) throws -> GradCAMConsistency {
        let architecture = GoldenConsistencyTests.Small(isMaximum: false, hasHidden: false)
        let image: @Sendable (Int) -> Image = { Image(width: 16, height: 16, color: (UInt8($0), 0, 0)) }
        let labels = LabelSet(["a", "b", "c", "d", "e"], kind)
        let task = try ClassifierTask(
            Classifier(architecture, seed: 1), labels: labels, source: [:], seed: 4, evaluationCount: 1,
            evaluationSample: { LabeledImage(image($0), [0]) },
            trainingSample: {
                LabeledImage(image(classes[$0 % classes.count][0]), classes[$0 % classes.count], focus: focus)
            })
        return try GradCAMConsistency(
            task, map: try ConsistencyMap(of: task.classifier.network, at: "relu2"), negatives: negatives)
    }

    private static func levels(_ batch: GradCAMConsistency.Batch, _ sample: Int) -> [Int] {
        let pixels = batch.composites.selected(0, sample).elements(as: UInt8.self)
        let centres: [(row: Int, column: Int)] = [(8, 8), (8, 24), (24, 8), (24, 24)]
        return centres.map { centre -> Int in
            let place = centre.row * 32 + centre.column
            return Int(pixels[3 * place])
        }
    }

    @Test(arguments: [false, true])
    func theOthersAreOfOtherClasses(isDistinct: Bool) throws {
        let negatives = try NegativePictures(ofOther: 5, isDistinct: isDistinct) { kind, _ in
            Image(width: 16, height: 16, color: (UInt8(kind), 0, 0))
        }
        let task = try Self.task(negatives, classes: (0..<5).map { [$0] })
        let batch = try task.batch(of: 0..<200)
        var (quadrants, repeated) = (Set<Int>(), 0)
        for sample in 0..<200 {
            let levels = Self.levels(batch, sample)
            let own = batch.quadrants[sample]
            quadrants.insert(own)
            #expect(levels[own] == sample % 5 && batch.focuses[sample] == sample % 5)
            let others = levels.enumerated().filter { $0.offset != own }.map(\.element)
            #expect(!others.contains(sample % 5))
            if Set(others).count < 3 { repeated += 1 }
        }
        #expect(quadrants == [0, 1, 2, 3])
        // Three draws of four classes with replacement differ in 3/8 of the cases.
        #expect(isDistinct ? repeated == 0 : (100...150).contains(repeated))
        let again = try task.batch(of: 0..<200)
        #expect(again.composites.elements(as: UInt8.self) == batch.composites.elements(as: UInt8.self))
    }

    @Test func ofSeveralLabelsTheOthersLackTheOneInQuestion() throws {
        let lists = (0..<5).map { kind in (0..<10).filter { $0 % 5 != kind } }
        let negatives = try NegativePictures(without: lists) { number, _ in
            Image(width: 16, height: 16, color: (UInt8(100 + number), 0, 0))
        }
        let task = try Self.task(negatives, classes: [[0, 1], [2, 3], [4, 0]], .multiple)
        let batch = try task.batch(of: 0..<60)
        for sample in 0..<60 {
            let others = Self.levels(batch, sample).filter { $0 >= 100 }.map { $0 - 100 }
            #expect(others.count == 3 && Set(others).count == 3)
            #expect(others.allSatisfy { $0 % 5 != batch.focuses[sample] })
            #expect([[0, 1], [2, 3], [4, 0]][sample % 3].contains(batch.focuses[sample]))
        }
    }

    /// x′ is the part of x that the warp names, and nothing else was done to either.
    @Test func theContrastedViewIsTheWarpOfThePicture() throws {
        let negatives = try NegativePictures(ofOther: 5) { _, _ in Image(width: 16, height: 16) }
        let map = try Self.task(negatives, classes: [[0]]).map
        var random = SplitMix64(seed: 3)
        let pictures = (0..<6).map { _ in
            Image(width: 16, height: 16, pixels: (0..<768).map { _ in UInt8(random.index(below: 256)) })
        }
        var task = try ClassifierTask(
            Classifier(GoldenConsistencyTests.Small(isMaximum: false, hasHidden: false), seed: 1),
            labels: LabelSet(["a", "b", "c", "d", "e"]), source: [:], seed: 2, evaluationCount: 1,
            evaluationSample: { _ in LabeledImage(pictures[0], [0]) },
            trainingSample: { LabeledImage(pictures[$0], [0]) })
        task.augmentation.brightness = 0.5
        let batch = try ContrastiveConsistency(task, map: map).batch(of: 0..<6)
        for (index, picture) in pictures.enumerated() {
            #expect(batch.whole.selected(0, index).elements(as: UInt8.self) == picture.pixels)
            #expect(batch.part.selected(0, index).elements(as: UInt8.self) == batch.warps[index](picture).pixels)
            #expect(batch.named.pixels.selected(0, index).elements(as: UInt8.self) != picture.pixels)
        }
        #expect(Set(batch.warps.map(\.isFlipped)) == [true, false] && Set(batch.warps).count == 6)
    }

    @Test func aKnownFocusIsTakenAndMovesNoQuadrant() throws {
        let negatives = try NegativePictures(ofOther: 5) { _, _ in Image(width: 16, height: 16) }
        let known = try Self.task(negatives, classes: [[1, 2, 3]], focus: 2).batch(of: 0..<40)
        let drawn = try Self.task(negatives, classes: [[1, 2, 3]]).batch(of: 0..<40)
        #expect(known.focuses == Array(repeating: 2, count: 40) && Set(drawn.focuses) == [1, 2, 3])
        #expect(known.quadrants == drawn.quadrants)
    }

    @Test func ofAPictureThatMayBeOfNearlyAllClassesTheOthersAreAnyButTheFocus() throws {
        let negatives = try NegativePictures(ofOther: 5, isDistinct: true) { kind, _ in
            Image(width: 16, height: 16, color: (UInt8(100 + kind), 0, 0))
        }
        for possible in [[0, 1, 2, 3, 4], [1, 2, 3]] {
            let batch = try Self.task(negatives, classes: [possible], focus: 2).batch(of: 0..<40)
            let others = (0..<40).flatMap { Self.levels(batch, $0).filter { $0 >= 100 }.map { $0 - 100 } }
            #expect(others.count == 120 && Set(others) == [0, 1, 3, 4])
        }
        let batch = try Self.task(negatives, classes: [[1, 2]], focus: 2).batch(of: 0..<40)
        let others = (0..<40).flatMap { Self.levels(batch, $0).filter { $0 >= 100 }.map { $0 - 100 } }
        #expect(Set(others) == [0, 3, 4])
    }

    @Test func negativesOfTheOtherKindOfLabelsAreRefused() throws {
        let draw: @Sendable (Int, inout SplitMix64) throws -> Image = { _, _ in Image(width: 16, height: 16) }
        let ofOther = try NegativePictures(ofOther: 5, picture: draw)
        let without = try NegativePictures(without: [[1, 2, 3]], picture: draw)
        for (negatives, kind) in [(ofOther, LabelSet.Kind.multiple), (without, .single)] {
            let error = #expect(throws: RationaleError.self) { try Self.task(negatives, classes: [[0]], kind) }
            #expect(error?.code == .usage)
            #expect(error?.message.contains("one label each") == true)
            #expect(error?.message.contains("any number of labels") == true)
        }
    }

    @Test func tooFewClassesAreRefused() throws {
        let draw: @Sendable (Int, inout SplitMix64) throws -> Image = { _, _ in Image(width: 16, height: 16) }
        #expect(throws: RationaleError.self) { try NegativePictures(ofOther: 1, picture: draw) }
        #expect(throws: RationaleError.self) { try NegativePictures(ofOther: 3, isDistinct: true, picture: draw) }
        #expect(throws: RationaleError.self) { try NegativePictures(without: [[1, 2]], picture: draw) }
        _ = try NegativePictures(ofOther: 2, picture: draw)
    }
}
