import RationaleCore
import RationaleImaging
import RationaleReport
import Testing

struct NumberTextTests {
    @Test(arguments: [
        (0.9731, "97.3 %"), (1, "100.0 %"), (0.99999, "&gt; 99.9 %"), (0.0001, "&lt; 0.1 %"), (0, "0.0 %"),
        (.nan, "not a number"),
    ])
    func probabilities(probability: Float, text: String) throws {
        let html = try Report(inputs: [
            SampleReport.input(predictions: [Prediction(index: 0, label: "x", probability: probability)])
        ]).html()
        #expect(html.contains("<span class=\"value\">\(text)</span>"))
        #expect(!html.contains("nan%"))
    }

    @Test(arguments: [
        (0.00123, "1.2 ms"), (0.0412, "41 ms"), (0.0996, "0.10 s"), (1.357, "1.36 s"), (12.34, "12.3 s"),
        (59.96, "1 min 0 s"), (125, "2 min 5 s"), (.infinity, "unknown"), (-1, "unknown"),
    ])
    func durations(seconds: Double, text: String) throws {
        var attribution = SampleReport.unsigned
        attribution.seconds = seconds
        let html = try Report(inputs: [SampleReport.input("a", [attribution])]).html()
        #expect(html.contains("<dt>Time</dt><dd>\(text)</dd>"))
    }
}
