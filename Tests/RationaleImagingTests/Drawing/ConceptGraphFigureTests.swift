import Foundation
#if canImport(FoundationXML)
    import FoundationXML
#endif
import RationaleCore
import RationaleImaging
import Testing

struct ConceptGraphFigureTests {
    private static let photo = Image(width: 60, height: 40, color: (40, 90, 140))

    private static func node(
        _ name: String, _ x: Double, _ y: Double, adds contribution: Double, usual: Double? = nil, isFound: Bool = true
    ) -> ConceptGraph.Node {
        ConceptGraph.Node(
            concept: name, box: Box(x: x - 0.1, y: y - 0.1, width: 0.2, height: 0.2), x: x, y: y, distance: 0.84,
            isFound: isFound, contribution: contribution, usual: usual, example: "examples/\(name).png")
    }

    private static func panel(
        _ label: String?, _ nodes: [ConceptGraph.Node], _ edges: [ConceptGraph.Edge] = [], index: Int = 1
    ) -> ConceptGraph.Panel {
        ConceptGraph.Panel(
            index: index, label: label, nodes: nodes, edges: edges, rest: -0.2, bias: 0.5, score: 2.14,
            classifierScore: 1.98)
    }

    /// Every ordered pair of a graph of `count` nodes; none is as large as another.
    private static func edges(_ count: Int) -> [ConceptGraph.Edge] {
        (0..<count * count).filter { $0 / count != $0 % count }.map {
            ConceptGraph.Edge(from: $0 / count, to: $0 % count, contribution: 0.01 * Double($0))
        }
    }

    private static let two = ConceptGraph(panels: [
        panel(
            "junco",
            [
                node("junco 2", 0.2, 0.3, adds: -0.2, usual: 1.8, isFound: false),
                node("<\"wing\"> & tail", 0.8, 0.7, adds: 0.5),
            ], [.init(from: 0, to: 1, contribution: -1), .init(from: 1, to: 0, contribution: 0.5)]),
        panel("ember finch", [node("ember finch 3", 0.5, 0.5, adds: 2)], index: 3),
    ])

    private static func svg(_ graph: ConceptGraph) throws -> String {
        try ConceptGraphFigure(graph, over: photo).drawing().svg(title: "A graph")
    }

    private static func isWellFormed(_ svg: String) -> Bool { XMLParser(data: Data(svg.utf8)).parse() }

    @Test func `The drawing is as recorded`() throws {
        let figure = ConceptGraphFigure(
            Self.two, over: Self.photo, examples: ["examples/junco 2.png": Image(width: 8, height: 4)])
        var drawing = try figure.drawing()
        // Where the unit stands depends on the font, and pictures' bytes are zlib's business.
        drawing.width = 900
        drawing.shapes.removeAll { if case .text(let text) = $0 { text.isVertical } else { false } }
        let stable = try drawing.svg(title: "A <graph>").replacing(#/base64,[A-Za-z0-9+\/=]+/#, with: "base64,…")
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Golden/concept-graph.svg")
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" { try Data(stable.utf8).write(to: url) }
        #expect(try stable == String(decoding: Data(contentsOf: url), as: UTF8.self))
    }

    @Test func `Each panel has its title, its scores and its sum`() throws {
        let svg = try Self.svg(Self.two)
        for text in [
            ">Why not junco<", ">Why ember finch<", ">Reasoning network 2.1 · classifier 2<", ">junco 2<",
            ">&lt;\"wing\"&gt; &amp; tail<", ">−0.2<", ">usually +1.8<", ">not found, distance 0.84<",
            ">concepts +0.3 · relations −0.5 · other classes −0.2 · bias +0.5 = 2.1<", ">logit, beyond what is usual<",
        ] { #expect(svg.contains(text), "\(text)") }
        #expect(Self.isWellFormed(svg))
        // The two faded pictures, a patch for each of three concepts, and the bar's strip.
        #expect(svg.components(separatedBy: "<image ").count == 7)
    }

    @Test func `Values have the colours of one scale around zero`() throws {
        let svg = try Self.svg(Self.two)
        // Junco 2 is as much below what is usual as ember finch 3 adds.
        let map = ColorMap.blueWhiteRed
        #expect(svg.contains(#"r="11" fill="\#(map[1].hexadecimal)""#))
        #expect(svg.contains(#"fill="none" stroke="\#(map[0].hexadecimal)""#))
        #expect(svg.contains(#"r="11" fill="\#(map[0.625].hexadecimal)""#))
        #expect(svg.contains(">−2<") && svg.contains(">2<"))
    }

    @Test func `The decided class is compared with pictures of the other`() throws {
        var graph = Self.two
        graph.panels[1].nodes[0].usual = 2
        let map = ColorMap.blueWhiteRed
        #expect(try Self.svg(graph).contains(#"r="11" fill="\#(map[0.5].hexadecimal)""#))
        graph.panels[1].nodes[0].usualElsewhere = -0.5
        let svg = try Self.svg(graph)
        #expect(svg.contains(#"r="11" fill="\#(map[1].hexadecimal)""#))
        #expect(svg.contains(">other class −0.5<") && !svg.contains(">usually +2<"))
    }

    @Test func `A region that adds hardly anything where the concept usually does is unlike it`() throws {
        var graph = Self.two
        graph.panels[0].nodes[0].isFound = true
        #expect(try Self.svg(graph).contains(">unlike, distance 0.84<"))
    }

    @Test func `What was not found is dashed and hollow`() throws {
        let svg = try Self.svg(Self.two)
        #expect(svg.contains("stroke-dasharray=\"5 4\"") && svg.contains("stroke-dasharray=\"3 2.2\""))
        var graph = Self.two
        graph.panels[0].nodes[0].isFound = true
        #expect(try !Self.svg(graph).contains("stroke-dasharray"))
    }

    @Test func `Only the largest relations are drawn`() throws {
        let nodes = (0..<4).map { Self.node("a \($0)", 0.2 + 0.2 * Double($0), $0 % 2 == 0 ? 0.2 : 0.8, adds: 1) }
        let graph = ConceptGraph(panels: [Self.panel("a", nodes, Self.edges(4))])
        func arrows(_ maxEdges: Int) throws -> Int {
            let drawing = try ConceptGraphFigure(graph, over: Self.photo, maxEdges: maxEdges).drawing()
            return drawing.shapes.count { if case .polygon = $0 { true } else { false } }
        }
        #expect(try arrows(ConceptGraphFigure.defaultMaxEdges) == 6)
        #expect(try arrows(2) == 2)
        #expect(try arrows(0) == 0)
        #expect(try arrows(-3) == 0)
        #expect(try Self.svg(graph).contains("The 6 largest of 12 relations are drawn."))
    }

    @Test(arguments: [1, 2, 5, 8, 9, 16], [(60, 40), (600, 30), (20, 500)])
    func `Marks never cover each other and stay inside`(count: Int, size: (Int, Int)) throws {
        // All regions at one place: the hardest case.
        let nodes = (1...count).map { Self.node("a \($0)", 0.02, 0.98, adds: Double($0)) }
        let graph = ConceptGraph(panels: [Self.panel("a", nodes, Self.edges(count))])
        let drawing = try ConceptGraphFigure(graph, over: Image(width: size.0, height: size.1)).drawing()
        let radius: Double = count > 8 ? 9 : 11
        let discs = drawing.shapes.compactMap { shape -> Drawing.Point? in
            if case .circle(let center, radius, _, _) = shape { center } else { nil }
        }
        // One on the picture and one in the list.
        #expect(discs.count == 2 * count)
        for (index, one) in discs.enumerated() {
            #expect(one.x >= radius && one.x <= drawing.width - radius && one.y >= radius)
            #expect(one.y <= drawing.height - radius)
            for other in discs.dropFirst(index + 1) {
                #expect(hypot(one.x - other.x, one.y - other.y) > 2 * radius)
            }
        }
    }

    @Test func `Texts do not reach into each other`() throws {
        var graph = Self.two
        graph.panels[0].label = String(repeating: "very long label ", count: 400)
        graph.panels[0].nodes[0].concept = String(repeating: "<long & \u{301}name> ", count: 500)
        let drawing = try ConceptGraphFigure(graph, over: Self.photo).drawing()
        var frames: [Drawing.Frame] = []
        for case .text(let text) in drawing.shapes where !text.isVertical {
            let width = try Drawing.width(of: text.string, size: text.size, isBold: text.isBold)
            let shift: Double =
                switch text.anchor {
                case .start: 0
                case .middle: width / 2
                case .end: width
                }
            let frame = Drawing.Frame(
                x: text.position.x - shift, y: text.position.y - 0.75 * text.size, width: width,
                height: 0.95 * text.size)
            #expect(frame.x >= 0 && frame.x + frame.width <= drawing.width)
            for other in frames {
                let isApart =
                    frame.x >= other.x + other.width || other.x >= frame.x + frame.width
                    || frame.y >= other.y + other.height || other.y >= frame.y + frame.height
                #expect(isApart, "\(text.string)")
            }
            frames.append(frame)
        }
        #expect(frames.count > 15)
    }

    @Test func `A graph without concepts, or without panels, is a drawing too`() throws {
        #expect(try Self.svg(ConceptGraph(panels: [])).contains("There are no concepts to show."))
        #expect(try Self.svg(ConceptGraph(panels: [Self.panel(nil, [])])).contains("This class has no concepts."))
        #expect(try Self.svg(ConceptGraph(panels: [Self.panel(nil, [])])).contains(">Why class 1<"))
    }

    @Test(arguments: [0, .nan, .infinity, -.infinity, 1e308, -.leastNonzeroMagnitude])
    func `Values that are none, or hardly any, are drawn`(value: Double) throws {
        var node = Self.node("a 1", value, value, adds: value)
        node.outlines = [[value, value, 0.5, 0.5, 1, 1], [0.1, 0.2], []]
        node.distance = value
        let graph = ConceptGraph(panels: [
            Self.panel("a", [node, node], [.init(from: 0, to: 1, contribution: value)])
        ])
        let drawing = try ConceptGraphFigure(graph, over: Self.photo).drawing()
        #expect(Self.isWellFormed(try drawing.svg(title: "a")))
        #expect(try drawing.image().width == Int(drawing.width))
        #expect(try !drawing.svg(title: "a").contains("\"nan\""))
    }

    @Test func `Regions keep their colours, and the rest is faded`() throws {
        let graph = ConceptGraph(panels: [Self.panel("a", [Self.node("a 1", 0.5, 0.5, adds: 1)])])
        let drawing = try ConceptGraphFigure(graph, over: Self.photo, maxEdges: 0).drawing()
        let pictures = drawing.shapes.compactMap { shape -> Image? in
            if case .picture(let image, _, _) = shape { image } else { nil }
        }
        let picture = try #require(pictures.first)
        // Half way to the grey of its lightness, then half way to white.
        let grey = 0.3 * 40 + 0.59 * 90 + 0.11 * 140
        #expect(picture[2, 2].red == UInt8(255 - 0.5 * (255 - 0.5 * (40 + grey))))
        #expect(picture[picture.height / 2, picture.width / 2] == (40, 90, 140))
        // Of 60 × 40 pixels the region has 12 × 8, from (24, 16).
        #expect(picture[16, 24] == (40, 90, 140) && picture[23, 35] == (40, 90, 140))
        #expect(picture[15, 24].red > 100 && picture[16, 23].red > 100 && picture[24, 35].red > 100)
    }

    @Test func `Outlines along pixels are drawn with few corners, none far from where it was`() throws {
        // A disc of 28 pixels in a picture of 224, as a mask has it, corner by corner.
        let mask = Mask(
            height: 224, width: 224,
            bits: (0..<224 * 224).map { hypot(Double($0 / 224) - 111.5, Double($0 % 224) - 111.5) < 28 })
        let outline = try #require(mask.polygons.first)
        #expect(outline.count > 100)
        var node = Self.node("a 1", 0.5, 0.5, adds: 1)
        node.outlines = [outline.flatMap { [Double($0.x) / 224, Double($0.y) / 224] }]
        let graph = ConceptGraph(panels: [Self.panel("a", [node])])
        let drawing = try ConceptGraphFigure(graph, over: Image(width: 224, height: 224)).drawing(side: 224)
        let frame = try #require(
            drawing.shapes.compactMap { shape -> Drawing.Frame? in
                if case .picture(_, let frame, _) = shape { frame } else { nil }
            }.first)
        let corners = try #require(
            drawing.shapes.compactMap { shape -> [Drawing.Point]? in
                if case .path(let points, true, _) = shape { points } else { nil }
            }.first)
        #expect(corners.count > 8 && corners.count < 60, "\(corners.count)")
        let pixel = frame.width / 224
        for corner in corners {
            let radius = hypot(corner.x - frame.x - frame.width / 2, corner.y - frame.y - frame.height / 2)
            #expect(abs(radius - 28 * pixel) < 2.0.squareRoot() * pixel)
        }
        let doubled = zip(corners, corners.dropFirst() + corners.prefix(1)).reduce(0) {
            $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y
        }
        #expect(abs(abs(doubled) / 2 / (Double.pi * 28 * 28 * pixel * pixel) - 1) < 0.02)
    }

    @Test func `A part of the picture may be what the fractions are of`() throws {
        let graph = ConceptGraph(panels: [Self.panel("a", [Self.node("a 1", 0.5, 0.5, adds: 1)])])
        let region = PhotoRegion(x: 20, y: 0, width: 40, height: 40)
        let drawing = try ConceptGraphFigure(graph, over: Self.photo, region: region).drawing(side: 600)
        let centers = drawing.shapes.compactMap { shape -> Drawing.Point? in
            if case .circle(let center, 11, _, _) = shape { center } else { nil }
        }
        let frame = try #require(
            drawing.shapes.compactMap { shape -> Drawing.Frame? in
                if case .picture(_, let frame, _) = shape { frame } else { nil }
            }.first)
        #expect(abs(try #require(centers.first).x - (frame.x + frame.width * 40 / 60)) < 1e-9)
    }

    @Test func `The same graph gives the same bytes`() throws {
        #expect(try Self.svg(Self.two) == Self.svg(Self.two))
    }
}
