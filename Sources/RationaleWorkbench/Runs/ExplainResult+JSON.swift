import Foundation
import RationaleCore
import RationaleFiles

// Every key is always there, `null` where there is nothing: a reader need not ask whether it exists.

extension ExplainResult {
    /// The document that `--json` prints, `{"inputs": […], "run": "…"}`, handed over in pieces, an input at a time.
    ///
    /// - Throws: `RationaleError` where the run's folder is not there any more, and what the closure throws.
    public func writeJSON(to consume: (String) throws -> Void) throws {
        var separator = ""
        try consume("{\n  \"inputs\" : [\n")
        try forEachInput { input in
            let text = try JSONDocument.text(of: input)
            try consume(separator + "    " + text.replacing("\n", with: "\n    "))
            separator = ",\n"
        }
        try consume("\n  ],\n  \"run\" : \(try JSONDocument.text(of: run))\n}")
    }
}

extension InputResult: Codable {
    private enum CodingKeys: String, CodingKey {
        case input, predictions, explanations, narration, words, unknownWords, error
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        input = try container.decode(String.self, forKey: .input)
        predictions = try container.decode([PredictionDocument].self, forKey: .predictions).map(\.prediction)
        explanations = try container.decode([ExplanationResult].self, forKey: .explanations)
        words = try container.decodeIfPresent([String].self, forKey: .words)
        unknownWords = try container.decodeIfPresent([String].self, forKey: .unknownWords)
        error = try container.decodeIfPresent(Failure.self, forKey: .error)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(input, forKey: .input)
        try container.encode(predictions.map(PredictionDocument.init), forKey: .predictions)
        try container.encode(explanations, forKey: .explanations)
        try container.encodeNil(forKey: .narration)
        // Of texts alone, so that the document of pictures stays as it is.
        try container.encodeIfPresent(words, forKey: .words)
        try container.encodeIfPresent(unknownWords, forKey: .unknownWords)
        try container.encode(error, forKey: .error)
    }
}

extension ExplanationResult: Codable {
    private enum CodingKeys: String, CodingKey {
        case method, layer, target, map, overlay, unit, seed, seconds, warnings, values, stages, error
    }

    private enum TargetKeys: String, CodingKey { case index, label, insteadOf, change }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        method = try container.decode(String.self, forKey: .method)
        layer = try container.decodeIfPresent(String.self, forKey: .layer)
        target = try container.decode(ExplainedTarget.self, forKey: .target)
        map = try container.decodeIfPresent(String.self, forKey: .map)
        overlay = try container.decodeIfPresent(String.self, forKey: .overlay)
        unit = try container.decode(String.self, forKey: .unit)
        seed = try container.decodeIfPresent(UInt64.self, forKey: .seed)
        seconds = try container.decode(Double.self, forKey: .seconds)
        warnings = try container.decode([String].self, forKey: .warnings)
        values = try container.decodeIfPresent([Float?].self, forKey: .values)?.map { $0 ?? .nan }
        stages = try container.decodeIfPresent([StageResult].self, forKey: .stages) ?? []
        failure = try container.decodeIfPresent(Failure.self, forKey: .error)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(method, forKey: .method)
        try container.encode(layer, forKey: .layer)
        var inner = container.nestedContainer(keyedBy: TargetKeys.self, forKey: .target)
        try inner.encode(target.index, forKey: .index)
        try inner.encode(target.label, forKey: .label)
        try inner.encodeIfPresent(target.insteadOf, forKey: .insteadOf)
        try inner.encodeIfPresent(target.change, forKey: .change)
        try container.encode(map, forKey: .map)
        try container.encode(overlay, forKey: .overlay)
        try container.encode(unit, forKey: .unit)
        try container.encode(seed, forKey: .seed)
        try container.encode((seconds * 1e6).rounded() / 1e6, forKey: .seconds)
        try container.encode(warnings, forKey: .warnings)
        // JSON has no other numbers than finite ones.
        try container.encodeIfPresent(values.map { $0.map { $0.isFinite ? $0 : nil } }, forKey: .values)
        if !stages.isEmpty { try container.encode(stages, forKey: .stages) }
        try container.encode(failure, forKey: .error)
    }
}

/// A prediction with its label written even where there is none.
private struct PredictionDocument: Codable {
    let prediction: Prediction

    private enum CodingKeys: String, CodingKey { case index, label, score, probability }

    init(_ prediction: Prediction) { self.prediction = prediction }

    init(from decoder: any Decoder) throws { prediction = try Prediction(from: decoder) }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(prediction.index, forKey: .index)
        try container.encode(prediction.label, forKey: .label)
        // JSON has no other numbers than finite ones.
        try container.encode(prediction.score.flatMap { $0.isFinite ? $0 : nil }, forKey: .score)
        try container.encode(prediction.probability, forKey: .probability)
    }
}
