internal import RationaleCore

/// The rows below a panel: what each mark stands for, and what it adds.
struct ConceptGraphLegend {
    private let panel: ConceptGraph.Panel
    private let figure: ConceptGraphFigure
    private let colors: ConceptGraphColors
    private let row: Double
    private let thumbnail: Double

    init(_ panel: ConceptGraph.Panel, of figure: ConceptGraphFigure, colors: ConceptGraphColors) {
        self.panel = panel
        self.figure = figure
        self.colors = colors
        row = panel.nodes.count > 8 ? 38 : 52
        thumbnail = panel.nodes.count > 8 ? 32 : 44
    }

    func shapes(
        x: Double, y: Double, width: Double
    ) throws(RationaleError) -> (shapes: [Drawing.Shape], bottom: Double) {
        let hasExamples = panel.nodes.contains { $0.example.map { figure.examples[$0] != nil } ?? false }
        let here = x + 30
        let text = here + (thumbnail + 6) * (hasExamples ? 2 : 1) + 6
        var shapes: [Drawing.Shape] = []
        var y = y
        func add(
            _ string: String, at point: Drawing.Point, room: Double, size: Double,
            color: Color = ConceptGraphFigure.quiet,
            isBold: Bool = false, anchor: Drawing.Text.Anchor = .start
        ) throws(RationaleError) {
            let fitting = try Drawing.shortened(string, to: room, size: size, isBold: isBold)
            shapes.append(.text(.init(fitting, at: point, size: size, color: color, isBold: isBold, anchor: anchor)))
        }
        if panel.nodes.isEmpty {
            try add("This class has no concepts.", at: .init(x, y + 12), room: width, size: 12)
            y += 26
        } else {
            let heads: [(String, Double, Drawing.Text.Anchor)] = [
                ("here", here + thumbnail / 2, .middle),
                (hasExamples ? "typical" : "", here + thumbnail * 1.5 + 6, .middle),
                ("adds", x + width, .end),
            ]
            for (string, place, anchor) in heads where !string.isEmpty {
                try add(string, at: .init(place, y + 8), room: 60, size: 10, anchor: anchor)
            }
            y += 14
        }
        let marks = panel.marks
        for index in panel.nodesByImportance {
            let node = panel.nodes[index]
            let middle = y + thumbnail / 2
            shapes += ConceptGraphFigure.shapes(
                of: marks[index], at: .init(x + 12, middle), radius: panel.nodes.count > 8 ? 9 : 11,
                color: colors.color(of: node.weight), isFound: node.isFound)
            let patch = figure.image.patch(node.polygons, in: figure.region, side: Int(2 * thumbnail))
            shapes += picture(patch, x: here, y: y)
            if hasExamples {
                let example = node.example.flatMap { figure.examples[$0] }?.fitted(in: Int(2 * thumbnail))
                shapes += picture(example, x: here + thumbnail + 6, y: y)
            }
            let amount = ShortNumber(node.contribution).signed
            let usual =
                node.usualElsewhere.map { "other class \(ShortNumber($0).signed)" }
                ?? node.usual.map { "usually \(ShortNumber($0).signed)" } ?? ""
            let amountRoom = try Drawing.width(of: amount, size: 13, isBold: true) + 8
            let usualRoom = try usual.isEmpty ? 0 : Drawing.width(of: usual, size: 11) + 8
            let ink = ConceptGraphFigure.ink
            let room = x + width - text
            try add(
                node.concept, at: .init(text, middle - 3), room: room - amountRoom, size: 13, color: ink, isBold: true)
            try add(
                amount, at: .init(x + width, middle - 3), room: room, size: 13, color: ink, isBold: true, anchor: .end)
            try add(
                "\(node.finding), distance \(ShortNumber(node.distance))", at: .init(text, middle + 13),
                room: room - usualRoom, size: 11)
            if !usual.isEmpty { try add(usual, at: .init(x + width, middle + 13), room: room, size: 11, anchor: .end) }
            y += row
        }
        shapes.append(.line(.init(x, y), .init(x + width, y), color: Color(0xdd, 0xe0, 0xe5), thickness: 1))
        for line in panel.sumLines(shown: figure.maxEdges) {
            y += 16
            try add(line, at: .init(x, y), room: width, size: 11)
        }
        return (shapes, y)
    }

    /// A thumbnail in the middle of its square; a grey square where there is none.
    private func picture(_ image: Image?, x: Double, y: Double) -> [Drawing.Shape] {
        let square = Drawing.Frame(x: x, y: y, width: thumbnail, height: thumbnail)
        let ground = Drawing.Shape.rectangle(square, fill: Color(0xec, 0xee, 0xf1))
        guard let image else { return [ground] }
        let zoom = thumbnail / Double(max(image.width, image.height))
        let size = (Double(image.width) * zoom, Double(image.height) * zoom)
        let frame = Drawing.Frame(
            x: x + (thumbnail - size.0) / 2, y: y + (thumbnail - size.1) / 2, width: size.0, height: size.1)
        return [ground, .picture(image, in: frame, isPixelated: false)]
    }
}
