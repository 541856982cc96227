import RationaleAttribution
import RationaleAviary
import RationaleConsistency
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import RationaleTraining

/// What to time, in the words of the line protocol.
struct BenchRequest: Decodable, Equatable {
    let `case`: String
    /// An architecture of the zoo.
    var network: String?
    var precision: String?
    var steps: Int?
    var batch: Int?
    var masks: Int?
    var window: Int?
    var stride: Int?
    /// `false` keeps convolutions as they are, to see what packing gains.
    var packs: Bool?
    /// The optimiser of a training.
    var rule: String?
    /// `false` takes gradients of second order where maps have a closed form, to see what that gains.
    var closedForm: Bool?
    /// The sides of a training's pictures.
    var side: Int?
    /// The photo to cut into superpixels, by which method, and which of its published resolutions: 0, 1 or 2.
    var picture: String?
    /// Of superpixels, clusters or concept vectors.
    var method: String?
    var resolution: Int?
    /// Where the labels go.
    var labels: String?
    /// Rows of features (of each kind, of inputs), and how wide they are.
    var rows: Int?
    var width: Int?

    struct Unknown: Error, CustomStringConvertible {
        let description: String
    }

    /// Builds the network and returns what one measured run does; it gives the result's shape.
    func prepare() throws -> () throws -> [Int] {
        if self.case == "aviary" { return drawBirds(count: batch ?? 100) }
        if self.case == "superpixels" { return try superpixels() }
        if self.case == "train" || self.case == "consistency" { return try training() }
        if let run = try concepts() ?? narration() { return run }
        guard let name = network else { throw Unknown(description: "no network is named") }
        guard let precision = ["float32": DType.float32, "bfloat16": .bfloat16][precision ?? "float32"] else {
            throw Unknown(description: "no precision '\(precision ?? "")'")
        }
        let classifier = try Classifier(Zoo.architecture(named: name), seed: 0).prepared(
            Preparation(precision: precision, packsConvolutions: packs ?? true))
        let input = Tensor.normal([1, 3, 224, 224], using: Generator(seed: 1))
        if self.case == "forward" {
            return { try withoutGradient { try classifier.scores(of: input) }.shape }
        }
        let method = try attributionMethod()
        return {
            let attribution = try method.attribute(input, targets: [.index(281)], in: classifier)[0]
            // The peers hand out maps of the picture's size.
            let map = attribution.map.resized(height: 224, width: 224)
            return [1, map.height, map.width]
        }
    }

    /// Draws so many birds of 128×128, on one core.
    private func drawBirds(count: Int) -> () -> [Int] {
        {
            let pixels = (0..<UInt64(count)).map { Aviary.standard.scene(seed: $0).picture(side: 128).pixels.count }
            return [count, 3, 128, pixels.reduce(0, +) / (count * 3 * 128)]
        }
    }

    /// Steps of the training loop on pictures that are there already: batches drawn ahead, log, optimiser and all; for the
    /// case `consistency` of Grad-CAM consistency.
    private func training() throws -> () throws -> [Int] {
        let (side, classes, steps) = (side ?? 128, 50, steps ?? 4)
        var classifier = Classifier(try Zoo.architecture(named: network ?? "resnet18", classes: classes), seed: 0)
        classifier.input.shape = [3, side, side]
        let pictures = (0..<64).map { number in
            let pixels = (0..<side * side * 3).map { UInt8(truncatingIfNeeded: ($0 &* 31 &+ number &* 97) >> 3) }
            return LabeledImage(Image(width: side, height: side, pixels: pixels), [number % classes])
        }
        let task = try ClassifierTask(
            classifier, labels: LabelSet((0..<classes).map { "\($0)" }), source: [:], evaluationCount: 1,
            evaluationSample: { pictures[$0] }, trainingSample: { pictures[$0 % 64] })
        var settings = TrainingSettings(.steps(1_000_000))
        settings.batchSize = batch ?? 32
        settings.rule = rule == "sgd" ? .sgd(momentum: 0.9) : .adamW()
        settings.precision = precision == "bfloat16" ? .bfloat16 : .float32
        guard self.case == "consistency" else { return try stepping(task, settings, steps) }
        let map = try ConsistencyMap(
            of: classifier.network, at: classifier.network.classActivationLayer().path,
            usesClosedForm: closedForm ?? true)
        let negatives = try NegativePictures(ofOther: classes) { label, _ in pictures[label].image }
        return try stepping(GradCAMConsistency(task, map: map, negatives: negatives), settings, steps)
    }

    func stepping(
        _ task: some LearningTask, _ settings: TrainingSettings, _ steps: Int
    ) throws -> () throws -> [Int] {
        let learner = try Learner(task, settings)
        return {
            for _ in 0..<steps { try learner.step() }
            try learner.takeMeans()
            return [steps]
        }
    }

    private func attributionMethod() throws -> any AttributionMethod {
        switch self.case {
        case "grad-cam": GradCAM()
        case "integrated-gradients": IntegratedGradients(steps: steps ?? 50)
        case "rise": RISE(masks: masks ?? 200)
        // One search: how many a photo needs depends on what the network has learnt.
        case "input-iba": InputInformationBottleneck(objective: .steady(SteadySearch(convergence: nil)))
        case "input-iba-feature", "input-iba-adversary", "input-iba-input": publishedStage()
        case "occlusion": Occlusion(window: window ?? 32, stride: stride ?? 16)
        default: throw Unknown(description: "no case '\(self.case)'")
        }
    }
    /// The published objective of which one stage is `steps` steps (or epochs) long, and the others as short as can be.
    private func publishedStage() -> InputInformationBottleneck {
        let steps = steps ?? 1
        func search(_ stage: String) -> AdamSearch {
            let isTimed = self.case == "input-iba-\(stage)"
            return AdamSearch(beta: 20, steps: isTimed ? steps : 1, samples: isTimed ? 10 : 1)
        }
        return InputInformationBottleneck(
            objective: .published(
                PublishedPipeline(
                    layer: network == "vgg16" ? "features.17" : "layer2", feature: search("feature"),
                    adversary: self.case == "input-iba-adversary" ? AdversarialSearch(epochs: steps) : nil,
                    input: search("input"))))
    }
}
