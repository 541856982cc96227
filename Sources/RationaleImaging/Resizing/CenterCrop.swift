/// One axis of torchvision's `CenterCrop`: which places are kept, and how many black ones come before them.
struct CenterCrop: Equatable {
    /// The length of the result.
    let length: Int
    /// The places that are kept of the source.
    let kept: Range<Int>
    /// The number of black places before the first kept one.
    let before: Int

    init(from source: Int, to length: Int) {
        self.length = length
        if length > source {
            kept = 0..<source
            before = (length - source) / 2
        } else {
            // Python rounds halves to even: a surplus of 3 skips 2 places, one of 5 skips 2 as well.
            let surplus = source - length
            let skipped = surplus / 2 + (surplus % 4 == 3 ? 1 : 0)
            kept = skipped..<(skipped + length)
            before = 0
        }
    }
}
