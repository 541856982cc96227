import RationaleAttribution
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleReport
import RationaleText
import RationaleTorch

extension ExplainSession {
    /// Predictions and maps of a text.
    ///
    /// - Parameter progress: called after each method with its name and 1.
    mutating func explainText(_ index: Int, progress: (String, Int) throws -> Void) throws {
        try Cancellation.check()
        try restore(index)
        guard let text = try read(index) else { return }
        for method in methods {
            if !hasMap(of: method, index) { try apply(method, to: text, index) }
            try progress(type(of: method).identifier, 1)
        }
    }

    /// Reads a text and notes what the network says of it.
    ///
    /// - Returns: `nil` where that cannot be; the result then says why.
    private mutating func read(_ index: Int) throws -> TokenizedText? {
        let input = run.inputs[index]
        do {
            let text = try TextInputs.text(of: input, for: classifier)
            let logits = try scores(of: text, index)
            try classifier.nameClasses(logits.count, from: run.options.labels)
            predict(index, logits, text: text)
            return text
        } catch let error as RationaleError {
            // What makes no sense is the request's fault, not the text's.
            if error.code == .usage || error.code == .interrupted { throw error }
            results[index] = InputResult(failed: input.file, error)
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
        targets[index] = try Target.resolve([run.target], logits: scores, in: classifier).explained[0]
        return scores.floats
    }

    private mutating func apply(_ method: any AttributionMethod, to text: TokenizedText, _ index: Int) throws {
        let clock = ContinuousClock()
        let start = clock.now
        do {
            let attribution = try method.attribute(text, target: run.target, in: classifier, budget: run.budget)
            try classifier.device.synchronize()
            try keep(attribution, seconds: (clock.now - start) / .seconds(1), of: index)
        } catch {
            fail(method, index, try bearable(error), seconds: (clock.now - start) / .seconds(1))
        }
    }

    /// Writes a map as numbers and as a text in colours.
    private mutating func keep(_ attribution: Attribution, seconds: Double, of index: Int) throws {
        try keep(attribution, of: index, seconds: seconds) { [run, folder] place in
            guard let text = try? HighlightedText(attribution, colorMap: run.colorMap) else { return nil }
            let label = attribution.target.label ?? "class \(attribution.target.index)"
            let title = "\(MethodSelection.title(of: attribution.method)) · \(label)"
            let svg = try text.drawing(title: title).svg(
                title: "\(title): \(text.words.map(\.text).joined(separator: " "))")
            try folder.write(Array(svg.utf8), to: "\(place).svg")
            return "\(place).svg"
        }
        attributions[index, default: [:]][attribution.method] = attribution
    }
}
