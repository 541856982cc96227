public import RationaleAviary
public import RationaleCore
public import RationaleImaging

/// A picture of a ``FlatAviary``.
public struct FlatScene: PartScene {
    /// A rectangle of one colour.
    struct Block: Sendable, Hashable {
        let color: FlatColor
        let rows: Range<Int>
        let columns: Range<Int>

        var area: Int { rows.count * columns.count }

        /// Somewhere in a cell; its sides are 6 or 7 of the cell's 12 pixels.
        init(_ color: FlatColor, inCell cell: Int, _ random: inout SplitMix64) {
            func range(_ start: Int, _ random: inout SplitMix64) -> Range<Int> {
                let length = 6 + random.index(below: 2)
                let from = start + random.index(below: FlatAviary.cell - length + 1)
                return from..<from + length
            }
            self.color = color
            rows = range(cell / FlatAviary.cellsAcross * FlatAviary.cell, &random)
            columns = range(cell % FlatAviary.cellsAcross * FlatAviary.cell, &random)
        }
    }

    public let label: Int
    let parts: [BirdPart: Block]
    let distractors: [Block]
    /// The grey of each pixel where there is nothing.
    private let greys: [UInt8]

    init(seed: UInt64, label: Int, colors: [BirdPart: FlatColor]) {
        self.label = label
        var random = SplitMix64(seed: seed, for: "blocks")
        var parts: [BirdPart: Block] = [:]
        for part in BirdPart.allCases {
            parts[part] = colors[part].map { Block($0, inCell: FlatAviary.cell(of: part), &random) }
        }
        self.parts = parts
        let cells = random.shuffled(FlatAviary.freeCells).prefix(2 + random.index(below: 4))
        distractors = cells.map { Block(random.pick(FlatColor.allCases), inCell: $0, &random) }
        greys = (0..<FlatAviary.side * FlatAviary.side).map { _ in UInt8(60 + random.index(below: 120)) }
    }

    public var distractorCount: Int { distractors.count }

    /// - Precondition: `side` is ``FlatAviary/side``.
    public func picture(_ change: SceneChange, side: Int) -> Image {
        check(side)
        var pixels = greys.flatMap { [$0, $0, $0] }
        let kept = distractors.indices.filter { $0 != change.distractor }.map { distractors[$0] }
        for block in parts.filter({ !change.parts.contains($0.key) }).values + kept {
            for row in block.rows {
                for column in block.columns {
                    for channel in 0..<3 { pixels[(row * side + column) * 3 + channel] = block.color.levels[channel] }
                }
            }
        }
        return Image(width: side, height: side, pixels: pixels)
    }

    /// - Precondition: `side` is ``FlatAviary/side``.
    public func masks(side: Int) -> (parts: [BirdPart: Mask], distractors: [Mask]) {
        check(side)
        return (parts.mapValues(mask), distractors.map(mask))
    }

    private func check(_ side: Int) {
        precondition(side == FlatAviary.side, "flat birds are \(FlatAviary.side) pixels wide, not \(side)")
    }

    private func mask(_ block: Block) -> Mask {
        let side = FlatAviary.side
        let bits = (0..<side * side).map { block.rows.contains($0 / side) && block.columns.contains($0 % side) }
        return Mask(height: side, width: side, bits: bits)
    }
}
