import RationaleCore
import RationaleImaging
import Testing

@Suite("Superpixels")
struct SuperpixelTests {
    static let pictures = ["rough", "shapes", "flat", "halves"]

    /// The number of regions that are not connected through edges, or through edges and corners.
    static func brokenRegions(of segmentation: Segmentation, throughCorners: Bool) -> Int {
        let (height, width) = (segmentation.height, segmentation.width)
        var isSeen = [Bool](repeating: false, count: height * width)
        var parts = [Int](repeating: 0, count: segmentation.count)
        for start in isSeen.indices where !isSeen[start] {
            parts[Int(segmentation.labels[start])] += 1
            var waiting = [start]
            isSeen[start] = true
            while let pixel = waiting.popLast() {
                for (down, right) in [(-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1)] {
                    let (row, column) = (pixel / width + down, pixel % width + right)
                    guard row >= 0, row < height, column >= 0, column < width else { continue }
                    guard throughCorners || down == 0 || right == 0 else { continue }
                    let neighbor = row * width + column
                    guard !isSeen[neighbor], segmentation.labels[neighbor] == segmentation.labels[start] else {
                        continue
                    }
                    isSeen[neighbor] = true
                    waiting.append(neighbor)
                }
            }
        }
        return parts.count { $0 != 1 }
    }

    @Test(arguments: pictures)
    func `labels have no gaps, and the same picture has the same ones`(picture: String) throws {
        let image = try #require(Image.forSuperpixels(picture, width: 50, height: 40))
        for superpixels in Superpixels.methods {
            for method in [superpixels.method] + superpixels.resolutions {
                let found = try method.segment(image)
                #expect((found.height, found.width) == (40, 50))
                #expect(Set(found.labels).sorted() == (0..<Int32(found.count)).map { $0 }, "\(method)")
                #expect(try method.segment(image) == found)
            }
        }
    }

    @Test(arguments: pictures)
    func `regions are connected`(picture: String) throws {
        let image = try #require(Image.forSuperpixels(picture, width: 61, height: 47))
        let methods: [(method: any SuperpixelMethod, throughCorners: Bool)] = [
            (SLIC(segments: 20, compactness: 1), false), (SLIC(segments: 50, compactness: 20, sigma: 1), false),
            (SLIC(segments: 50, compactness: 0.1, minSizeFactor: 0.9), false), (Watershed(markers: 30), false),
            (Watershed(markers: 30, compactness: 0.01), false), (Felzenszwalb(scale: 100, minSize: 10), true),
        ]
        for (method, throughCorners) in methods {
            let found = try method.segment(image)
            #expect(Self.brokenRegions(of: found, throughCorners: throughCorners) == 0, "\(method)")
        }
    }

    @Test func `SLIC without connection has a region for each centre of one colour`() throws {
        let image = try #require(Image.forSuperpixels("flat", width: 40, height: 40))
        let found = try SLIC(segments: 16, enforcesConnectivity: false).segment(image)
        #expect(found.count == 16)
    }

    @Test func `SLIC makes squarer regions with more compactness`() throws {
        let image = Image.synthetic(width: 80, height: 60)
        func roughness(_ compactness: Double) throws -> Int {
            let found = try SLIC(segments: 20, compactness: compactness, enforcesConnectivity: false).segment(image)
            return (0..<60).reduce(0) { sum, row in
                sum + (1..<80).count { found[row, $0] != found[row, $0 - 1] }
            }
        }
        #expect(try roughness(100) < roughness(1))
    }

    @Test func `settings outside their range are refused by name`() throws {
        let image = Image(width: 4, height: 3)
        let refused: [(method: any SuperpixelMethod, says: String)] = [
            (SLIC(segments: 0), "slic: segments is 0; it must be in 1 …"),
            (SLIC(segments: -3), "slic: segments is -3"),
            (SLIC(compactness: 0), "slic: compactness is 0; it must be a number, above 0."),
            (SLIC(compactness: .nan), "slic: compactness is nan"),
            (SLIC(sigma: -1), "slic: sigma is -1; it must be a number, 0 … 1000."),
            (SLIC(sigma: .infinity), "slic: sigma is inf"),
            (SLIC(sigma: .nan), "slic: sigma is nan"),
            (Felzenszwalb(sigma: 1001), "felzenszwalb: sigma is 1001; it must be a number, 0 … 1000."),
            (SLIC(iterations: 0), "slic: iterations is 0"),
            (SLIC(minSizeFactor: -0.5), "slic: minSizeFactor is -0.5"),
            (SLIC(minSizeFactor: 2, maxSizeFactor: 1), "slic: maxSizeFactor is 1; it must be a number, at least 2."),
            (Watershed(markers: 0), "watershed: markers is 0"),
            (Watershed(compactness: -0.1), "watershed: compactness is -0.1; it must be a number, at least 0."),
            (Quickshift(ratio: -1), "quickshift: ratio is -1"),
            (Quickshift(kernelSize: 0.5), "quickshift: kernelSize is 0.5; it must be a number, at least 1."),
            (Quickshift(maxDistance: -1), "quickshift: maxDistance is -1"),
            (Quickshift(sigma: -.infinity), "quickshift: sigma is -inf"),
            (Felzenszwalb(scale: 0), "felzenszwalb: scale is 0; it must be a number, above 0."),
            (Felzenszwalb(sigma: -2), "felzenszwalb: sigma is -2"),
            (Felzenszwalb(minSize: -1), "felzenszwalb: minSize is -1"),
        ]
        for (method, says) in refused {
            let error = #expect(throws: RationaleError.self, "\(method)") { try method.segment(image) }
            #expect(error?.code == .usage)
            #expect(error?.message.hasPrefix(says) == true, "\(error?.message ?? "") does not begin with \(says)")
        }
    }

    @Test func `extreme settings end with a map all the same`() throws {
        let image = Image.synthetic(width: 13, height: 11)
        let methods: [any SuperpixelMethod] = [
            SLIC(compactness: 1e-300), SLIC(compactness: 1e300), SLIC(compactness: .leastNonzeroMagnitude),
            SLIC(sigma: 1000), SLIC(minSizeFactor: 1e300, maxSizeFactor: 1e301), SLIC(maxSizeFactor: 1e300),
            SLIC(segments: .init(Int32.max), iterations: .init(Int32.max)), SLIC(minSizeFactor: 0, maxSizeFactor: 0),
            Watershed(markers: .init(Int32.max)), Watershed(compactness: 1e300),
            Quickshift(ratio: 1e300), Quickshift(ratio: 0, kernelSize: 1e300, maxDistance: 1e300),
            Quickshift(maxDistance: 0), Felzenszwalb(scale: 1e300, minSize: .init(Int32.max)),
        ]
        for method in methods {
            let found = try method.segment(image)
            #expect(found.labels.count == 143, "\(method)")
            #expect((1...143).contains(found.count), "\(method)")
        }
    }

    @Test(arguments: [(1, 1), (1, 9), (9, 1), (2, 2), (5, 3)])
    func `pictures smaller than the number of regions are cut`(height: Int, width: Int) throws {
        let image = Image.synthetic(width: width, height: height)
        for superpixels in Superpixels.methods {
            for method in superpixels.resolutions {
                let found = try method.segment(image)
                #expect(found.labels.count == height * width)
                #expect(found.count <= height * width)
            }
        }
        #expect(try Watershed(markers: 80).segment(image).count == height * width)
        #expect(try SLIC(segments: 80, enforcesConnectivity: false).segment(image).count == height * width)
    }

    @Test func `methods are found by name, and near names are suggested`() throws {
        #expect(Superpixels.methods.map(\.name) == ["slic", "watershed", "quickshift", "felzenszwalb"])
        #expect(try Superpixels(named: "SLIC").method is SLIC)
        #expect(try Superpixels(named: "quickshift").resolutions.count == 3)
        let error = #expect(throws: RationaleError.self) { try Superpixels(named: "felzenswalb") }
        #expect(error?.code == .usage)
        #expect(error?.hint?.contains("Did you mean felzenszwalb?") == true)
    }

    @Test func `the settings of ACE and VRX are those published`() {
        #expect(SLIC.resolutions.map(\.segments) == [15, 50, 80])
        #expect(SLIC.resolutions.allSatisfy { $0.compactness == 20 && $0.sigma == 1 && $0.iterations == 10 })
        #expect(Watershed.resolutions == [15, 50, 80].map { Watershed(markers: $0, compactness: 0) })
        #expect(
            Quickshift.resolutions
                == [20, 15, 10].map { Quickshift(ratio: 1, kernelSize: 10, maxDistance: $0, sigma: 0) })
        #expect(
            Felzenszwalb.resolutions == [1200, 500, 250].map { Felzenszwalb(scale: $0, sigma: 0.8, minSize: 20) })
    }
}
