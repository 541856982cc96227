import RationaleAttribution
import RationaleCore
import RationaleData
import RationaleNetworks
import RationaleText
import RationaleTorch

extension SessionChunk {
    /// Predictions and findings of a text.
    ///
    /// - Parameter progress: called after each method.
    mutating func explainText(_ index: Int, progress: (SessionProgress) throws -> Void) throws {
        try Cancellation.check()
        guard let text = try read(index) else { return }
        for method in session.methods {
            if !isKnown(method, index) { try apply(method, to: text, index) }
            try progress(SessionProgress(method: type(of: method).identifier, count: 1, answers: answers))
        }
    }

    /// Reads a text and notes what the network says of it.
    ///
    /// - Returns: `nil` where that cannot be; the answer then says why.
    private mutating func read(_ index: Int) throws -> TokenizedText? {
        do {
            let text = try classifier.words(of: inputs[index])
            let logits = try scores(of: text, index)
            try classifier.nameClasses(logits.count, from: session.request.options.labels)
            predict(index, logits, text: text)
            return text
        } catch let error as RationaleError {
            // What makes no sense is the request's fault, not the text's.
            if error.code == .usage || error.code == .interrupted { throw error }
            fail(index, error)
            return nil
        }
    }

    /// The network's scores for a text; notes what is explained.
    ///
    /// - Throws: `usage` for a target that it does not have, `badData` where scores are no finite numbers.
    private mutating func scores(of text: TokenizedText, _ index: Int) throws -> [Float] {
        let scores = try withoutGradient { try classifier.scores(of: classifier.tokens(of: text)) }
        guard scores.isFinite else {
            throw RationaleError(.badData, "the scores of \(classifier.name) are not finite numbers")
        }
        targets[index] = try Target.resolve([session.request.target], logits: scores, in: classifier).explained[0]
        return scores.floats
    }

    private mutating func apply(_ method: any Explainer, to text: TokenizedText, _ index: Int) throws {
        let clock = ContinuousClock()
        let start = clock.now
        do {
            let (finding, attribution) = try ask(method, about: text)
            try classifier.device.synchronize()
            add(finding, attribution, to: index, seconds: (clock.now - start) / .seconds(1))
        } catch {
            fail(method, index, try bearable(error), seconds: (clock.now - start) / .seconds(1))
        }
    }

    private func ask(_ method: any Explainer, about text: TokenizedText) throws -> (Finding, Attribution?) {
        let request = session.request
        if let method = method as? any AttributionMethod {
            let found = try method.attribute(text, target: request.target, in: classifier, budget: request.budget)
            return (found.finding, found)
        }
        let found = try method.explain(
            classifier.tokens(of: text), targets: [request.target], in: classifier, budget: request.budget)
        return (found[0], nil)
    }
}

extension Classifier {
    /// The text of an input, in the words that the network reads.
    ///
    /// - Throws: what is wrong with a file; `badData` for a text without words.
    fileprivate func words(of input: SessionInput) throws(RationaleError) -> TokenizedText {
        let written: String
        let name: String
        switch input.subject {
        case .text(let text): (written, name) = (text, "the text \"\(text)\"")
        case .file(let path): (written, name) = (try TextFile.text(of: path), path)
        case .photo(_, let name): throw RationaleError(.usage, "\(name) is a photo, and the session is about texts")
        }
        let text = try tokenized(written)
        guard !text.words.isEmpty else {
            throw RationaleError(.badData, "\(name): there are no words in it", hint: "Give at least one word.")
        }
        return text
    }
}
