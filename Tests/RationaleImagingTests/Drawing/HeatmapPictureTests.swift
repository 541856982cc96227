import RationaleCore
import RationaleImaging
import Testing

struct HeatmapPictureTests {
    private static let photo = Image(width: 6, height: 4, color: (100, 150, 200))

    /// Left half nothing, right half everything.
    private static let halves = Heatmap(height: 1, width: 2, values: [0, 1])

    @Test func rawPaintsOnePixelAPlace() throws {
        let raw = try HeatmapPicture(Self.halves, isSigned: false, scale: HeatmapScale(range: 0...1, isSigned: false))
            .raw()
        #expect(raw == Image(width: 2, height: 1, pixels: [0x44, 0x01, 0x54, 0xfd, 0xe7, 0x24]))
    }

    @Test func zeroIsNeutralInAMapWithASign() throws {
        let map = Heatmap(height: 1, width: 3, values: [-1, 0, 2])
        let picture = try HeatmapPicture(map, isSigned: true, colorMap: .bwr)
        let middle = picture.raw()[0, 1]
        #expect(middle == (255, 254, 254))
    }

    @Test func uniformOpacityBlendsEverywhere() throws {
        let picture = try HeatmapPicture(
            Self.halves, isSigned: false, colorMap: .gray, scale: HeatmapScale(range: 0...1, isSigned: false))
        let overlay = picture.overlay(on: Self.photo, opacity: .uniform(0.5))
        #expect(overlay[0, 0] == (50, 75, 100))
        #expect(overlay[3, 5] == (178, 203, 228))
        #expect(picture.overlay(on: Self.photo, opacity: .uniform(0)) == Self.photo)
    }

    @Test func byStrengthLeavesThePhotoWhereTheMapSaysNothing() throws {
        let picture = try HeatmapPicture(
            Self.halves, isSigned: false, colorMap: .gray, scale: HeatmapScale(range: 0...1, isSigned: false))
        let overlay = picture.overlay(on: Self.photo, opacity: .byStrength(maximum: 1))
        #expect(overlay[0, 0] == (100, 150, 200))
        #expect(overlay[0, 5] == (255, 255, 255))
    }

    @Test func outsideTheRegionThePhotoStays() throws {
        let picture = try HeatmapPicture(Self.halves, isSigned: false)
        let region = PhotoRegion(x: 2, y: 1, width: 2, height: 2)
        let overlay = picture.overlay(on: Self.photo, region: region, opacity: .uniform(1))
        for row in 0..<4 {
            for column in 0..<6 {
                let isInside = (1...2).contains(row) && (2...3).contains(column)
                #expect((overlay[row, column] != Self.photo[row, column]) == isInside)
            }
        }
    }

    @Test(arguments: [
        PhotoRegion(x: -50, y: -50, width: 10, height: 10), PhotoRegion(x: 0, y: 0, width: 0, height: 5),
        PhotoRegion(x: .nan, y: 0, width: 5, height: 5),
    ])
    func aRegionBesideThePhotoChangesNothing(region: PhotoRegion) throws {
        let picture = try HeatmapPicture(Self.halves, isSigned: false)
        #expect(picture.overlay(on: Self.photo, region: region) == Self.photo)
    }

    @Test func theOverlayIsTheResizedMap() throws {
        // The slow way: resize with the map's own function, then colour and blend each pixel.
        let values = (0..<20).map { Float(($0 * 7) % 11) }
        let map = Heatmap(height: 4, width: 5, values: values)
        let photo = Image(width: 33, height: 21, pixels: (0..<(33 * 21 * 3)).map { UInt8($0 % 251) })
        let picture = try HeatmapPicture(map, isSigned: false, colorMap: .magma)
        let overlay = picture.overlay(on: photo, opacity: .uniform(0.4))
        let resized = map.resized(height: 21, width: 33)
        for row in 0..<21 {
            for column in 0..<33 {
                let color = ColorMap.magma[picture.scale.fraction(of: resized[row, column])]
                let expected = 0.6 * Double(photo[row, column].green) + 0.4 * Double(color.green)
                #expect(abs(Double(overlay[row, column].green) - expected) < 1.5)
            }
        }
    }

    @Test func layersAreSmallAndRepeatable() throws {
        let map = Heatmap(height: 7, width: 7, values: (0..<49).map(Float.init))
        let picture = try HeatmapPicture(map, isSigned: false)
        let layer = try picture.layerPNG()
        #expect(layer.prefix(8) == [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
        // Width and height of the header, and colour type 3: a palette.
        #expect(layer[16..<26] == [0, 0, 0, 224, 0, 0, 0, 224, 8, 3])
        #expect(try layer == picture.layerPNG())
        #expect(try Image(decoding: picture.rawPNG()) == picture.raw())
    }
}
