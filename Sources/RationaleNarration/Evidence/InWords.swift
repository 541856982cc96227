public import RationaleAttribution
public import RationaleCore
import RationaleNetworks
import RationaleTorch

/// A narrator as one of the ways to explain: a sentence for each input, with the evidence of its words.
///
/// The words are chosen so that the class is recognised (``Listener``), or by a beam where the narrator knows no classes.
/// ``NarratorExplainer`` also says where the evidence lies in a picture, and tests the sentence.
public struct InWords: Explainer {
    public static let identifier = "in-words"
    public static let title = "In words"
    public static let summary =
        "A sentence about what the network saw, from its activations (InterpNET, Barratt 2017); needs --narrator."
    public static let inputs: Set<InputKind> = [.picture]

    public let narrator: Narrator
    /// Of the beam. Default: 20.
    public var width = 20
    public var unit: MapUnit { .nats }

    public init(_ narrator: Narrator) { self.narrator = narrator }

    public func findings(_ question: Question) throws -> [Finding] {
        guard narrator.head == nil else {
            throw RationaleError(
                .usage, "this narrator describes the decisions of a classifier on top of \(question.classifier.name)",
                hint: "`rationale describe` takes it.")
        }
        let features = try narrator.features(of: question.classifier)
        let scores = try withoutGradient { try question.classifier.scores(of: question.input) }
        let targets = try Target.resolve(question.targets, logits: scores, in: question.classifier)
        let read = narrator.read(try features.features(of: question.input))
        return try (0..<question.batch).map { row in
            let read = read.slice(0, row..<row + 1)
            let target = targets.explained[row]
            var written: [WrittenSentence]
            if narrator.prototypes != nil {
                let listener = try narrator.listener(classes: target.insteadOf.map { [target.index, $0] })
                written = try narrator.network.sentences(
                    for: read, recognizedAs: target.insteadOf == nil ? target.index : 0, by: listener, width: width,
                    Decoding(), narrator.vocabulary)
            } else {
                written = try narrator.network.sentences(
                    for: read, Decoding(.beam(width: width)), narrator.vocabulary)[0]
            }
            written = narrator.worded(written)
            let evidence = try narrator.evidence(of: written[0].words, read: read)
            var narration = narrator.narration(of: written, evidence, parts: features.parts)
            if let other = target.insteadOf {
                narration.contrast(
                    target.label ?? "class \(target.index)", question.classifier.label(other) ?? "class \(other)")
            }
            return finding(.narration(narration), target: target, in: question.classifier)
        }
    }
}

extension Narrator {
    /// Sentences and the evidence of the first one's words as a plain value.
    public func narration(
        of written: [WrittenSentence], _ evidence: [WordEvidence], parts: [NarratorFeatures.Part], alternatives: Int = 0
    ) -> Narration {
        Narration(
            sentence: text(of: written[0]),
            words: evidence.filter { $0.word != vocabulary.end }.map { word in
                Narration.Word(
                    text: vocabulary.words[word.word], probability: word.probability, evidence: word.evidence,
                    parts: parts.map { .init(name: $0.name, evidence: word.sum(over: $0.range)) })
            },
            recognition: written[0].recognition,
            alternatives: written.dropFirst().prefix(alternatives).map(text(of:)))
    }
}
