import RationaleCore
import RationaleImaging
import Testing

@Suite("Felzenszwalb and Huttenlocher by the definition")
struct FelzenszwalbTwinTests {
    /// Regions as lists of pixels, and Int(region) as the heaviest edge that joined it, straight from the paper.
    static func labels(of image: Image, scale: Double, minSize: Int) -> [Int] {
        let (height, width) = (image.height, image.width)
        func color(_ pixel: Int) -> [Double] { (0..<3).map { Double(image.pixels[3 * pixel + $0]) / 255 } }
        var edges: [(weight: Double, a: Int, b: Int)] = []
        for (down, right) in [(0, 1), (1, 0), (1, 1), (1, -1)] {
            for row in 0..<height - down {
                for column in 0..<width where column + right >= 0 && column + right < width {
                    let (a, b) = (row * width + column, (row + down) * width + column + right)
                    let squares = zip(color(a), color(b)).map { ($0 - $1) * ($0 - $1) }
                    edges.append((squares.reduce(0, +).squareRoot(), a, b))
                }
            }
        }
        edges.sort { $0.weight < $1.weight }
        var regions = (0..<height * width).map { (pixels: Set([$0]), inner: 0.0) }
        func region(of pixel: Int) -> Int { regions.firstIndex { $0.pixels.contains(pixel) } ?? -1 }
        for isLast in [false, true] {
            for edge in edges {
                let (a, b) = (region(of: edge.a), region(of: edge.b))
                guard a != b else { continue }
                let limits = [a, b].map { regions[$0].inner + scale / 255 / Double(regions[$0].pixels.count) }
                let isSmall = min(regions[a].pixels.count, regions[b].pixels.count) < minSize
                guard isLast ? isSmall : edge.weight < min(limits[0], limits[1]) else { continue }
                regions[a] = (regions[a].pixels.union(regions[b].pixels), edge.weight)
                regions.remove(at: b)
            }
        }
        let ordered = regions.sorted { ($0.pixels.min() ?? 0) < ($1.pixels.min() ?? 0) }
        return (0..<height * width).map { pixel in ordered.firstIndex { $0.pixels.contains(pixel) } ?? -1 }
    }

    @Test(arguments: [(20.0, 0), (100, 0), (100, 4), (150, 6)])
    func `equals the definition on a tiny picture`(scale: Double, minSize: Int) throws {
        var random = SplitMix64(seed: 5)
        // Random levels: no two edges weigh the same, so that no order of equals decides.
        let pixels = (0..<9 * 7 * 3).map { _ in UInt8(random.index(below: 256)) }
        let image = Image(width: 9, height: 7, pixels: pixels)
        let found = try Felzenszwalb(scale: scale, sigma: 0, minSize: minSize).segment(image)
        #expect(found.labels.map(Int.init) == Self.labels(of: image, scale: scale, minSize: minSize))
        #expect(found.count > 1)
    }
}
