public import RationaleCore
import RationaleImaging
public import RationaleTorch

/// The regions of one picture that may show a concept; they overlap, since they come from several resolutions.
public struct Regions: Sendable {
    /// One of them.
    public struct Region: Sendable, Hashable {
        /// The position of its segmentation among those of the picture, and its label there.
        public let resolution: Int
        public let label: Int
        /// In pixels.
        public let area: Int
        public let box: Box
        /// The mean position of its pixels, in pixels.
        public let centroid: SIMD2<Double>

        init(_ region: Segmentation.Region, resolution: Int) {
            self.resolution = resolution
            label = region.label
            area = region.area
            box = region.box
            centroid = region.centroid
        }
    }

    /// The size of the picture, in pixels.
    public let height: Int
    public let width: Int
    private let segmentations: [Segmentation]
    /// Coarse ones first.
    public let items: [Region]

    init(height: Int, width: Int, segmentations: [Segmentation], items: [Region]) {
        self.height = height
        self.width = width
        self.segmentations = segmentations
        self.items = items
    }

    /// One region alone.
    ///
    /// - Precondition: it is not empty.
    init(_ mask: Mask) {
        let segmentation = Segmentation(
            height: mask.height, width: mask.width, labels: mask.bits.map { $0 ? 0 : 1 })
        self.init(
            height: mask.height, width: mask.width, segmentations: [segmentation],
            items: segmentation.regions.prefix(1).map { Region($0, resolution: 0) })
    }

    public var count: Int { items.count }

    /// Some of them, chosen at random, in their order; all where there are no more.
    public func sample(_ count: Int, using random: inout SplitMix64) -> Regions {
        guard count < items.count else { return self }
        let chosen = random.shuffled(Array(items.indices)).prefix(count).sorted()
        return Regions(height: height, width: width, segmentations: segmentations, items: chosen.map { items[$0] })
    }

    /// The pixels of a region.
    public func mask(of index: Int) -> Mask {
        segmentations[items[index].resolution].mask(of: items[index].label)
    }

    /// The middle of a region, as fractions of the picture's width and height.
    public func position(of index: Int) -> SIMD2<Double> {
        (items[index].centroid + 0.5) / SIMD2(Double(width), Double(height))
    }

    /// The middle and the size of a region.
    func sighting(of index: Int) -> ConceptLayout.Sighting {
        .init(place: position(of: index), area: Double(items[index].area) / Double(width * height))
    }

    /// The middles of all regions: `[count, 2]`, x before y.
    public var positions: Tensor {
        Tensor(
            items.indices.flatMap { index -> [Float] in
                let position = position(of: index)
                return [Float(position.x), Float(position.y)]
            }, shape: [count, 2])
    }

    /// How much of each region lies in each cell of a grid over the picture: `[count, height · width]`; rows add up to 1.
    ///
    /// The mean of an activation over a region is `weights · activation`.
    ///
    /// - Complexity: O(resolutions · pixels + count · cells).
    public func weights(gridHeight: Int, gridWidth: Int) -> Tensor {
        let cells = gridHeight * gridWidth
        let cellOfColumn = (0..<width).map { $0 * gridWidth / width }
        // Pixels are counted, and divided by the area at the end: a sum of many small fractions would drift.
        var weights = [Float](repeating: 0, count: count * cells)
        for (resolution, segmentation) in segmentations.enumerated() {
            var rowOfLabel = [Int](repeating: -1, count: segmentation.count)
            for (index, region) in items.enumerated() where region.resolution == resolution {
                rowOfLabel[region.label] = index * cells
            }
            for row in 0..<height {
                let cellsBefore = row * gridHeight / height * gridWidth
                for column in 0..<width {
                    let label = Int(segmentation.labels[row * width + column])
                    guard rowOfLabel[label] >= 0 else { continue }
                    weights[rowOfLabel[label] + cellsBefore + cellOfColumn[column]] += 1
                }
            }
        }
        for (index, region) in items.enumerated() {
            for cell in index * cells..<(index + 1) * cells { weights[cell] /= Float(region.area) }
        }
        return Tensor(weights, shape: [count, cells])
    }
}

extension Image {
    /// A region alone, as a picture of its own: outside it grey, cut to its box and resized to the network's input.
    ///
    /// *Source:* ACE and VRX. Departs from their program in one thing: that cuts off the box's last row and column.
    ///
    /// - Parameters:
    ///   - mask: the region, of the picture's size; not empty.
    ///   - grey: the level outside: 117, about ImageNet's mean.
    func patch(of mask: Mask, height: Int, width: Int, grey: UInt8 = 117) -> Image {
        guard let box = mask.box else { return Image(width: width, height: height, color: (grey, grey, grey)) }
        let (left, top) = (Int(box.x), Int(box.y))
        let (columns, rows) = (Int(box.width), Int(box.height))
        var levels = [UInt8](repeating: grey, count: rows * columns * 3)
        for row in 0..<rows {
            for column in 0..<columns where mask[top + row, left + column] {
                let source = ((top + row) * self.width + left + column) * 3
                let target = (row * columns + column) * 3
                for channel in 0..<3 { levels[target + channel] = pixels[source + channel] }
            }
        }
        return Image(width: columns, height: rows, pixels: levels)
            .resized(height: height, width: width, filter: .bicubic)
    }
}
