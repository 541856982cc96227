import RationaleAttribution
import RationaleCore
import RationaleData
import RationaleMetrics
import RationaleNetworks
import RationaleTorch

extension ComparisonRun {
    /// The methods with the statistics that they need.
    func equipped(
        _ classifier: Classifier, progress: (Int, Int, String) -> Void
    ) throws -> [ComparedMethod] {
        func equipped(_ method: any AttributionMethod) throws -> any AttributionMethod {
            try estimation.equipped([method], for: classifier) { progress($0, $1, "estimation") }[0]
        }
        return try methods.map { ComparedMethod(try equipped($0.method), reseeded: try $0.reseeded.map(equipped)) }
    }

    /// The network as it is stored, its classes named where they are known.
    func classifier() throws -> Classifier {
        var classifier = try source.classifier()
        guard options.texts != nil || classifier.input.isPhoto else {
            throw RationaleError(
                .usage,
                "\(classifier.name) takes inputs of shape \(classifier.input.shapeText) and type \(classifier.input.dtype), "
                    + "not photos",
                hint: classifier.input.isText && options.kind == .faithfulness
                    ? "Name texts with --texts." : "`rationale model inspect` shows what a model takes.")
        }
        if options.texts != nil { _ = try classifier.network.embeddingLayer() }
        try classifier.requireFiniteWeights()
        if let layer = options.explain.layer { _ = try classifier.network.graph.output(ofLayer: layer) }
        if classifier.input.isPhoto { try classifier.nameClasses(from: options.explain.labels) }
        return classifier
    }

    func scoresOfNothing(_ classifier: Classifier) throws -> Tensor {
        try withoutGradient {
            try classifier.scores(of: .zeros([1] + classifier.input.exampleShape, dtype: classifier.input.dtype))
        }
    }

    /// The number of a class that a person names.
    func index(of target: Target, _ classifier: Classifier) throws -> Int {
        try Target.resolve([target], logits: scoresOfNothing(classifier), in: classifier).explained[0].index
    }

    func prepared(_ classifier: Classifier) throws -> Classifier {
        let kept = options.explain.layer.map { [$0] } ?? []
        let drawing = classifier.with(classifier.network.drawing(seed: options.explain.seed ?? 0))
        return try drawing.prepared(Preparation(precision: precision, keptLayers: kept)).moved(to: device)
    }

    /// The samples, and what a person should know of them.
    func samples(of classifier: Classifier) throws -> (any SampleSource, notes: [String]) {
        let seed = options.explain.seed ?? 0
        let drawn = (options.count ?? Self.standardScenes) * Self.scenesPerSample
        let chosen = target == .top ? nil : try target.map { try index(of: $0, classifier) }
        if options.texts == TextOptions.descriptions {
            return (try DescriptionSamples(count: drawn, seed: seed, for: classifier), [])
        }
        if let texts = options.texts {
            let texts = try LabeledTexts(texts)
            return (try HeldOutTexts(texts, of: classifier, target: chosen, isTop: target == .top), texts.notes)
        }
        guard let folder = options.data else {
            let scenes = AviarySamples(count: drawn, seed: seed)
            try scenes.check(classifier)
            return (scenes, [])
        }
        let found = try PictureData.pictures(
            in: folder, boxes: options.boxes, areStretched: options.areStretched)
        let pictures = found.pictures
        let hasBoxes = pictures.contains { !$0.boxes.isEmpty }
        let needsBoxes = ComparisonMetrics.needBoxes(options)
        guard hasBoxes || !needsBoxes else {
            throw RationaleError(
                .usage, "\(options.data ?? ""): nobody says where things are in these pictures",
                hint: "Name a table of boxes, a COCO file or a folder of VOC annotations with --boxes.")
        }
        let samples = PictureSamples(
            pictures, of: classifier, needsBoxes: needsBoxes, hasClasses: hasBoxes, target: chosen,
            isTop: target == .top)
        return (samples, found.notes + samples.notes)
    }
}
