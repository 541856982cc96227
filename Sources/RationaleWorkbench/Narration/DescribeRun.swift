import Foundation
import RationaleAttribution
public import RationaleCore
import RationaleImaging
import RationaleNarration
import RationaleNetworks
import RationaleReport

/// A run of `describe`: what a classifier saw in photos, in words.
public struct DescribeRun: Sendable {
    public let options: DescribeOptions
    public let command: [String]
    public let existing: ExistingOutput
    private let style: WritingOptions.Style?
    private let source: ModelSource

    /// Checks a request.
    ///
    /// - Throws: `RationaleError.Code.usage` for what makes no sense.
    public init(_ options: DescribeOptions, command: [String] = [], existing: ExistingOutput = .refuse) throws {
        guard !options.input.isEmpty else {
            throw RationaleError(.usage, "there is nothing to describe", hint: "Name a photo.")
        }
        guard (1...100).contains(options.count) else {
            throw RationaleError(.usage, "--count \(options.count): expected 1 to 100 sentences")
        }
        guard options.temperature > 0 else {
            throw RationaleError(.usage, "--temperature \(options.temperature): expected a number above 0")
        }
        style = try options.writing.checkedStyle()
        guard options.instead == nil || style == nil || style == .telling else {
            throw RationaleError(
                .usage,
                "--instead asks for a sentence that tells two classes apart, --style \(options.writing.style ?? "") for another",
                hint: "Leave --style out.")
        }
        self.options = options
        self.command = command
        self.existing = existing
        source = ModelSource(options.explain.model ?? BuiltInModel.standard.rawValue, options.explain)
    }

    /// Describes, and writes the folder where one is named.
    ///
    /// - Throws: `RationaleError`: what is wrong with the models, the classes or the photos, or `cannotWrite`.
    public func run(isCancelled: @escaping @Sendable () -> Bool = { false }) throws -> PhotoAnswers {
        try PhotoAnswers.of(options.input, output: options.output, existing: existing, isCancelled: isCancelled) {
            let device = try DeviceChoice.device(options.explain.device ?? "auto")
            let classifier = try source.namedClassifier().moved(to: device)
            let narrator = try NarratorSource(path: options.narrator, explain: options.explain).narrator()
            let explainer = try NarratorExplainer(narrator, for: classifier)
            return PhotoAnswers.Answering(
                title: "Rationale: in words",
                facts: [
                    .init("Classifier", classifier.name),
                    .init("Narrator", options.narrator ?? "that of the built-in model"),
                    .init(
                        "It reads", explainer.parts.map { "\($0.name) (\($0.range.count))" }.joined(separator: ", ")),
                ], notes: classifier.notes, isBuiltIn: options.explain.model == nil && options.narrator == nil,
                command: command
            ) { try PhotoDescription($0, explainer, options, style) }
        }
    }
}

/// The description of one photo, with its pictures.
struct PhotoDescription: PhotoAnswer {
    let explanation: Explanation
    private let photo: ShownPhoto
    /// By the paths that the narration names.
    private let pictures: [String: Image]

    init(
        _ path: String, _ explainer: NarratorExplainer, _ options: DescribeOptions, _ asked: WritingOptions.Style?
    ) throws {
        let preprocessing = explainer.classifier.preprocessing
        let classifier = explainer.deciding
        let image = try Image(contentsOf: URL(fileURLWithPath: path))
        photo = try ShownPhoto(image, through: preprocessing)
        let view = try explainer.views([preprocessing.picture(of: image)])[0]
        let predictions = Prediction.top(
            options.explain.topK ?? SessionRequest.standardTopK, of: view.scores, labels: classifier.labels,
            scoring: classifier.scoring)
        func index(_ text: String?) throws -> Int? {
            guard let text, text != "top" else { return nil }
            let index = try Int(text) ?? classifier.classIndex(labeled: text)
            guard view.scores.indices.contains(index) else {
                throw RationaleError(
                    .usage, "\(classifier.name) has the classes 0 to \(view.scores.count - 1), not \(index)")
            }
            return index
        }
        let target = try index(options.explain.target) ?? predictions[0].index
        let other = try index(options.instead)
        guard other != target else {
            throw RationaleError(
                .usage, "\(path): a sentence cannot tell \(predictions[0].name) from itself",
                hint: "Name another class with --instead.")
        }
        let style = asked ?? (explainer.narrator.prototypes == nil ? .beam : .telling)
        let writing = options.writing
        let width = max(writing.beam, options.count)
        func decoding(_ strategy: Decoding.Strategy) -> Decoding {
            var decoding = writing.decoding(strategy, style)
            decoding.seed = options.explain.seed ?? 0
            return decoding
        }
        var written: [WrittenSentence]
        switch style {
        case .telling:
            written = try explainer.sentences(
                for: view, recognizedAs: target, insteadOf: other, weight: writing.recognition,
                plausibility: writing.plausibility, width: width, decoding(.greedy))
        case .beam: written = try explainer.sentences(for: [view], decoding(.beam(width: width)))[0]
        case .greedy: written = try explainer.sentences(for: [view], decoding(.greedy))[0]
        case .sample:
            written = try explainer.sentences(
                for: Array(repeating: view, count: options.count),
                decoding(.sampling(temperature: options.temperature))
            ).map { $0[0] }
        }
        written = Array(written.prefix(options.count))
        var warnings: [String] = []
        if !written[0].isComplete {
            warnings.append("The narrator did not end this sentence; it was cut after \(written[0].words.count) words.")
        }
        if target != predictions[0].index {
            warnings.append("The classifier decides for \(predictions[0].name), not for the class described.")
        }
        let words = try explainer.evidence(of: written[0], in: view)
        let gap = words.map(\.gap).max() ?? 0
        if gap > 0.1 {
            warnings.append(String(format: "The evidence of a word is inexact by %.2g nats.", gap))
        }
        var narration = explainer.narrator.narration(
            of: written, words, parts: explainer.parts, alternatives: options.count - 1)
        if let other {
            narration.contrast(
                classifier.label(target) ?? "class \(target)", classifier.label(other) ?? "class \(other)")
        }
        var pictures: [String: Image] = [:]
        let maps = try explainer.maps(of: words, in: view, target: target)
        if explainer.narrator.head != nil {
            warnings.append(
                "Where the evidence lies is not known, and nothing was tested: the classifier on top reads means over the photo."
            )
        } else if let region = explainer.region(of: maps, words: words) {
            pictures["named.png"] = try view.image.spotlit(region)
            narration.picture = "named.png"
            if options.proves {
                let proof = try explainer.proof(of: region, in: view, target: target, seed: options.explain.seed ?? 0)
                narration.edits = proof.edits
                for (number, picture) in proof.pictures.enumerated() {
                    let name = "edit-\(number + 1).png"
                    narration.edits[number].picture = name
                    pictures[name] = picture
                }
            }
        } else {
            warnings.append("No word of this sentence is more probable with this photo than without it.")
        }
        self.pictures = pictures
        explanation = Explanation(
            input: path, predictions: predictions,
            findings: [
                Finding(
                    method: "describe", title: "In words", content: .narration(narration),
                    layer: explainer.parts.map(\.name).joined(separator: ", "),
                    target: ExplainedTarget(index: target, label: classifier.label(target), insteadOf: other),
                    targetProbability: predictions.first { $0.index == target }?.probability, unit: "nats",
                    isSigned: true, seed: style == .sample || options.proves ? options.explain.seed ?? 0 : nil,
                    settings: ["style": style.rawValue, "beam": "\(writing.beam)"], warnings: warnings)
            ])
    }

    func keep(in folder: ConceptFolder, number: Int) throws -> Explanation {
        var kept = explanation
        for (name, picture) in pictures { try picture.write(to: folder.url("\(number)-\(name)")) }
        for index in kept.findings.indices {
            guard case .narration(var narration) = kept.findings[index].content else { continue }
            narration.picture = narration.picture.map { "\(number)-\($0)" }
            for edit in narration.edits.indices {
                narration.edits[edit].picture = narration.edits[edit].picture.map { "\(number)-\($0)" }
            }
            kept.findings[index].content = .narration(narration)
        }
        return kept
    }

    func reportInput(_ kept: Explanation, number: Int) -> ReportInput {
        ReportInput(
            name: URL(fileURLWithPath: explanation.input).lastPathComponent,
            .photo(photo.image, region: photo.region, originalSize: (photo.originalWidth, photo.originalHeight)), kept,
            conceptPictures: Dictionary(uniqueKeysWithValues: pictures.map { ("\(number)-\($0.key)", $0.value) }))
    }
}
