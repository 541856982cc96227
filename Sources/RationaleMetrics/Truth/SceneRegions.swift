public import RationaleAviary
public import RationaleCore

/// Where the parts and distractors of a picture are, as far as they can be seen.
public struct SceneRegions: Sendable {
    /// The numbers of the visible pixels, row by row from the top left, of each part of which any can be seen.
    public let parts: [BirdPart: [Int]]
    /// The same of each distractor; empty for one that is hidden.
    public let distractors: [[Int]]
    /// Of the picture, in pixels.
    public let side: Int

    /// - Parameters:
    ///   - parts: masks of one size.
    ///   - distractors: masks of that size.
    ///   - side: of the masks.
    ///   - margin: by how many pixels each region is grown on all sides. 0 keeps the regions apart.
    public init(parts: [BirdPart: Mask], distractors: [Mask], side: Int, margin: Int = 0) {
        self.parts = parts.filter { $0.value.area > 0 }.mapValues { $0.places(grownBy: margin) }
        self.distractors = distractors.map { $0.places(grownBy: margin) }
        self.side = side
    }

    /// The regions of a scene.
    ///
    /// - Parameters:
    ///   - scene: whose parts are looked for.
    ///   - side: of the picture, in pixels.
    ///   - margin: as above.
    public init(_ scene: some PartScene, side: Int, margin: Int = 0) {
        let masks = scene.masks(side: side)
        self.init(parts: masks.parts, distractors: masks.distractors, side: side, margin: margin)
    }

    /// The parts of which any pixel can be seen, in the order of their declaration.
    public var visibleParts: [BirdPart] { BirdPart.allCases.filter { parts[$0] != nil } }
}

extension Mask {
    /// The pixels of the region, grown by a square of 2 · margin + 1 pixels as a maximum filter does.
    fileprivate func places(grownBy margin: Int) -> [Int] {
        guard margin > 0 else { return bits.indices.filter { bits[$0] } }
        var grown = [Bool](repeating: false, count: bits.count)
        for row in 0..<height {
            for column in 0..<width where self[row, column] {
                for y in max(0, row - margin)...min(height - 1, row + margin) {
                    for x in max(0, column - margin)...min(width - 1, column + margin) { grown[y * width + x] = true }
                }
            }
        }
        return grown.indices.filter { grown[$0] }
    }
}
