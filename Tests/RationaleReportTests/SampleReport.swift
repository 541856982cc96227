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
        map: Heatmap(height: 3, width: 3, values: [0, 1, 2, 3, 4, 5, 6, 7, 8]), method: "grad-cam", layer: "layer4",
        layerReason: "the last layer with a plane", target: ExplainedTarget(index: 11, label: "goldfinch"),
        unit: "logit", isSigned: false)

    static let signed = Attribution(
        map: Heatmap(height: 3, width: 3, values: [0, -1, 2, -3, 4, -5, 6, -7, 8]), method: "integrated-gradients",
        target: ExplainedTarget(index: 11, label: "goldfinch", insteadOf: 13), unit: "logit", isSigned: true, seed: 7,
        settings: ["steps": "50", "baseline": "zero"], convergenceGap: 0.0123, warnings: ["The gap is large."])

    static let report = Report(
        title: "Sample",
        run: [Report.Fact("Model", "resnet18"), Report.Fact("Command", "rationale explain", isCode: true)],
        inputs: [
            ReportInput(
                name: "bird.jpg", photo: photo, region: PhotoRegion(x: 10, y: 0, width: 40, height: 40),
                predictions: predictions,
                explanations: [
                    ReportExplanation(
                        unsigned, title: "Grad-CAM", seconds: 0.0171, mapFile: "bird.grad-cam.safetensors"),
                    ReportExplanation(signed, title: "Integrated gradients", seconds: 125),
                    ReportExplanation(
                        title: "Guided backpropagation",
                        failure: ReportFailure("the network has no ReLU", hint: "Use gradient.")),
                ]),
            ReportInput(
                name: "broken.jpg",
                failure: ReportFailure(RationaleError(.badData, "broken.jpg: truncated", hint: "Copy it again."))),
        ])
}
