import RationaleCore
import RationaleImaging
import Testing

struct HighlightedTextTests {
    private let words = ["good", "but", "<long> & winding"]

    @Test func `The largest value has the end's colour, zero is white, letters can be read`() throws {
        let text = try HighlightedText(words: words, values: [2, 0, -1], unit: "logit")
        #expect(text.scale.range == -2...2 && text.scale.isSigned)
        let map = ColorMap.blueWhiteRed
        #expect(text.words.map(\.color) == [map[1], map[0.5], map[0.25]])
        #expect(text.words[0].ink == .white && text.words[1].ink == .black)
    }

    @Test func `A map without a sign goes from white to red, or along the colours that were asked for`() throws {
        let text = try HighlightedText(words: words, values: [2, 0, 1], unit: "bits")
        #expect(
            text.words.map(\.color) == [
                ColorMap.blueWhiteRed[1], ColorMap.blueWhiteRed[0.5], ColorMap.blueWhiteRed[0.75],
            ])
        let viridis = try HighlightedText(words: words, values: [2, 0, 1], unit: "bits", colorMap: .viridis)
        #expect(viridis.words.map(\.color) == [ColorMap.viridis[1], ColorMap.viridis[0], ColorMap.viridis[0.5]])
        #expect(viridis.scale.range == 0...2)
    }

    @Test func `The drawing has every word as text, in lines that end`() throws {
        let many = (0..<60).map { "word\($0)" }
        let text = try HighlightedText(words: many + words, values: (0..<63).map { Float($0) - 30 }, unit: "logit")
        let drawing = try text.drawing(title: "LIME · positive", lineWidth: 300)
        #expect(drawing.width < 460)
        let boxes = drawing.shapes.compactMap { shape -> Drawing.Frame? in
            if case .rectangle(let frame, _) = shape, frame.height == 24 { frame } else { nil }
        }
        #expect(boxes.count == 63)
        #expect(boxes.allSatisfy { $0.x + $0.width <= 316.01 || $0.x == 16 })
        #expect(Set(boxes.map(\.y)).count > 5)
        let svg = try drawing.svg(title: "LIME")
        for word in many { #expect(svg.contains(">\(word)</text>")) }
        #expect(svg.contains("&lt;long&gt; &amp; winding"))
        #expect(try drawing.image().width == Int(drawing.width))
    }

    @Test(arguments: [[Float](), [0, 0, 0], [.nan, 1, 0], [.infinity, 0, 0]])
    func `What says nothing is not painted`(values: [Float]) {
        let words = Array(self.words.prefix(values.count))
        let error = #expect(throws: RationaleError.self) {
            try HighlightedText(words: words, values: values, unit: "logit")
        }
        #expect(error?.code == .badData)
    }

    @Test func `A picture's map is no text`() {
        let attribution = Attribution(
            Finding(method: "gradient", target: .init(index: 0), unit: "logit", isSigned: true),
            map: Heatmap(height: 1, width: 2, values: [1, 2]))
        #expect(throws: RationaleError.self) { try HighlightedText(attribution) }
    }
}
