import RationaleAttribution
public import RationaleCore
public import RationaleImaging
import RationaleNetworks
import RationaleTorch

/// Why a region of a picture is seen as a concept, at the network's input: what each cell of pixels adds to the region's projection on the
/// concept's direction.
///
/// The projection is `f(x) = ⟨a(x) − o, d⟩ / ⟨d, d⟩` with `d = c − o`: a(x) is the layer's activation, averaged over the region's positions, o what
/// is usual and c the concept's centre. It is 0 for a region like any other and 1 for one at the centre. It is attributed to
/// pixels by integrated gradients from a grey picture, and pixels are added up over square cells: the cells of a map add up to
/// `f(x) − f(grey)`, up to ``Answer/gap``. Nothing is enlarged from the layer's grid, whose positions see much more of the picture
/// than their place: pixels around the region count as much as they matter.
///
/// Why integrated gradients: occlusion is as exact but needs a pass for each place (196 for cells of 16 pixels), gradient × input is one
/// pass but does not add up where rectifiers bend. Why only the region's positions: averaged over all positions, the projection
/// is about everything in the picture that shares something with the concept (on drawn birds 11 % of what speaks for it then lies in the
/// region, 41 % as it is).
///
/// *Source:* Sundararajan, Taly and Yan (2017), "Axiomatic attribution for deep networks", arXiv 1703.01365; the direction is that of
/// ``FastConceptVector``: the mean of the concept less that of everything.
/// *Cost:* ``steps`` forward and backward passes up to the layer, and two forward passes for the gap.
public struct ConceptMap: Sendable {
    public let features: RegionFeatures
    /// o, a feature in the unit of concepts' centres.
    public let origin: [Float]
    /// Points of the way from grey to the picture.
    public var steps: Int
    /// How many cells the longer side of a map has at most.
    public var cells: Int
    /// The grey level that the way begins with.
    public var grey: UInt8

    /// - Parameters:
    ///   - features: of the concepts' regions.
    ///   - origin: o, what is usual: the mean feature of any regions, as wide as the concepts' centres.
    ///   - steps: 24 by default.
    ///   - cells: 28 by default: 8 × 8 pixels of an input of 224.
    ///   - grey: 117 by default, which also surrounds a region that is shown alone.
    public init(_ features: RegionFeatures, origin: [Float], steps: Int = 24, cells: Int = 28, grey: UInt8 = 117) {
        self.features = features
        self.origin = origin
        self.steps = steps
        self.cells = cells
        self.grey = grey
    }

    /// What each cell adds.
    public struct Answer: Sendable, Equatable {
        /// In units of the concept: 1 is as much as the concept itself. Positive cells speak for it.
        public var map: Heatmap
        /// f(x) − f(grey).
        public var rise: Double
        /// How far the map's sum misses the rise, relative to it; `nil` where there is no rise.
        public var gap: Double?

        /// Which fraction of what speaks for the concept lies inside a region, 0 to 1; `nil` where nothing does.
        ///
        /// - Parameter region: of any size over the same picture; a cell counts by the part of it that lies inside.
        public func fraction(inside region: Mask) -> Double? {
            var inside = [Double](repeating: 0, count: map.values.count)
            var area = inside
            for row in 0..<region.height {
                let line = row * map.height / region.height * map.width
                for column in 0..<region.width {
                    let cell = line + column * map.width / region.width
                    area[cell] += 1
                    if region[row, column] { inside[cell] += 1 }
                }
            }
            var (all, own) = (0.0, 0.0)
            for (cell, value) in map.values.enumerated() where value > 0 && area[cell] > 0 {
                all += Double(value)
                own += Double(value) * inside[cell] / area[cell]
            }
            return all > 0 ? own / all : nil
        }
    }

    /// Where a concept is seen in a picture.
    ///
    /// - Parameters:
    ///   - center: the concept's centre (``Concept/center``).
    ///   - image: as the network sees it.
    ///   - region: of the picture, over whose positions activations are averaged; `nil` for all positions.
    /// - Throws: `RationaleError`: `usage` for a concept of another width, `badData` for one that is no different from what is usual.
    public func answer(_ center: [Float], in image: Image, region: Mask? = nil) throws -> Answer {
        let weights = try weights(of: center)
        let input = try features.classifier.input(of: [image])
        let ground = Image(width: image.width, height: image.height, color: (grey, grey, grey))
        let start = try features.classifier.input(of: [ground])
        let way = input - start
        let samples = QuadratureRule.gaussLegendre.samples(max(1, steps))
        let batch = try MemoryBudget.standard.chunk(of: features.classifier.network, limit: samples.count)
        var slopes: Tensor?
        for begin in stride(from: 0, to: samples.count, by: batch) {
            try Cancellation.check()
            let part = samples[begin..<min(begin + batch, samples.count)]
            let points = Tensor.concatenated(part.map { start + way * $0.place }).detached
            let gradients = try withGradient {
                let points = points.requiringGradient
                return try gradient(of: projection(points, weights, region).sum(), with: points)
            }
            let factors = Tensor(part.map { Float($0.weight) }, shape: [part.count, 1, 1, 1]).moved(
                to: gradients.device)
            let sum = (gradients * factors).sum([0], keepingDimensions: true)
            slopes = slopes.map { $0 + sum } ?? sum
        }
        let pixels = withoutGradient { ((slopes ?? way.zerosLike) * way).sum([0, 1]).floats }
        let ends = try withoutGradient {
            try projection(.concatenated([start, input]), weights, region).elements(as: Double.self)
        }
        let map = pooled(pixels, height: image.height, width: image.width)
        let rise = ends[1] - ends[0]
        let sum = map.values.reduce(0) { $0 + Double($1) }
        return Answer(map: map, rise: rise, gap: rise == 0 ? nil : abs(sum - rise) / abs(rise))
    }

    /// f but for a constant: `[picture]`.
    private func projection(_ input: Tensor, _ weights: [Float], _ region: Mask?) throws -> Tensor {
        let means = try features.planes(of: input).map { planes in
            guard let region, region.bits.contains(true) else { return planes.mean([2, 3]) }
            let (height, width) = (planes.shape[2], planes.shape[3])
            let parts = Tensor(region.parts(height: height, width: width), shape: [1, 1, height, width])
            return (planes * parts.moved(to: planes.device)).sum([2, 3])
        }
        let width = means.reduce(0) { $0 + $1.shape[1] }
        guard width == weights.count else {
            throw RationaleError(.usage, "a concept of width \(weights.count) is none of layers with \(width) channels")
        }
        let features = Tensor.concatenated(means, dimension: 1)
        return features.matmul(Tensor(weights, shape: [width, 1]).moved(to: features.device)).squeezed(1)
    }

    /// `d / ⟨d, d⟩`, by the channels of activations as they are.
    private func weights(of center: [Float]) throws -> [Float] {
        guard center.count == origin.count else {
            throw RationaleError(
                .usage, "a concept of width \(center.count) is compared with features of width \(origin.count)")
        }
        let direction = zip(center, origin).map { $0 - $1 }
        let square = direction.reduce(0) { $0 + $1 * $1 }
        guard square > 0, square.isFinite else {
            throw RationaleError(.badData, "a concept that does not differ from what is usual has no direction")
        }
        let unit = direction.map { $0 / square }
        guard let scale = features.scale else { return unit }
        let root = Float(unit.count).squareRoot()
        return zip(unit, scale.deviation.floats).map { $0 / $1 / root }
    }

    /// Sums over square cells.
    private func pooled(_ pixels: [Float], height: Int, width: Int) -> Heatmap {
        let side = max(1, Int((Double(max(height, width)) / Double(max(1, cells))).rounded(.up)))
        let (rows, columns) = (max(1, height / side), max(1, width / side))
        var sums = [Float](repeating: 0, count: rows * columns)
        for row in 0..<height {
            for column in 0..<width {
                sums[row * rows / height * columns + column * columns / width] += pixels[row * width + column]
            }
        }
        return Heatmap(height: rows, width: columns, values: sums)
    }
}

extension Mask {
    /// How much of the region lies in each cell of a grid over the picture; they add up to 1.
    fileprivate func parts(height gridHeight: Int, width gridWidth: Int) -> [Float] {
        var parts = [Float](repeating: 0, count: gridHeight * gridWidth)
        let each = 1 / Float(area)
        for row in 0..<height {
            for column in 0..<width where self[row, column] {
                parts[row * gridHeight / height * gridWidth + column * gridWidth / width] += each
            }
        }
        return parts
    }
}
