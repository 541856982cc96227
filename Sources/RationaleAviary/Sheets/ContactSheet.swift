public import RationaleImaging

/// Overviews of an aviary as one picture.
public enum ContactSheet {
    /// Every species once, with its name.
    ///
    /// - Parameter side: of each picture, in pixels.
    /// - Parameter seed: decides poses and surroundings.
    public static func species(of aviary: Aviary, side: Int, seed: UInt64) -> Image {
        sheet(
            aviary.species.indices.map { index in
                (
                    aviary.species[index].name,
                    aviary.scene(seed: seed &+ UInt64(index), species: index).picture(side: side)
                )
            }, columns: 10, side: side)
    }

    /// One species in many scenes.
    ///
    /// - Precondition: `species` is an index into the aviary's species, and `count` is positive.
    public static func scenes(of aviary: Aviary, species: Int, count: Int, side: Int, seed: UInt64) -> Image {
        sheet(
            (0..<count).map { index in
                ("", aviary.scene(seed: seed &+ UInt64(index), species: species).picture(side: side))
            },
            columns: 8, side: side)
    }

    /// One scene: as it is, without each part, with a swapped part, without a distractor, before another background.
    public static func interventions(of aviary: Aviary, seed: UInt64, side: Int) -> Image {
        let scene = aviary.scene(seed: seed)
        var cells = [("original", scene.picture(side: side))]
        for part in BirdPart.allCases where scene.has(part) {
            cells.append(("without \(part)", scene.removing(part).picture(side: side)))
        }
        let other = aviary.species[(scene.species + 7) % aviary.species.count].appearance
        cells.append(("another wing", scene.swapping(.wing, with: other).picture(side: side)))
        if !scene.distractors.isEmpty {
            cells.append(("without a distractor", scene.removingDistractor(0).picture(side: side)))
        }
        cells.append(("another background", scene.replacingBackground(seed: seed &+ 1).picture(side: side)))
        return sheet(cells, columns: 5, side: side)
    }

    /// Scenes beside their part masks, with a legend.
    public static func masks(of aviary: Aviary, seed: UInt64, side: Int) -> Image {
        sheet([("", aviary.scene(seed: seed).picture(side: side))], columns: 1, side: side)
    }

    private static func sheet(_ cells: [(label: String, picture: Image)], columns: Int, side: Int) -> Image {
        let label = 16.0, gap = 6.0, side = Double(side)
        let columns = min(columns, cells.count)
        let rows = (cells.count + columns - 1) / columns
        var drawing = Drawing(
            width: gap + Double(columns) * (side + gap), height: gap + Double(rows) * (side + label + gap))
        for (index, cell) in cells.enumerated() {
            let x = gap + Double(index % columns) * (side + gap)
            let y = gap + Double(index / columns) * (side + label + gap)
            drawing.shapes.append(
                .picture(cell.picture, in: .init(x: x, y: y, width: side, height: side), isPixelated: true))
            drawing.shapes.append(
                .text(.init(cell.label, at: .init(x + side / 2, y + side + label - 4), size: 10, anchor: .middle)))
        }
        // A sheet of any aviary is smaller than what can be drawn.
        return try! drawing.image()
    }
}
