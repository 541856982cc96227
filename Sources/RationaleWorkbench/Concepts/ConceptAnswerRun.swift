import Foundation
import RationaleAttribution
import RationaleConcepts
public import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleReport

/// A run of `why` or `whynot`: why a classifier decides for a class, and not for another, in concepts.
public struct ConceptAnswerRun: Sendable {
    public let options: ConceptAnswerOptions
    public let command: [String]
    public let existing: ExistingOutput
    private let edits: [AskedEdit]
    private let source: ModelSource

    /// Checks a request.
    ///
    /// - Throws: `RationaleError.Code.usage` for what makes no sense.
    public init(_ options: ConceptAnswerOptions, command: [String] = [], existing: ExistingOutput = .refuse) throws {
        guard !options.input.isEmpty else {
            throw RationaleError(.usage, "there is nothing to explain", hint: "Name a photo.")
        }
        self.options = options
        self.command = command
        self.existing = existing
        edits = try AskedEdit.edits(options)
        source = ModelSource(options.explain.model ?? BuiltInModel.standard.rawValue, options.explain)
    }

    /// Answers, and writes the folder where one is named.
    ///
    /// - Throws: `RationaleError`: what is wrong with the models, the classes, the edits or the photos, or `cannotWrite`.
    public func run(isCancelled: @escaping @Sendable () -> Bool = { false }) throws -> PhotoAnswers {
        try PhotoAnswers.of(options.input, output: options.output, existing: existing, isCancelled: isCancelled) {
            let device = try DeviceChoice.device(options.explain.device ?? "auto")
            let classifier = try source.namedClassifier().moved(to: device)
            let explainer = try ConceptExplainer(conceptModel(), for: classifier)
            return PhotoAnswers.Answering(
                title: title, facts: facts(explainer), notes: classifier.notes,
                isBuiltIn: options.explain.model == nil && options.concepts == nil, command: command
            ) { try ConceptAnswer($0, explainer, options, edits) }
        }
    }

    private var title: String {
        options.instead == nil ? "Rationale: why" : "Rationale: why not \(options.instead ?? "")"
    }

    private func conceptModel() throws -> ConceptModel {
        try ConceptModelSource(path: options.concepts, explain: options.explain).model()
    }

    private func facts(_ explainer: ConceptExplainer) -> [Report.Fact] {
        var facts: [Report.Fact] = [
            .init("Classifier", explainer.classifier.name),
            .init("Concepts", options.concepts ?? "those of the built-in model"),
            .init("Layers", explainer.model.layers.joined(separator: ", ")),
        ]
        if let quality = explainer.model.quality, let agreement = quality.agreement {
            facts.append(
                .init(
                    "Reasoning network",
                    String(
                        format: "decides as the classifier on %.1f %% of %d other pictures", agreement.value * 100,
                        quality.pictures)))
        }
        return facts
    }
}

/// The answer about one photo, with its pictures.
private struct ConceptAnswer: PhotoAnswer {
    let explanation: Explanation
    private let photo: ShownPhoto
    private let view: ConceptExplainer.View
    /// By the paths that the graph names.
    private let pictures: [String: Image]

    init(
        _ path: String, _ explainer: ConceptExplainer, _ options: ConceptAnswerOptions, _ asked: [AskedEdit]
    ) throws {
        let classifier = explainer.classifier
        let image = try Image(contentsOf: URL(fileURLWithPath: path))
        photo = try ShownPhoto(image, through: classifier.preprocessing)
        view = try explainer.view(classifier.preprocessing.picture(of: image))
        let predictions = Prediction.top(
            options.explain.topK ?? SessionRequest.standardTopK, of: view.scores, labels: classifier.labels,
            scoring: classifier.scoring)
        func index(_ text: String?) throws -> Int? {
            guard let text, text != "top" else { return nil }
            return try Int(text) ?? classifier.classIndex(labeled: text)
        }
        let target = try index(options.explain.target) ?? predictions[0].index
        let other = try index(options.instead)
        guard other != target else {
            throw RationaleError(
                .usage, "\(path): the classifier decides for \(predictions[0].name) itself, so there is no “why not”",
                hint: "Ask `rationale why`, or name another class with --instead.")
        }
        let question = ConceptQuestion(explainer: explainer, view: view, target: target, other: other)
        var (graph, edited) = try question.answer(
            proves: options.proves, edits: asked.map { try $0.resolved(ConceptEditor(explainer)) })
        var pictures: [String: Image] = [:]
        for (number, picture) in edited.enumerated() {
            let name = "edit-\(number + 1).png"
            graph.edits[number].picture = name
            pictures[name] = picture
        }
        for (panel, number, concept) in question.concepts(of: graph) {
            guard let cut = concept.examples.first?.cut else { continue }
            let name = concept.pictureName
            graph.panels[panel].nodes[number].example = name
            pictures[name] = cut.picture()
        }
        graph.sentences = ConceptGraph.sentences(
            of: graph.panels, classifier: other == nil && target == predictions[0].index ? predictions[0] : nil,
            agreement: graph.agreement)
        self.pictures = pictures
        let label = classifier.label(target)
        explanation = Explanation(
            input: path, predictions: predictions,
            findings: [
                Finding(
                    method: other == nil ? "why" : "why-not", title: other == nil ? "Why" : "Why not",
                    content: .graph(graph), layer: explainer.model.layers.joined(separator: ", "),
                    layerReason: explainer.model.layerReason,
                    target: ExplainedTarget(index: target, label: label, insteadOf: other),
                    targetProbability: predictions.first { $0.index == target }?.probability,
                    unit: MapUnit.score.text(for: classifier.scoring), isSigned: true, warnings: question.warnings)
            ])
    }

    /// Writes the pictures and the drawing.
    func keep(in folder: ConceptFolder, number: Int) throws -> Explanation {
        var kept = explanation
        for (name, picture) in pictures { try picture.write(to: folder.url("\(number)-\(name)")) }
        for index in kept.findings.indices {
            guard var graph = kept.findings[index].graph else { continue }
            for panel in graph.panels.indices {
                for node in graph.panels[panel].nodes.indices {
                    graph.panels[panel].nodes[node].example = graph.panels[panel].nodes[node].example.map {
                        "\(number)-\($0)"
                    }
                }
            }
            for edit in graph.edits.indices {
                graph.edits[edit].picture = graph.edits[edit].picture.map { "\(number)-\($0)" }
            }
            let drawing = try ConceptGraphFigure(
                graph, over: photo.image, region: photo.region, examples: named(number), unit: kept.findings[index].unit
            ).drawing()
            try drawing.image(zoom: 2).write(to: folder.url("\(number)-graph.png"))
            try folder.write(drawing.svg(title: kept.findings[index].title), to: "\(number)-graph.svg")
            kept.findings[index].content = .graph(graph)
            kept.findings[index].overlay = "\(number)-graph.png"
        }
        return kept
    }

    private func named(_ number: Int) -> [String: Image] {
        Dictionary(uniqueKeysWithValues: pictures.map { ("\(number)-\($0.key)", $0.value) })
    }

    func reportInput(_ kept: Explanation, number: Int) -> ReportInput {
        ReportInput(
            name: URL(fileURLWithPath: explanation.input).lastPathComponent,
            .photo(photo.image, region: photo.region, originalSize: (photo.originalWidth, photo.originalHeight)), kept,
            conceptPictures: named(number))
    }
}
