import RationaleCore
import RationaleImaging
import Testing

struct PhotoRegionTests {
    /// torchvision: Resize(256) makes 500×375 (width × height) 341×256, CenterCrop(224) begins at 58, 16:
    /// round(58.5) is 58, half to even.
    @Test func theCentreCropOfAWidePhoto() throws {
        let region = try PhotoRegion(seenThrough: .imageNet(), height: 375, width: 500)
        let horizontal = 500.0 / 341
        let vertical = 375.0 / 256
        #expect(
            region == PhotoRegion(x: 58 * horizontal, y: 16 * vertical, width: 224 * horizontal, height: 224 * vertical)
        )
    }

    @Test func withoutResizeAndCropItIsTheWholePhoto() throws {
        let chain = Preprocessing(resize: nil, mean: [0], standardDeviation: [1])
        #expect(
            try PhotoRegion(seenThrough: chain, height: 30, width: 40)
                == PhotoRegion(whole: Image(width: 40, height: 30)))
    }

    @Test func aSmallerPhotoGetsABorder() throws {
        // torchvision pads (crop − length) / 2 places, cut, before the photo.
        let chain = Preprocessing(resize: nil, cropHeight: 33, cropWidth: 40, mean: [0], standardDeviation: [1])
        let region = try PhotoRegion(seenThrough: chain, height: 30, width: 40)
        #expect(region == PhotoRegion(x: 0, y: -1, width: 40, height: 33))
    }

    @Test func bothSidesSet() throws {
        let chain = Preprocessing(
            resize: .exactly(height: 10, width: 20), mean: [0], standardDeviation: [1])
        #expect(
            try PhotoRegion(seenThrough: chain, height: 30, width: 40)
                == PhotoRegion(x: 0, y: 0, width: 40, height: 30))
    }
}
