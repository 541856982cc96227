import RationaleCore
import RationaleImaging
import RationaleReport
import Testing

struct TextReportTests {
    private func html(_ values: [Float], inputs: Int = 1) throws -> String {
        let words = ["a", "<b>film</b>", "good"]
        let target = ExplainedTarget(index: 1, label: "positive")
        let explanation = Explanation(
            input: "a <b>film</b> good", predictions: [.init(index: 1, label: "positive", probability: 0.9)],
            findings: [
                Finding(
                    method: "lime", title: "LIME", content: .words(words, values: values), target: target,
                    unit: "probability", isSigned: true, seed: 4),
                Finding(
                    method: "rise", title: "RISE", content: nil, target: target, unit: "probability",
                    error: Failure(RationaleError(.usage, "made for pictures"))),
            ], words: words, unknownWords: ["<b>film</b>"])
        let input = ReportInput(name: "Text 1", .text, explanation)
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

    @Test func `A sentence is shown as it is, and what is in it is no code`() throws {
        let finding = Finding(
            method: "narrator", title: "Narrator", content: .sentence("It has a <i>yellow</i> crown."),
            target: .init(index: 3), unit: "logit", seed: 1)
        let explanation = Explanation(input: "bird.png", findings: [finding])
        let html = try Report(inputs: [ReportInput(name: "bird.png", .nothing, explanation)]).html()
        #expect(html.contains("<blockquote class=\"sentence\">It has a &lt;i&gt;yellow&lt;/i&gt; crown.</blockquote>"))
        #expect(html.contains(">Narrator</h3>") && html.contains("<dt>Seed</dt><dd>1</dd>"))
    }
}
