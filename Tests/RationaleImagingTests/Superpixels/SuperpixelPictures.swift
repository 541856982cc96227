import RationaleImaging
import Testing

extension Image {
    /// The pictures by formula that `scripts/reference/superpixels.py` makes as well; `nil` for an unknown name.
    static func forSuperpixels(_ name: String, width: Int, height: Int) -> Image? {
        switch name {
        case "rough": synthetic(width: width, height: height)
        case "shapes": shapes(width: width, height: height)
        case "flat": Image(width: width, height: height, color: (90, 120, 200))
        case "halves":
            Image(
                width: width, height: height,
                pixels: (0..<height * width * 3).map { $0 / 3 % width < width / 2 ? 255 : 0 })
        default: nil
        }
    }

    /// A disc and a bar of one colour each before a background that grows lighter.
    private static func shapes(width: Int, height: Int) -> Image {
        var pixels: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                let (right, down) = (x - width / 3, y - height / 3)
                if right * right + down * down < (height / 4) * (height / 4) {
                    pixels += [220, 40, 50]
                } else if abs(2 * x - 3 * y + height) < 9 {
                    pixels += [30, 140, 200]
                } else {
                    pixels += [UInt8(60 + x), UInt8(80 + y + x / 3), UInt8(120 + x * y / 100)]
                }
            }
        }
        return Image(width: width, height: height, pixels: pixels)
    }

    /// A part of this picture.
    func part(top: Int, left: Int, width: Int, height: Int) -> Image {
        let rows = (top..<top + height).map { row in
            pixels[(row * self.width + left) * 3..<(row * self.width + left + width) * 3]
        }
        return Image(width: width, height: height, pixels: Array(rows.joined()))
    }
}

/// A label map of scikit-image, and what it was made from.
struct GoldenSuperpixels: Decodable, Sendable {
    struct File: Decodable {
        let cases: [GoldenSuperpixels]
    }

    struct Settings: Decodable, Sendable {
        var segments: Int?
        var compactness: Double?
        var sigma: Double?
        var iterations: Int?
        var enforcesConnectivity: Bool?
        var minSizeFactor: Double?
        var maxSizeFactor: Double?
        var markers: Int?
        var ratio: Double?
        var kernelSize: Double?
        var maxDistance: Double?
        var scale: Double?
        var minSize: Int?
    }

    let method: String
    let settings: Settings
    let width: Int
    let height: Int
    let count: Int
    /// Run lengths of the differences from row to row.
    let runs: [Int]
    var picture: String?
    var photo: String?
    var top: Int?
    var left: Int?

    /// `[height, width]`.
    var labels: [Int32] {
        var labels: [Int32] = []
        for pair in stride(from: 0, to: runs.count, by: 2) {
            for _ in 0..<runs[pair + 1] {
                let above = labels.count < width ? 0 : labels[labels.count - width]
                labels.append(above + Int32(runs[pair]))
            }
        }
        return labels
    }

    /// The method with these settings, all of which the file names.
    func superpixels() -> (any SuperpixelMethod)? {
        let (sigma, compactness) = (settings.sigma ?? .nan, settings.compactness ?? .nan)
        switch method {
        case "slic":
            return SLIC(
                segments: settings.segments ?? 0, compactness: compactness, sigma: sigma,
                iterations: settings.iterations ?? 10, enforcesConnectivity: settings.enforcesConnectivity ?? true,
                minSizeFactor: settings.minSizeFactor ?? 0.5, maxSizeFactor: settings.maxSizeFactor ?? 3)
        case "watershed": return Watershed(markers: settings.markers ?? 0, compactness: compactness)
        case "quickshift":
            return Quickshift(
                ratio: settings.ratio ?? .nan, kernelSize: settings.kernelSize ?? .nan,
                maxDistance: settings.maxDistance ?? .nan, sigma: sigma)
        case "felzenszwalb":
            return Felzenszwalb(scale: settings.scale ?? .nan, sigma: sigma, minSize: settings.minSize ?? -1)
        default: return nil
        }
    }
}

extension GoldenSuperpixels: CustomTestStringConvertible {
    var testDescription: String { "\(method) of \(picture ?? photo ?? "") \(width)×\(height), \(count) regions" }
}

/// Hubert and Arabie (1985) by counting pairs of pixels one by one: agreements beyond chance.
func slowAdjustedRandIndex(_ first: [Int32], _ second: [Int32]) -> Double {
    var (both, inFirst, inSecond, pairs) = (0.0, 0.0, 0.0, 0.0)
    for a in first.indices {
        for b in first.indices where b > a {
            let (x, y) = (first[a] == first[b], second[a] == second[b])
            both += x && y ? 1 : 0
            inFirst += x ? 1 : 0
            inSecond += y ? 1 : 0
            pairs += 1
        }
    }
    let chance = inFirst * inSecond / pairs
    let most = (inFirst + inSecond) / 2
    return most == chance ? 1 : (both - chance) / (most - chance)
}
