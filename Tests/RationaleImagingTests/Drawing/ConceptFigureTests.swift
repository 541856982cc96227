import RationaleCore
import RationaleImaging
import Testing

/// Where concepts are in a picture, and how those of a class lie to each other.
struct ConceptFigureTests {
    private static let photo = Image(width: 60, height: 40, color: (40, 90, 140))

    private static func node(_ name: String, _ x: Double, _ y: Double, adds: Double = 0, isFound: Bool = true)
        -> ConceptGraph.Node
    {
        ConceptGraph.Node(
            concept: name, box: Box(x: x - 0.1, y: y - 0.1, width: 0.2, height: 0.2), x: x, y: y,
            outlines: [[x - 0.1, y - 0.1, x + 0.1, y - 0.1, x + 0.1, y + 0.1, x - 0.1, y + 0.1]], distance: 1.3,
            isFound: isFound, contribution: adds, example: "\(name).png")
    }

    private static func texts(_ drawing: Drawing) -> [String] {
        drawing.shapes.compactMap { if case .text(let text) = $0 { text.string } else { nil } }
    }

    @Test func `Every concept is outlined in its colour and has a row`() throws {
        let nodes = [Self.node("ant 1", 0.3, 0.3), Self.node("leg", 0.7, 0.6, isFound: false)]
        let drawing = try ConceptMatchFigure(
            title: "Concepts of ant", nodes: nodes, over: Self.photo, examples: ["leg.png": Self.photo]
        ).drawing()
        let texts = Self.texts(drawing)
        for text in ["Concepts of ant", "ant 1", "leg", "found, distance 1.3", "not found, distance 1.3", "typical"] {
            #expect(texts.contains(text), "\(text) in \(texts)")
        }
        // In the picture and in the rows.
        #expect(texts.count { $0 == "1" } == 2 && texts.count { $0 == "A" } == 2)
        let strokes = drawing.shapes.compactMap { shape -> Drawing.Stroke? in
            if case .path(_, isClosed: true, let stroke) = shape, stroke.color != .white { stroke } else { nil }
        }
        #expect(strokes.count == 2 && Set(strokes.map(\.color)).count == 2)
        #expect(strokes.map(\.dashes.isEmpty) == [true, false])
        _ = try drawing.image()
        // Without photos of typical regions there is no column for them.
        let plain = try ConceptMatchFigure(title: "", nodes: nodes, over: Self.photo).drawing()
        #expect(!Self.texts(plain).contains("typical"))
        _ = try ConceptMatchFigure(title: "nothing", nodes: [], over: Self.photo).drawing().image()
    }

    @Test func `A class's graph has its concepts apart, and its largest relations`() throws {
        let nodes = (1...12).map { Self.node("ant \($0)", 0.5 + 0.001 * Double($0), 0.5, adds: Double($0) - 4) }
        let edges = (0..<12).flatMap { from in
            (0..<12).filter { $0 != from }.map {
                ConceptGraph.Edge(from: from, to: $0, contribution: 0.01 * Double(12 * from + $0))
            }
        }
        let panel = ConceptGraph.Panel(index: 3, label: "ant", nodes: nodes, edges: edges, bias: 0, score: 0)
        let figure = ConceptStructureFigure(title: "Graph", panel, examples: ["ant 3.png": Self.photo], maxEdges: 5)
        let drawing = try figure.drawing()
        let frames = drawing.shapes.compactMap { shape -> Drawing.Frame? in
            if case .rectangle(let frame, _) = shape, frame.width == frame.height { frame } else { nil }
        }
        let tiles = frames.filter { $0.width == frames.map(\.width).min() }
        #expect(tiles.count == 12)
        for (place, one) in tiles.enumerated() {
            for other in tiles.dropFirst(place + 1) {
                #expect(abs(one.x - other.x) >= one.width || abs(one.y - other.y) >= one.width, "\(one) on \(other)")
            }
            #expect(
                one.x >= 0 && one.y >= 0 && one.x + one.width <= drawing.width && one.y + one.height <= drawing.height)
        }
        let texts = Self.texts(drawing)
        #expect(texts.contains("ant 12") && texts.contains("+8") && texts.contains("−3"))
        #expect(texts.count { $0.contains(" lies ") || $0.contains(" overlaps ") } == 5)
        _ = try drawing.image()
        let empty = ConceptGraph.Panel(index: 0, label: nil, nodes: [], edges: [], bias: 0, score: 0)
        _ = try ConceptStructureFigure(title: "none", empty, examples: [:]).drawing().image()
    }
}
