// Explains what a network sees in a photo, by two methods, and writes a picture for each.
//
//     swift run ExplainPhoto                          the built-in model and a bird that is drawn for it
//     swift run ExplainPhoto network.pt2 photo.jpg    your own

import Foundation
import RationaleAttribution
import RationaleAviary
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import RationaleWorkbench

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.isEmpty || arguments.count == 2 else {
    print("usage: ExplainPhoto [MODEL PHOTO]")
    exit(64)
}

do {
    // A model is a .pt2 archive, a .safetensors file of `rationale train`, or the name of a built-in one.
    let classifier = try ModelSource(arguments.first ?? "aviary").classifier().prepared()
    let photo =
        try arguments.isEmpty
        ? Aviary.standard.scene(seed: SceneSeeds.evaluation(0)).picture(side: 384)
        : Image(contentsOf: URL(fileURLWithPath: arguments[1]))

    // What the network says. Scores go into its final nonlinearity, probabilities come out of it.
    let seen = try classifier.preprocessing.picture(of: photo)
    let input = Tensor(try classifier.preprocessing.normalized(seen), shape: [1] + classifier.input.shape)
    let scores = try withoutGradient { try classifier.scores(of: input) }
    let predictions = Prediction.top(3, of: scores.floats, labels: classifier.labels, scoring: classifier.scoring)
    for prediction in predictions {
        let number = prediction.probability ?? prediction.score ?? .nan
        print("\(prediction.name): \(classifier.scoring.readoutName) \(number)")
    }

    // Where it looked: a map over the part of the photo that the network saw, with a bar that states its unit.
    let methods: [any AttributionMethod] = [GradCAM(), IntegratedGradients()]
    for method in methods {
        let attribution = try method.attribute(photo, target: .top, in: classifier)
        let title = "\(attribution.method) · \(attribution.target.label ?? "class \(attribution.target.index)")"
        let file = "\(attribution.method).png"
        try HeatmapFigure(attribution, title: title, on: seen).drawing().image(zoom: 2)
            .write(to: URL(fileURLWithPath: file))
        print("\(file): \(attribution.map.height)×\(attribution.map.width) in \(attribution.unit)")
        for warning in attribution.warnings { print("warning: \(warning)") }
    }
} catch {
    print("error: \(error)")
    exit(65)
}
