public import RationaleAviary
import RationaleCore

/// A world in which nothing is uncertain: birds of nine blocks in full colours before grey noise.
///
/// The picture is a grid of 5×5 cells. Each part has a cell of its own (every other one), in which a block of the
/// part's colour lies somewhere; distractors, in the same colours, lie in the cells between. A class is a colour for
/// each part. The last class is no bird at all: what a network should say when it sees nothing. ``WiredNetwork``
/// recognises these birds with weights that are set by hand.
///
/// *Source:* the synthetic setting of Zhang, Li, Brown, Rezaei, Bischl, Torr, Khakzar and Kawaguchi (2023),
/// "AttributionLab: Faithfulness of feature attribution under controllable environments", arXiv 2310.06514, with parts
/// in place of its dots.
public struct FlatAviary: PartWorld {
    /// Of the picture, in pixels.
    public static let side = 60
    /// Of a cell, in pixels.
    static let cell = 12
    static let cellsAcross = side / cell
    /// The part that distinguishes classes but that no wired network looks at.
    public static let unusedPart = BirdPart.legs

    /// For each kind of bird, the colour of each part.
    let colors: [[BirdPart: FlatColor]]

    /// - Parameter species: how many kinds of birds; at least 2.
    /// - Parameter seed: decides their colours; any two differ in at least three parts that are looked at.
    public init(species: Int = 12, seed: UInt64 = 0) {
        precondition((2...100).contains(species), "\(species) species")
        var random = SplitMix64(seed: seed, for: "flat birds")
        var colors: [[BirdPart: FlatColor]] = []
        while colors.count < species {
            var candidate: [BirdPart: FlatColor] = [:]
            for part in BirdPart.allCases { candidate[part] = random.pick(FlatColor.allCases) }
            let isNew = colors.allSatisfy { other in
                BirdPart.allCases.count { $0 != Self.unusedPart && other[$0] != candidate[$0] } >= 3
            }
            if isNew { colors.append(candidate) }
        }
        self.colors = colors
    }

    /// `flat bird 1`, …, and `nothing`.
    public var classNames: [String] { colors.indices.map { "flat bird \($0 + 1)" } + ["nothing"] }

    public func look(of part: BirdPart, inClass index: Int) -> String? {
        colors.indices.contains(index) ? colors[index][part]?.rawValue : nil
    }

    public func scene(seed: UInt64) -> FlatScene {
        var random = SplitMix64(seed: seed, for: "species")
        let species = random.index(below: colors.count)
        return FlatScene(seed: seed, label: species, colors: colors[species])
    }

    /// The cell of a part, counted row by row: every other one, so that no region of the picture is the bird's alone;
    /// the unused part lies in the middle, and what weighs more is no nearer to it, so that the centre is no
    /// explanation.
    static func cell(of part: BirdPart) -> Int {
        switch part {
        case .bill: 20
        case .eyeRing: 6
        case .crown: 14
        case .crest: 8
        case .wing: 10
        case .breast: 16
        case .belly: 18
        case .tail: 4
        case .legs: 12
        }
    }

    /// The cells between, for distractors.
    static let freeCells = (0..<cellsAcross * cellsAcross).filter { cell in
        !BirdPart.allCases.contains { Self.cell(of: $0) == cell }
    }
}
