import Foundation
import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleWorkbench
import Testing

/// The published trainings and evaluations of Grad-CAM consistency in `Examples/configurations`.
struct ConsistencyConfigurationTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Examples/configurations").path

    private static func recipe() -> ClassifierOptions {
        var options = ClassifierOptions(output: "")
        options.consistency = ConsistencyOptions()
        return options
    }

    @Test func `The recipe for ImageNet is the published one`() throws {
        var found = Self.recipe()
        try found.read("\(Self.folder)/gc-imagenet-training.yaml")
        var expected = Self.recipe()
        expected.architecture = "resnet18"
        expected.consistency?.objective = "gc"
        expected.consistency?.lambda = 25
        expected.batchSize = 256
        expected.epochs = 90
        expected.optimizer = "sgd"
        expected.learningRate = 0.1
        expected.schedule = "step"
        expected.weightDecay = 1e-4
        expected.evaluationInterval = 1_281_167 / 256 + 1
        #expect(found == expected)
    }

    @Test func `The recipe for COCO is that of the script, but for the schedule`() throws {
        var found = Self.recipe()
        try found.read("\(Self.folder)/gc-coco-training.yaml")
        var expected = Self.recipe()
        expected.architecture = "resnet18"
        expected.consistency?.objective = "gc"
        expected.consistency?.lambda = 1
        expected.batchSize = 96
        expected.epochs = 36
        expected.optimizer = "sgd"
        expected.learningRate = 0.001
        expected.schedule = "cosine"
        expected.weightDecay = 5e-4
        expected.evaluationInterval = 82_081 / 96
        #expect(found == expected)
    }

    @Test(arguments: [
        ("gc-imagenet-pointing-game", "grad-cam-elementwise", ["pointing-game"]),
        ("gc-imagenet-stochastic-pointing-game", "grad-cam-elementwise", ["stochastic-pointing-game"]),
        ("gc-imagenet-content-heatmap", "grad-cam-elementwise", ["content-heatmap"]),
        ("gc-coco-pointing-game-and-content-heatmap", "grad-cam", ["pointing-game", "content-heatmap"]),
        ("gc-coco-stochastic-pointing-game", "grad-cam-elementwise", ["stochastic-pointing-game"]),
    ])
    func `An evaluation asks what was published`(_ name: String, _ method: String, _ metrics: [String]) throws {
        var found = ComparisonOptions(.localization)
        try found.read("\(Self.folder)/\(name).yaml")
        var expected = ComparisonOptions(.localization)
        expected.explain.method = [method]
        expected.explain.model = name.hasPrefix("gc-imagenet") ? "resnet18" : nil
        expected.explain.preprocessing = "\(Self.folder)/preprocessing/short-side-448.yaml"
        expected.isPublished = true
        expected.minProbability = 0
        expected.metrics = metrics
        #expect(found == expected)
    }

    @Test(arguments: [224, 448])
    func `The shorter side is resized, and nothing is cut off`(_ side: Int) throws {
        let classifier = Classifier(try Zoo.architecture(named: "small_resnet"), seed: 0)
        let choice = PreprocessingChoice("\(Self.folder)/preprocessing/short-side-\(side).yaml")
        #expect(
            try choice.preprocessing(for: classifier)
                == Preprocessing(
                    resize: .shorterSide(side), mean: [0.485, 0.456, 0.406], standardDeviation: [0.229, 0.224, 0.225]))
    }

    /// The files name no layer: the standard one is the published one.
    @Test func `Maps lie where they were published`() throws {
        let network = Classifier(try Zoo.architecture(named: "resnet18", classes: 2), seed: 0).network
        #expect(try network.classActivationLayer().path == "layer4")
        #expect(throws: Never.self) {
            try Zoo.architecture(named: "alexnet").graph.output(ofLayer: "features")
        }
    }

    @Test func `An option is known to the commands that have its flag`() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let lambda = try scratch.file("lambda.yaml", "\nlambda: 3\n")
        var plain = ClassifierOptions(output: "")
        #expect(throws: RationaleError.self) { try plain.read(lambda) }
        var consistent = Self.recipe()
        try consistent.read(lambda)
        #expect(consistent.consistency?.lambda == 3)

        let tolerance = try scratch.file("tolerance.yaml", "tolerance: 7\n")
        var localization = ComparisonOptions(.localization)
        try localization.read(tolerance)
        #expect(localization.tolerance == 7 && localization.explain.settings.isEmpty)
        var faithfulness = ComparisonOptions(.faithfulness)
        try faithfulness.read(tolerance)
        #expect(faithfulness.tolerance == nil && faithfulness.explain.settings == ["tolerance": "7"])

        let metric = try scratch.file("metric.yaml", "metric: iou\n")
        var sanity = ComparisonOptions(.sanity)
        let error = #expect(throws: RationaleError.self) { try sanity.read(metric) }
        #expect(error?.code == .usage && error?.message == "\(metric):1: there is no option 'metric'")
    }

    @Test func `All kinds of values are read`() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = try scratch.file(
            "all.yaml",
            """
            texts: reviews.tsv
            count: 12
            min-probability: 0.25
            published: true
            agreement: false
            metric: [insertion, deletion]
            sizes: [10, 200]
            blur: 7.5
            step: 0.1
            output: run
            """)
        var found = ComparisonOptions(.faithfulness)
        found.measuresAgreement = true
        try found.read(path)
        var expected = ComparisonOptions(.faithfulness)
        expected.texts = "reviews.tsv"
        expected.count = 12
        expected.minProbability = 0.25
        expected.isPublished = true
        expected.metrics = ["insertion", "deletion"]
        expected.sizes = [10, 200]
        expected.blur = 7.5
        expected.step = "0.1"
        expected.output = "run"
        #expect(found == expected)
    }

    @Test(arguments: [
        ("published: yes", "true, false"), ("count: 1.5", "a whole number"), ("min-probability: much", "a number"),
        ("count: [1, 2]", "one value"), ("sizes: [1, many]", "a whole number"), ("blur: .nan", "a number"),
    ])
    func `A value of the wrong kind is named with what was expected`(_ text: String, _ expected: String) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = try scratch.file("wrong.yaml", "\n\(text)\n")
        var options = ComparisonOptions(.faithfulness)
        let error = #expect(throws: RationaleError.self) { try options.read(path) }
        #expect(error?.code == .badData)
        #expect(error?.message.hasPrefix("\(path):2: ") == true && error?.message.hasSuffix(expected) == true)
    }
}
