public import RationaleCore
public import RationaleImaging

/// Changes to a training picture that leave its class as it is, drawn anew for each sample.
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

    public init() {}

    /// The picture changed.
    ///
    /// - Parameter image: of any size; the result has the same.
    /// - Parameter random: decides everything; equal states give equal pictures.
    public func callAsFunction(_ image: Image, using random: inout SplitMix64) -> Image {
        // Drawn in any case, so that one setting does not change the draws of another.
        let isFlipped = random.chance(0.5) && flips
        let right = random.index(below: 2 * shift + 1) - shift
        let down = random.index(below: 2 * shift + 1) - shift
        func factor(_ most: Double) -> Float { Float(1 + most * (2 * random.unit() - 1)) }
        let factors = (factor(brightness), factor(contrast), factor(saturation))
        var image = image
        if isFlipped || right != 0 || down != 0 { image = moved(image, flipped: isFlipped, right: right, down: down) }
        guard brightness > 0 || contrast > 0 || saturation > 0 else { return image }
        return recolored(image, brightness: factors.0, contrast: factors.1, saturation: factors.2)
    }

    private func moved(_ image: Image, flipped: Bool, right: Int, down: Int) -> Image {
        let (width, height) = (image.width, image.height)
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { buffer, count in
            image.pixels.withUnsafeBufferPointer { source in
                var target = 0
                for row in 0..<height {
                    let line = min(max(row - down, 0), height - 1) * width
                    for column in 0..<width {
                        let from = min(max(column - right, 0), width - 1)
                        let place = (line + (flipped ? width - 1 - from : from)) * 3
                        for channel in 0..<3 { buffer[target + channel] = source[place + channel] }
                        target += 3
                    }
                }
            }
            count = width * height * 3
        }
        return Image(width: width, height: height, pixels: pixels)
    }

    private func recolored(_ image: Image, brightness: Float, contrast: Float, saturation: Float) -> Image {
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
