import RationaleAttribution
import RationaleCore
import RationaleFiles
import RationaleNetworks
import RationaleText

/// Some inputs that a session is asked about at once, and what is known of them so far.
struct SessionChunk {
    let session: Session
    let inputs: [SessionInput]
    var classifier: Classifier
    /// By the positions of the inputs.
    var answers: [Int: SessionAnswer] = [:]
    /// `[class]`.
    private var scores: [Int: [Float]] = [:]
    /// What is explained.
    var targets: [Int: ExplainedTarget] = [:]

    init(_ session: Session, _ inputs: [SessionInput]) {
        self.session = session
        self.inputs = inputs
        classifier = session.classifier
    }

    /// Notes what the network says of an input.
    mutating func predict(_ index: Int, _ logits: [Float], text: TokenizedText? = nil, photo: ShownPhoto? = nil) {
        scores[index] = logits
        let predictions = Prediction.top(
            session.request.topK, of: logits, labels: classifier.labels, scoring: classifier.scoring)
        answers[index] = SessionAnswer(
            explanation: Explanation(
                input: inputs[index].name, predictions: predictions, findings: inputs[index].known,
                words: text?.words, offsets: text?.offsets,
                special: text.flatMap { $0.special.isEmpty ? nil : $0.special.sorted() },
                unknownWords: text?.unknownWords), photo: photo)
    }

    /// Notes that an input could not be explained.
    mutating func fail(_ index: Int, _ error: RationaleError) {
        answers[index] = SessionAnswer(
            explanation: Explanation(input: inputs[index].name, error: Failure(error)))
    }

    /// Whether a method's finding is known already; it stays as it is.
    func isKnown(_ method: any Explainer, _ index: Int) -> Bool {
        inputs[index].known.contains { $0.method == type(of: method).identifier }
    }

    /// Adds what a method found.
    ///
    /// - Parameter attribution: with its map, where it is one.
    mutating func add(_ finding: Finding, _ attribution: Attribution?, to index: Int, seconds: Double) {
        var finding = finding
        finding.seconds = seconds
        finding.targetProbability = probability(of: finding.target.index, for: index)
        answers[index]?.explanation.add(finding)
        answers[index]?.attributions[finding.method] = attribution
    }

    /// Notes that a method could not explain an input.
    mutating func fail(_ method: any Explainer, _ index: Int, _ error: RationaleError, seconds: Double) {
        var finding = method.finding(nil, target: targets[index] ?? ExplainedTarget(index: 0), in: classifier)
        finding.error = Failure(error)
        add(finding, nil, to: index, seconds: seconds)
    }

    /// An error of one method that leaves the others their turn.
    ///
    /// - Throws: the error, where that is not so.
    func bearable(_ error: any Error) throws(RationaleError) -> RationaleError {
        let error = RationaleError(describing: error)
        // The only method that was asked for, on a request that makes no sense: nothing will come of the rest.
        if error.code == .interrupted || session.methods.count == 1 && error.code == .usage { throw error }
        return error
    }

    /// The probability of a class of an input; `nil` for values, which have none.
    private func probability(of index: Int, for input: Int) -> Float? {
        guard classifier.scoring.hasProbabilities, let own = scores[input], own.indices.contains(index) else {
            return nil
        }
        return Float(classifier.scoring.readout(of: own)[index])
    }
}
