import RationaleCore
import RationaleImaging
import RationaleReport

/// A small report that has one of everything.
enum SampleReport {
    static let photo = Image(width: 60, height: 40, color: (40, 90, 140))

    static let predictions = [
        Prediction(index: 11, label: "goldfinch", probability: 0.9731),
        Prediction(index: 13, label: "junco", probability: 0.02),
        Prediction(index: 7, label: nil, probability: 0.0001),
        Prediction(index: 1, label: "a", probability: 0), Prediction(index: 2, label: "b", probability: 0),
        Prediction(index: 3, label: "not shown", probability: 0),
    ]

    static let unsigned = Attribution(
        Finding(
            method: "grad-cam", layer: "layer4", layerReason: "the last layer with a plane",
            target: ExplainedTarget(index: 11, label: "goldfinch"), unit: "logit", isSigned: false),
        map: Heatmap(height: 3, width: 3, values: [0, 1, 2, 3, 4, 5, 6, 7, 8]))

    static let signed = Attribution(
        Finding(
            method: "integrated-gradients", target: ExplainedTarget(index: 11, label: "goldfinch", insteadOf: 13),
            unit: "logit", isSigned: true, seed: 7, settings: ["steps": "50", "baseline": "zero"],
            convergenceGap: 0.0123, warnings: ["The gap is large."]),
        map: Heatmap(height: 3, width: 3, values: [0, -1, 2, -3, 4, -5, 6, -7, 8]))

    static let report = Report(
        title: "Sample",
        run: [Report.Fact("Model", "resnet18"), Report.Fact("Command", "rationale explain", isCode: true)],
        inputs: [
            ReportInput(
                name: "bird.jpg", .photo(photo, region: PhotoRegion(x: 10, y: 0, width: 40, height: 40)),
                Explanation(
                    input: "bird.jpg", predictions: predictions,
                    findings: [
                        described(unsigned, "Grad-CAM", seconds: 0.0171, map: "bird.grad-cam.safetensors"),
                        described(signed, "Integrated gradients", seconds: 125),
                        Finding(
                            method: "guided-backpropagation", title: "Guided backpropagation", content: nil,
                            target: unsigned.target, unit: "logit",
                            error: Failure(
                                RationaleError(.usage, "the network has no ReLU", hint: "Use gradient."))),
                    ]),
                maps: [unsigned.method: unsigned.map, signed.method: signed.map]),
            ReportInput(
                name: "broken.jpg", .nothing,
                Explanation(
                    input: "broken.jpg",
                    error: Failure(RationaleError(.badData, "broken.jpg: truncated", hint: "Copy it again.")))),
        ])

    private static func described(
        _ attribution: Attribution, _ title: String, seconds: Double, map: String? = nil
    ) -> Finding {
        var finding = attribution.finding
        finding.title = title
        finding.seconds = seconds
        finding.map = map
        return finding
    }

    /// A photo explained by some maps.
    static func input(_ name: String = "a.png", _ attributions: [Attribution] = [], predictions: [Prediction] = [])
        -> ReportInput
    {
        ReportInput(
            name: name, .photo(photo),
            Explanation(input: name, predictions: predictions, findings: attributions.map(\.finding)),
            maps: Dictionary(attributions.map { ($0.method, $0.map) }) { $1 })
    }
}
