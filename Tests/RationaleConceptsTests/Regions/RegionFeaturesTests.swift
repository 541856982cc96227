import RationaleAttribution
import RationaleConcepts
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import Testing

struct RegionFeaturesTests {
    let images = (0..<3).map { Squares.picture($0, ofClass: 0) }

    private func pictures(_ plan: RegionPlan = RegionPlan(resolutions: [6, 12], filter: .none)) throws -> [(
        image: Image, regions: Regions
    )] {
        try images.map { ($0, try plan.regions(of: $0)) }
    }

    /// The mean over the pixels of a mask of numbers that a pixel has.
    private func mean(_ mask: Mask, _ values: (_ row: Int, _ column: Int) -> [Double]) -> [Double] {
        var sum = [Double](repeating: 0, count: 4)
        for row in 0..<mask.height {
            for column in 0..<mask.width where mask[row, column] {
                sum = zip(sum, values(row, column)).map(+)
            }
        }
        return sum.map { $0 / Double(mask.area) }
    }

    /// What `pool` holds at a position of its grid.
    private func pooled(_ image: Image, _ row: Int, _ column: Int) -> [Double] {
        let cells = [(0, 0), (0, 1), (1, 0), (1, 1)].map { down, right in
            Squares.detections(image, 2 * row + down, 2 * column + right).map { max(0, $0) }
        }
        return (0..<4).map { channel in cells.reduce(0) { $0 + $1[channel] } / 4 }
    }

    @Test func `In context a feature is the mean over the region`() throws {
        let pictures = try pictures()
        let linear = try Squares.features(.context, layers: ["conv"]).features(of: pictures)
        let coarse = try Squares.features(.context, layers: ["pool"]).features(of: pictures)
        for (number, (image, regions)) in pictures.enumerated() {
            #expect(linear[number].shape == [regions.count, 4] && regions.count > 5)
            for region in 0..<regions.count {
                let mask = regions.mask(of: region)
                let expected = mean(mask) { Squares.detections(image, $0, $1) }
                #expect(difference(linear[number].selected(0, region).doubles, expected) < 1e-5)
                // A 1×1 convolution of the mean colour is the mean of the convolution: its closed form.
                let color = mean(mask) { row, column in
                    let (red, green, blue) = image[row, column]
                    return [Double(red) / 255, Double(green) / 255, Double(blue) / 255, 0]
                }
                let closed = zip(Squares.detectors, Squares.thresholds).map { weights, threshold in
                    zip(weights, color).reduce(Double(threshold)) { $0 + Double($1.0) * $1.1 }
                }
                #expect(difference(expected, closed) < 1e-9)
                // A layer at half the resolution: a pixel has what the cell has in which it lies.
                let cells = mean(mask) { pooled(image, $0 / 2, $1 / 2) }
                #expect(difference(coarse[number].selected(0, region).doubles, cells) < 1e-5)
            }
        }
    }

    @Test func `Of a patch a feature is what the network makes of the region alone`() throws {
        let classifier = Squares.classifier()
        let pictures = try pictures(RegionPlan(resolutions: [6], filter: .none))
        let features = try Squares.features(.patch, layers: ["pool"], classifier).features(of: pictures)
        for (number, (image, regions)) in pictures.enumerated() {
            #expect(features[number].shape == [regions.count, 4])
            for region in 0..<regions.count {
                let mask = regions.mask(of: region)
                let box = try #require(mask.box)
                let (left, top, width, height) = (Int(box.x), Int(box.y), Int(box.width), Int(box.height))
                let pixels = (top..<top + height).flatMap { row in
                    (left..<left + width).flatMap { column -> [UInt8] in
                        let (red, green, blue) = image[row, column]
                        return mask[row, column] ? [red, green, blue] : [117, 117, 117]
                    }
                }
                let patch = Image(width: width, height: height, pixels: pixels)
                    .resized(height: Squares.side, width: Squares.side, filter: .bicubic)
                let whole = Mask(height: 24, width: 24, bits: Array(repeating: true, count: 24 * 24))
                let expected = mean(whole) { pooled(patch, $0, $1) }
                #expect(difference(features[number].selected(0, region).doubles, expected) < 1e-5)
            }
        }
    }

    @Test(arguments: RegionFeatures.Source.allCases)
    func `Several layers stand one after another, and pictures do not change each other`(
        source: RegionFeatures.Source
    ) throws {
        let pictures = try pictures()
        let both = try Squares.features(source, layers: ["pool", "conv"])
        #expect(both.layers.map(\.path) == ["pool", "conv"])
        let found = try both.features(of: pictures)
        let (pool, conv) = (
            try Squares.features(source, layers: ["pool"]).features(of: pictures),
            try Squares.features(source, layers: ["conv"]).features(of: pictures)
        )
        for number in pictures.indices {
            #expect(largestDifference(found[number], .concatenated([pool[number], conv[number]], dimension: 1)) == 0)
            let alone = try both.features(of: [pictures[number]])[0]
            #expect(largestDifference(found[number], alone) < 1e-6)
        }
        #expect(try both.features(of: []).isEmpty)
    }

    @Test(arguments: RegionFeatures.Source.allCases)
    func `A picture without regions has features of the right width`(source: RegionFeatures.Source) throws {
        let plan = RegionPlan(superpixels: "felzenszwalb", resolutions: [1200], maxArea: 0.5, filter: .none)
        let empty = Image(width: Squares.side, height: Squares.side, color: (99, 99, 99))
        let regions = try plan.regions(of: empty)
        #expect(regions.count == 0)
        var features = try Squares.features(source, layers: ["pool", "conv"])
        #expect(try features.features(of: [(empty, regions)])[0].shape == [0, 8])
        features.scale = FeatureScale(mean: .ones([1, 8]), deviation: .ones([1, 8]))
        #expect(try features.features(of: [(empty, regions)])[0].shape == [0, 8])
    }

    /// The same numbers in other orders, as transformers hold them.
    @Test(arguments: RegionFeatures.Source.allCases)
    func `Channels last and tokens are read as channels first are`(source: RegionFeatures.Source) throws {
        let classifier = Squares.classifier(ending: { builder, x in
            let last = builder.layer("last", "Permute") {
                $0.call("aten::permute", .value(x), .constant(.ints([0, 2, 3, 1])))
            }
            let tokens = builder.layer("tokens", "Tokens") {
                $0.call("aten::reshape", .value(last), .constant(.ints([-1, 48 * 48, 4])))
            }
            let first = builder.call("aten::transpose.int", .value(tokens), .constant(.int(1)), .constant(.int(2)))
            return builder.call("aten::reshape", .value(first), .constant(.ints([-1, 4, 48, 48])))
        })
        let pictures = try pictures()
        let expected = try Squares.features(source, layers: ["detect"], classifier).features(of: pictures)
        for layer in ["last", "tokens"] {
            let found = try Squares.features(source, layers: [layer], classifier).features(of: pictures)
            for (found, expected) in zip(found, expected) { #expect(largestDifference(found, expected) < 1e-6) }
        }
    }

    @Test func `Layers that cannot be used are refused`() throws {
        let classifier = Squares.classifier()
        #expect(refusal { _ = try RegionFeatures(classifier, layers: ["dettect"]) }?.code == .usage)
        let pictures = try pictures()
        let error = refusal {
            _ = try RegionFeatures(classifier, layers: ["fc"], source: .context).features(of: pictures)
        }
        #expect(error?.code == .usage && error?.message.contains("'fc' of squares has no positions") == true)
        // The layer of class activation maps where none is named.
        let standard = try RegionFeatures(classifier)
        #expect(standard.layers.map(\.path) == ["detect"] && standard.layers[0].reason.contains("48×48"))
        let regions = try RegionPlan(resolutions: [4], filter: .none).regions(of: images[0])
        let small = Image(width: 40, height: 48, color: (1, 2, 3))
        let sizes = refusal {
            _ = try Squares.features().features(of: [(images[0], regions), (small, regions)])
        }
        #expect(sizes?.code == .usage && sizes?.message.contains("48×48 and 40×48") == true)
        var scaled = try Squares.features()
        scaled.scale = FeatureScale(mean: .zeros([1, 7]), deviation: .ones([1, 7]))
        let width = refusal { _ = try scaled.features(of: [(images[0], regions)]) }
        #expect(width?.code == .usage && width?.message.contains("4 channels, their scale 7") == true)
    }
}

struct FeatureScaleTests {
    @Test func `Scaled features have mean 0 and deviation 1 by the root of the width`() {
        let rows =
            Tensor.normal([200, 5], using: Generator(seed: 1))
            * Tensor([1, 10, 0.1, 3, 200] as [Float], shape: [1, 5])
            + Tensor([0, 5, -2, 100, 3] as [Float], shape: [1, 5])
        let scale = FeatureScale(of: rows)
        let values = scale.apply(rows).doubles
        for channel in 0..<5 {
            let column = (0..<200).map { values[$0 * 5 + channel] }
            let mean = column.reduce(0, +) / 200
            let deviation = (column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 200).squareRoot()
            #expect(abs(mean) < 1e-5 && abs(deviation - 1 / 5.0.squareRoot()) < 1e-5)
        }
        // Two rows are 2 apart on average, squared: of n rows, 2 n / (n − 1) for each pair.
        var sum = 0.0
        for a in 0..<200 {
            for b in 0..<200 {
                for channel in 0..<5 {
                    sum +=
                        (values[a * 5 + channel] - values[b * 5 + channel])
                        * (values[a * 5 + channel] - values[b * 5 + channel])
                }
            }
        }
        #expect(abs(sum / (200 * 200) - 2) < 1e-4)
    }

    @Test(arguments: [0, 0.1, 1234.567] as [Float])
    func `A channel that is the same everywhere is left out, also of other features`(value: Float) {
        let varied = Tensor.normal([3000, 1], using: Generator(seed: 2))
        let rows = Tensor.concatenated([varied, .full([3000, 1], Double(value))], dimension: 1)
        let scale = FeatureScale(of: rows)
        #expect(scale.apply(rows).selected(1, 1).floats.allSatisfy { $0 == 0 })
        let others = Tensor([0.5, value + 0.1, -1, value + 50] as [Float], shape: [2, 2])
        #expect(scale.apply(others).selected(1, 1).floats == [0, 0])
        #expect(scale.apply(others).selected(1, 0).floats.allSatisfy { abs($0) > 0.1 })
    }
}
