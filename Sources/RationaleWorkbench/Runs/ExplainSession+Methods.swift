import Foundation
import RationaleAttribution
import RationaleCore
import RationaleFiles
import RationaleNetworks
import RationaleText

extension ExplainSession {
    /// Notes what the network says of an input.
    mutating func predict(_ index: Int, _ logits: [Float], text: TokenizedText? = nil) {
        scores[index] = logits
        let predictions = Prediction.top(
            run.options.topK ?? ExplainRun.standardTopK, of: logits, labels: classifier.labels,
            scoring: classifier.scoring)
        results[index] = InputResult(
            input: run.inputs[index].file, predictions: predictions,
            explanations: results[index]?.explanations ?? [], words: text?.words, unknownWords: text?.unknownWords)
    }

    /// Whether an earlier run has a method's map of an input; it stays as it is.
    func hasMap(of method: any AttributionMethod, _ index: Int) -> Bool {
        results[index]?.explanations.contains { $0.method == type(of: method).identifier } ?? false
    }

    /// Writes a map as numbers, and draws it.
    ///
    /// - Parameter draw: writes a picture beside the path that it is given, relative to the run's folder without an
    ///   ending, and says where; `nil` where there is nothing to see.
    mutating func keep(
        _ attribution: Attribution, of index: Int, seconds: Double, drawing draw: (String) throws -> String?
    ) throws {
        let place = "\(places[index].folder)/\(attribution.method)"
        try OutputFolder.make("\(folder.path)/\(places[index].folder)")
        try MapFile.write(attribution, to: "\(folder.path)/\(place).safetensors")
        let overlay = try draw(place).map { "\(folder.path)/\($0)" }
        let result = ExplanationResult(
            method: attribution.method, layer: attribution.layer, target: attribution.target,
            map: "\(folder.path)/\(place).safetensors", overlay: overlay, unit: attribution.unit,
            seed: attribution.seed, seconds: seconds, warnings: attribution.warnings,
            values: run.kind == .text ? attribution.map.values : nil,
            stages: attribution.stages.map(StageResult.init),
            targetProbability: probability(of: attribution.target.index, for: index),
            convergenceGap: attribution.convergenceGap, settings: attribution.settings)
        results[index]?.replace(result)
    }

    /// Notes that a method could not explain an input.
    mutating func fail(_ method: any AttributionMethod, _ index: Int, _ error: RationaleError, seconds: Double) {
        let target = targets[index] ?? ExplainedTarget(index: 0)
        let failed = ExplanationResult(
            method: type(of: method).identifier, target: target, unit: method.unit.text(for: classifier.scoring),
            seed: method.seed, seconds: seconds, warnings: [], failure: Failure(error),
            targetProbability: probability(of: target.index, for: index))
        results[index]?.replace(failed)
    }

    /// An error of one method that leaves the others their turn.
    ///
    /// - Throws: the error, where that is not so.
    func bearable(_ error: any Error) throws(RationaleError) -> RationaleError {
        let error = RationaleError(describing: error)
        // The only method that was asked for, on a request that makes no sense: nothing will come of the rest.
        if error.code == .interrupted || run.methods.count == 1 && error.code == .usage { throw error }
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

extension Classifier {
    /// Gives the classes the names that are built in, where nobody gave others; checks those that somebody gave.
    ///
    /// The one label of a network of one logit is its second class; the first is called "not" it.
    ///
    /// - Parameter file: where somebody gave them; `nil` for the model's own.
    mutating func nameClasses(_ count: Int, from file: String?) throws(RationaleError) {
        guard let labels else {
            if count == 1000, scoring == .softmax, input.isPhoto { labels = ImageNetLabels.all }
            return
        }
        if scoring == .logit, labels.count == 1 {
            self.labels = ["not \(labels[0])", labels[0]]
            return
        }
        guard labels.count == count else {
            throw RationaleError(
                .badData,
                "\(file ?? "the model's metadata") names \(labels.count) classes, but \(name) has \(count)",
                hint: scoring == .logit
                    ? "Name the two classes, or the one for which the output is high."
                    : "Give one label a line, in the order of the network's scores.")
        }
    }
}

extension InputResult {
    /// Puts a result in the place of an earlier one of the same method.
    mutating func replace(_ explanation: ExplanationResult) {
        if let index = explanations.firstIndex(where: { $0.method == explanation.method }) {
            explanations[index] = explanation
        } else {
            explanations.append(explanation)
        }
    }
}
