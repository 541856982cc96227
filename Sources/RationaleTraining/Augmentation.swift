import Foundation
public import RationaleCore
public import RationaleImaging

/// Changes to a training picture that leave its class as it is, drawn anew for each sample.
///
/// What is drawn is a value of its own, ``Drawn``: it changes the picture, and moves maps, points and boxes that lie on
/// the picture by the same ``Warp``.
///
/// ```swift
/// let change = augmentation.drawn(forSample: number, seed: seed, height: 224, width: 224)
/// let picture = change(image)
/// let expected = maps.warped(by: [change.warp])
/// ```
public struct Augmentation: Sendable, Hashable, Codable {
    /// Whether half of the pictures are mirrored left to right.
    public var flips = false
    /// The most pixels by which a picture is moved in each direction; its edge is repeated where it leaves.
    public var shift = 0
    /// The most by which all levels are scaled: a factor from `1 − x` to `1 + x`.
    public var brightness = 0.0
    /// The same for the distance of each level from the picture's mean.
    public var contrast = 0.0
    /// The same for the distance of each colour from its own grey.
    public var saturation = 0.0
    /// Which parts of a picture may fill the whole of it; `nil` for the picture as it is.
    public var crop: Crop?

    public init() {}

    /// A part of random size and place, scaled to the size of the picture, as torchvision's `RandomResizedCrop`.
    ///
    /// Area and aspect ratio (log-uniform) are drawn up to ten times until the part fits into the picture; failing that,
    /// it is the largest one in the middle whose ratio is allowed.
    public struct Crop: Sendable, Hashable, Codable {
        /// The part's area, as a fraction of the picture's; 0.08 to 1 as usual for ImageNet.
        public var area: ClosedRange<Double>
        /// Its width divided by its height; 3/4 to 4/3 as usual.
        public var aspect: ClosedRange<Double>

        public init(area: ClosedRange<Double> = 0.08...1, aspect: ClosedRange<Double> = 3.0 / 4...4.0 / 3) {
            self.area = area
            self.aspect = aspect
        }

        func drawn(height: Int, width: Int, using random: inout SplitMix64) -> Box {
            let (whole, ratio) = (Double(height * width), Double(width) / Double(height))
            for _ in 0..<10 {
                let area = whole * random.uniform(self.area)
                let aspect = exp(random.uniform(log(self.aspect.lowerBound)...log(self.aspect.upperBound)))
                let (columns, rows) = (
                    Int((area * aspect).squareRoot().rounded()), Int((area / aspect).squareRoot().rounded())
                )
                guard (1...width).contains(columns), (1...height).contains(rows) else { continue }
                let y = random.index(below: height - rows + 1)
                let x = random.index(below: width - columns + 1)
                return Box(x: Double(x), y: Double(y), width: Double(columns), height: Double(rows))
            }
            let allowed = min(max(ratio, aspect.lowerBound), aspect.upperBound)
            let columns = ratio > allowed ? (Double(height) * allowed).rounded() : Double(width)
            let rows = ratio < allowed ? (Double(width) / allowed).rounded() : Double(height)
            return Box(
                x: ((Double(width) - columns) / 2).rounded(.down), y: ((Double(height) - rows) / 2).rounded(.down),
                width: columns, height: rows)
        }
    }

    /// What is done to one sample.
    public struct Drawn: Sendable, Hashable, Codable {
        /// Where the content moves.
        public var warp: Warp
        /// The factor of all levels.
        public var brightness: Float = 1
        /// The factor of each level's distance from the picture's mean.
        public var contrast: Float = 1
        /// The factor of each colour's distance from its own grey.
        public var saturation: Float = 1

        public init(_ warp: Warp) { self.warp = warp }

        /// The picture changed: moved, then recoloured.
        ///
        /// - Parameters:
        ///   - image: the picture that ``warp`` is about.
        ///   - height: of the result; the picture's by default.
        ///   - width: of the result; the picture's by default.
        public func callAsFunction(_ image: Image, height: Int? = nil, width: Int? = nil) -> Image {
            let moved = warp(image, height: height, width: width)
            return brightness == 1 && contrast == 1 && saturation == 1 ? moved : recolored(moved)
        }
    }

    /// What is done to a sample of a training: a pure function of its number and the seed.
    ///
    /// - Parameters:
    ///   - number: the sample's.
    ///   - seed: of the augmentation.
    ///   - height: of the picture in pixels.
    ///   - width: of the picture in pixels.
    public func drawn(forSample number: Int, seed: UInt64, height: Int, width: Int) -> Drawn {
        var random = SplitMix64(seed: seed, for: "augmentation \(number)")
        return drawn(height: height, width: width, using: &random)
    }

    /// What is done to a picture of this size.
    ///
    /// - Parameters:
    ///   - height: of the picture in pixels.
    ///   - width: of the picture in pixels.
    ///   - random: decides everything; equal states give equal changes.
    public func drawn(height: Int, width: Int, using random: inout SplitMix64) -> Drawn {
        // Drawn in any case, so that one setting does not change the draws of another.
        let isFlipped = random.chance(0.5) && flips
        let right = random.index(below: 2 * shift + 1) - shift
        let down = random.index(below: 2 * shift + 1) - shift
        func factor(_ most: Double) -> Float { Float(1 + most * (2 * random.unit() - 1)) }
        let factors = (factor(brightness), factor(contrast), factor(saturation))
        var box =
            crop?.drawn(height: height, width: width, using: &random)
            ?? Box(x: 0, y: 0, width: Double(width), height: Double(height))
        // Mirrored pictures move to the right, too.
        box.x -= Double(isFlipped ? -right : right)
        box.y -= Double(down)
        var drawn = Drawn(Warp(height: height, width: width, box: box, isFlipped: isFlipped))
        (drawn.brightness, drawn.contrast, drawn.saturation) = factors
        return drawn
    }

    /// A picture changed.
    ///
    /// - Parameter image: of any size; the result has the same.
    /// - Parameter random: decides everything; equal states give equal pictures.
    public func callAsFunction(_ image: Image, using random: inout SplitMix64) -> Image {
        drawn(height: image.height, width: image.width, using: &random)(image)
    }
}

extension Augmentation.Drawn {
    fileprivate func recolored(_ image: Image) -> Image {
        let mean = Float(image.pixels.reduce(0) { $0 + Int($1) }) / Float(image.pixels.count) * brightness
        let pixels = [UInt8](unsafeUninitializedCapacity: image.pixels.count) { buffer, count in
            image.pixels.withUnsafeBufferPointer { source in
                for start in stride(from: 0, to: source.count, by: 3) {
                    let (red, green, blue) = (Float(source[start]), Float(source[start + 1]), Float(source[start + 2]))
                    // The weights of BT.601, as everybody's luma.
                    let grey = 0.299 * red + 0.587 * green + 0.114 * blue
                    func level(_ value: Float) -> UInt8 {
                        let colored = (grey + (value - grey) * saturation) * brightness
                        return UInt8(min(max(mean + (colored - mean) * contrast, 0), 255) + 0.5)
                    }
                    buffer[start] = level(red)
                    buffer[start + 1] = level(green)
                    buffer[start + 2] = level(blue)
                }
            }
            count = image.pixels.count
        }
        return Image(width: image.width, height: image.height, pixels: pixels)
    }
}
