import RationaleCore
import RationaleImaging
import RationaleReport
import Testing

struct TextReportTests {
    private func attribution(_ values: [Float]) -> Attribution {
        Attribution(
            map: Heatmap(height: 1, width: values.count, values: values), method: "lime",
            target: .init(index: 1, label: "positive"), unit: "probability", isSigned: true, seed: 4,
            tokens: ["a", "<b>film</b>", "good"])
    }

    private func html(_ values: [Float], inputs: Int = 1) throws -> String {
        let input = ReportInput(
            name: "Text 1", words: ["a", "<b>film</b>", "good"], unknown: ["<b>film</b>"],
            predictions: [.init(index: 1, label: "positive", probability: 0.9)],
            explanations: [
                ReportExplanation(attribution(values), title: "LIME"),
                ReportExplanation(title: "RISE", failure: ReportFailure("made for pictures")),
            ])
        return try Report(title: "Texts", inputs: Array(repeating: input, count: inputs)).html()
    }

    @Test func `Words have the colours of the map, and what is in them is only shown`() throws {
        let html = try html([0, -1, 2])
        let map = ColorMap.blueWhiteRed
        #expect(html.contains(#"<mark style="background:\#(map[1].hexadecimal);color:#ffffff" title="2">good</mark>"#))
        #expect(html.contains("background:\(map[0.25].hexadecimal)"))
        #expect(!html.contains("<b>film</b>") && html.contains("&lt;b&gt;film&lt;/b&gt;"))
        #expect(html.contains("Unknown to the network: &lt;b&gt;film&lt;/b&gt;"))
        #expect(html.contains("3 words, in ") && html.contains("positive") && html.contains("made for pictures"))
        #expect(html.contains(#"<p class="passage">a &lt;b&gt;film&lt;/b&gt; good</p>"#))
        // No photo, so no photo's slider, and nothing that leads to one.
        #expect(!html.contains("<img class=\"layer\"") && !html.contains("href=\"#photo"))
    }

    @Test func `A map that says nothing is said so, not painted`() throws {
        let html = try html([0, 0, 0])
        #expect(html.contains("Degenerate: not painted") && !html.contains("<mark"))
    }

    @Test func `An overview shows how the texts begin`() throws {
        let html = try html([0, -1, 2], inputs: 3)
        #expect(html.ranges(of: #"<span class="quoted""#).count == 3)
        #expect(!html.contains(#"<span class="broken""#))
    }
}
