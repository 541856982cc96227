import RationaleCore
import RationaleImaging
import Testing

@Suite("Segmentations")
struct SegmentationTests {
    /// 0 0 1 / 2 0 1
    static let small = Segmentation(height: 2, width: 3, labels: [0, 0, 1, 2, 0, 1])

    @Test func `labels are renumbered in ascending order`() {
        let found = Segmentation(height: 1, width: 5, labels: [7, -2, 7, 3, 3])
        #expect(found.labels == [2, 0, 2, 1, 1])
        #expect(found.count == 3)
        let far = Segmentation(height: 1, width: 3, labels: [.max, .min, 0])
        #expect(far.labels == [2, 0, 1])
        #expect(far == Segmentation(height: 1, width: 3, labels: [2, 0, 1]))
    }

    @Test func `areas, boxes and centroids are those of the masks`() throws {
        let found = try SLIC(segments: 30, compactness: 3).segment(Image.synthetic(width: 70, height: 50))
        for region in found.regions {
            let mask = found.mask(of: region.label)
            #expect(region.area == mask.area)
            #expect(region.box == mask.box)
            var sum = SIMD2<Double>.zero
            for row in 0..<50 { for column in 0..<70 where mask[row, column] { sum += [Double(column), Double(row)] } }
            #expect(region.centroid == sum / Double(mask.area))
        }
        #expect(found.regions.map(\.label) == Array(0..<found.count))
    }

    @Test func `regions of a map of six pixels`() {
        let regions = Self.small.regions
        #expect(regions.map(\.area) == [3, 2, 1])
        #expect(regions[0].box == Box(x: 0, y: 0, width: 2, height: 2))
        #expect(regions[0].centroid == [2.0 / 3, 1.0 / 3])
        #expect(regions[1].centroid == [2, 0.5])
        #expect(Self.small[1, 0] == 2)
        #expect(Self.small.mask(of: 1).bits == [false, false, true, false, false, true])
    }

    @Test func `areas inside a mask and areas shared with another segmentation`() {
        let mask = Mask(height: 2, width: 3, bits: [true, true, false, false, true, true])
        #expect(Self.small.areas(inside: mask) == [3, 1, 0])
        let rows = Segmentation(height: 2, width: 3, labels: [0, 0, 0, 1, 1, 1])
        #expect(Self.small.sharedAreas(with: rows) == [2, 1, 1, 1, 0, 1])
        #expect(rows.sharedAreas(with: Self.small) == [2, 1, 0, 1, 1, 1])
    }
}
