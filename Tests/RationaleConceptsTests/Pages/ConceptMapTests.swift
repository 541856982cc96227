import RationaleConcepts
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import Testing

/// Where a concept is seen, on networks whose answer is known.
struct ConceptMapTests {
    private let red: [Float] = [0.5, 0, 0]
    private let usual: [Float] = [0, 0, 0]

    private func map(_ classifier: Classifier, cells: Int = 4, scale: FeatureScale? = nil) throws -> ConceptMap {
        try ConceptMap(
            RegionFeatures(classifier, layers: [ColorNetwork.layer], source: .context, scale: scale), origin: usual,
            cells: cells)
    }

    @Test func `A red square is where red is seen, and nothing else is`() throws {
        let picture = ColorNetwork.picture([
            (rows: 4..<8, columns: 8..<12, color: (255, 117, 117)),
            (rows: 12..<16, columns: 0..<4, color: (117, 255, 117)),
        ])
        let answer = try map(ColorNetwork.classifier(bends: true)).answer(red, in: picture)
        #expect(answer.map.height == 4 && answer.map.width == 4)
        // Of 256 pixels 16 are as red as can be, and half of full red is the concept.
        let expected = 16.0 / 256 * 0.5 / 0.5
        #expect(abs(answer.rise - expected) < 1e-6)
        for (cell, value) in answer.map.values.enumerated() {
            // The rectifier opens on the way, where the sum over 24 points is not exact.
            #expect(abs(Double(value) - (cell == 6 ? expected : 0)) < 0.02 * expected, "cell \(cell)")
        }
        #expect(try #require(answer.gap) < 0.02)
        let square = Mask(height: 16, width: 16, covering: [Box(x: 8, y: 4, width: 4, height: 4)])
        #expect(answer.fraction(inside: square) == 1 && answer.fraction(inside: square.inverted) == 0)
        let half = Mask(height: 16, width: 16, covering: [Box(x: 8, y: 4, width: 2, height: 4)])
        #expect(answer.fraction(inside: half) == 0.5)
    }

    @Test func `On a straight layer a cell adds just what greying it takes`() throws {
        let classifier = ColorNetwork.classifier(bends: false)
        let generator = Generator(seed: 4)
        let levels = Tensor.uniform([16 * 16 * 3], using: generator).floats.map { UInt8($0 * 255) }
        let picture = Image(width: 16, height: 16, pixels: levels)
        let center: [Float] = [0.3, -0.2, 0.4]
        let map = try map(classifier)
        let answer = try map.answer(center, in: picture)
        /// The projection straight from its formula: the mean of channels on the centre, over the centre's square.
        func projection(_ image: Image) -> Double {
            var sum = 0.0
            for (place, level) in image.pixels.enumerated() {
                sum += Double(center[place % 3]) * (Double(level) / 255 - 0.5) / 256
            }
            return sum / Double(center.reduce(0) { $0 + $1 * $1 })
        }
        for cell in 0..<16 {
            var pixels = levels
            for row in cell / 4 * 4..<cell / 4 * 4 + 4 {
                for column in cell % 4 * 4..<cell % 4 * 4 + 4 {
                    for channel in 0..<3 { pixels[(row * 16 + column) * 3 + channel] = 117 }
                }
            }
            let lost = projection(picture) - projection(Image(width: 16, height: 16, pixels: pixels))
            #expect(abs(Double(answer.map.values[cell]) - lost) < 1e-6)
        }
        #expect(try #require(answer.gap) < 1e-4)
    }

    @Test func `A scale of features changes the unit and not the place`() throws {
        let classifier = ColorNetwork.classifier(bends: false)
        let picture = ColorNetwork.picture([(rows: 0..<8, columns: 0..<8, color: (255, 20, 117))])
        let deviation = Tensor([0.5, 2, 1] as [Float], shape: [1, 3])
        let scale = FeatureScale(mean: Tensor.zeros([1, 3]), deviation: deviation)
        // The same centre, once as it is and once on the scale, of which one channel is alone.
        let scaled = try map(classifier, scale: scale).answer([1 / Float(3).squareRoot(), 0, 0], in: picture)
        let plain = try map(classifier).answer(red, in: picture)
        for (one, other) in zip(scaled.map.values, plain.map.values) { #expect(abs(one - other) < 1e-6) }
    }

    @Test func `What has no direction is refused`() throws {
        let map = try map(ColorNetwork.classifier(bends: true))
        let picture = ColorNetwork.picture([])
        #expect(throws: RationaleError.self) { try map.answer([0, 0, 0], in: picture) }
        #expect(throws: RationaleError.self) { try map.answer([1, 0], in: picture) }
        // Of a grey picture nothing speaks for a colour.
        let answer = try map.answer(red, in: picture)
        #expect(answer.rise == 0 && answer.gap == nil)
        #expect(answer.fraction(inside: Mask(height: 16, width: 16, bits: Array(repeating: true, count: 256))) == nil)
    }

    @Test func `Concepts that hold what a score reads are complete`() throws {
        // The score reads red; pictures differ in how much of each colour they have.
        let classifier = ColorNetwork.classifier(bends: false)
        let features = try RegionFeatures(classifier, layers: [ColorNetwork.layer], source: .context)
        let pictures = (1..<16).map { size in
            ColorNetwork.picture([
                (rows: 0..<size, columns: 0..<8, color: (255, 117, 117)),
                (rows: 0..<(16 - size * 7 % 16), columns: 8..<16, color: (117, 117, 255)),
            ])
        }
        let own = try features.completeness(ofCenters: [[1, 0, 0]], class: 0, in: pictures, origin: usual)
        #expect(abs(try #require(own?.completeness) - 1) < 1e-5)
        let both = try features.completeness(
            ofCenters: [[1, 0, 1], [0, 0, 1]], class: 0, in: pictures, origin: usual)
        #expect(abs(try #require(both?.completeness) - 1) < 1e-5)
        // Blue says nothing of red: every picture keeps the mean's score.
        let other = try features.completeness(ofCenters: [[0, 0, 1]], class: 0, in: pictures, origin: usual)
        #expect(abs(try #require(other?.kept)) < 1e-5)
        // The second score reads green, which is the same in all.
        #expect(try features.completeness(ofCenters: [[1, 0, 0]], class: 1, in: pictures, origin: usual) == nil)
        #expect(try features.completeness(ofCenters: [], class: 0, in: pictures, origin: usual) == nil)
        #expect(try features.completeness(ofCenters: [[0, 0, 0]], class: 0, in: pictures, origin: usual) == nil)
    }
}
