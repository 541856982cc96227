public import RationaleCore
public import RationaleImaging

/// Overviews of an aviary as one picture.
///
/// All throw `RationaleError.Code.usage` where the sheet would be larger than can be drawn, 32767 pixels a side.
public enum ContactSheet {
    /// Every species once, with its name.
    ///
    /// - Parameter aviary: whose species.
    /// - Parameter side: of each picture, in pixels.
    /// - Parameter seed: decides poses and surroundings.
    /// - Precondition: `side` lies in ``Scene/sides``.
    public static func species(of aviary: Aviary, side: Int, seed: UInt64) throws(RationaleError) -> Image {
        let cells = aviary.species.indices.map { index in
            let scene = aviary.scene(seed: seed &+ UInt64(index), species: index)
            return SheetCell(label: aviary.species[index].name, picture: scene.picture(side: side))
        }
        return try SheetLayout(columns: 10, side: side).image(of: cells)
    }

    /// One species in many scenes.
    ///
    /// - Parameter aviary: where it lives.
    /// - Parameter species: its index.
    /// - Parameter count: of the scenes.
    /// - Parameter side: of each picture, in pixels.
    /// - Parameter seed: of the first scene; the others follow.
    /// - Precondition: `species` is an index into the aviary's species, `count` is positive and `side` lies in
    ///   ``Scene/sides``.
    public static func scenes(of aviary: Aviary, species: Int, count: Int, side: Int, seed: UInt64)
        throws(RationaleError) -> Image
    {
        let cells = (0..<count).map { index in
            let scene = aviary.scene(seed: seed &+ UInt64(index), species: species)
            return SheetCell(label: nil, picture: scene.picture(side: side))
        }
        return try SheetLayout(columns: 8, side: side).image(of: cells)
    }

    /// One scene: as it is, without each part, with a part of another species, without a distractor, and before another
    /// background.
    ///
    /// - Parameter aviary: whose scene.
    /// - Parameter seed: the first scene from here on whose bird has all parts and a distractor beside it is shown.
    /// - Parameter side: of each picture, in pixels.
    /// - Precondition: `side` lies in ``Scene/sides``.
    public static func interventions(of aviary: Aviary, seed: UInt64, side: Int) throws(RationaleError) -> Image {
        let scene = completeScenes(of: aviary, from: seed, count: 1)[0]
        var cells = [SheetCell(label: aviary.species[scene.species].name, picture: scene.picture(side: side))]
        for part in BirdPart.allCases where scene.has(part) {
            cells.append(SheetCell(label: "without \(part.words)", picture: scene.removing(part).picture(side: side)))
        }
        for part in [BirdPart.wing, .tail] {
            let other = aviary.species.first { other in
                part.attributes.allSatisfy { other.appearance[$0] != scene.appearance[$0] }
            }
            guard let other else { continue }
            cells.append(
                SheetCell(
                    label: "\(part.words) of the \(other.name)",
                    picture: scene.swapping(part, with: other.appearance).picture(side: side)))
        }
        if let last = scene.distractors.indices.last {
            cells.append(
                SheetCell(
                    label: "without \(scene.distractors[last].words)",
                    picture: scene.removingDistractor(last).picture(side: side)))
        }
        for offset in 1...2 {
            let exchanged = scene.replacingBackground(seed: scene.seed &+ UInt64(offset))
            cells.append(SheetCell(label: "before another background", picture: exchanged.picture(side: side)))
        }
        return try SheetLayout(columns: 5, side: side).image(of: cells)
    }

    /// Scenes, and beneath each its masks coloured over the picture, with a legend.
    ///
    /// - Parameter aviary: whose scenes.
    /// - Parameter seed: the first scenes from here on whose birds have all parts and a distractor beside them are shown.
    /// - Parameter side: of each picture, in pixels.
    /// - Precondition: `side` lies in ``Scene/sides``.
    public static func masks(of aviary: Aviary, seed: UInt64, side: Int) throws(RationaleError) -> Image {
        let scenes = completeScenes(of: aviary, from: seed, count: 5)
        let cells =
            scenes.map { SheetCell(label: aviary.species[$0.species].name, picture: $0.picture(side: side)) }
            + scenes.map { SheetCell(label: nil, picture: MaskColors.paint(over: $0, side: side)) }
        return try SheetLayout(columns: scenes.count, side: side).image(of: cells, legend: MaskColors.legend)
    }

    /// Scenes that show everything; where an aviary has too few of them, whatever there is.
    private static func completeScenes(of aviary: Aviary, from seed: UInt64, count: Int) -> [Scene] {
        let candidates = (0..<UInt64(200 * count)).lazy.map { aviary.scene(seed: seed &+ $0) }
        let complete = candidates.filter { scene in
            !scene.distractors.isEmpty && BirdPart.allCases.allSatisfy { scene.has($0) }
        }
        let found = Array(complete.prefix(count))
        return found + candidates.prefix(count - found.count)
    }
}

extension BirdPart {
    fileprivate var words: String { self == .eyeRing ? "eye ring" : rawValue }
}

extension Distractor {
    fileprivate var words: String { "\(color) \(kind)" }
}
