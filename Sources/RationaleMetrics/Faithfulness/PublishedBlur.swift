import RationaleCore
import RationaleTorch

/// torchvision's `GaussianBlur` with the kernel size that the published insertion gives it: `int(2σ − 1)`.
struct PublishedBlur {
    private let deviation: Double
    private let half: Int

    /// - Throws: `RationaleError.Code.usage` where torchvision refuses the kernel: of an even size, or of none.
    init(standardDeviation deviation: Double) throws(RationaleError) {
        let size = deviation.isFinite && deviation < 1000 ? Int(2 * deviation - 1) : 0
        guard size > 0, size % 2 == 1 else {
            throw RationaleError(
                .usage,
                "the published blur of \(deviation) pixels has a kernel of \(size) pixels, which is no odd number",
                hint: "Give a whole number from 1 to 999, such as 15, or leave the published form.")
        }
        self.deviation = deviation
        half = size / 2
    }

    /// - Parameter picture: `[1, channel, height, width]`.
    /// - Throws: `RationaleError.Code.usage` for a picture that is too small to be mirrored at its edges.
    func blurred(_ picture: Tensor) throws(RationaleError) -> Tensor {
        guard picture.shape[2] > half, picture.shape[3] > half else {
            throw RationaleError(
                .usage,
                "the published blur mirrors \(half) pixels at each edge, and the picture is "
                    + "\(picture.shape[2])×\(picture.shape[3])", hint: "Give a smaller --blur.")
        }
        return picture.blurred(deviation: deviation, radius: half, edge: .mirrored)
    }
}
