public import RationaleCore
public import RationaleNetworks
import RationaleText
public import RationaleTorch

/// A way to say where a network looked.
///
/// A method is a small immutable value: construct it once, attribute many. To add one, copy the smallest
/// (``InputTimesGradient``) and change its ten lines: it turns a ``Question`` into an ``Answer``, and everything around that
/// (targets, chunks, maps, diagnostics) is done by ``attribute(_:targets:in:budget:progress:forward:)`` for all methods alike.
public protocol AttributionMethod: Explainer {
    /// Whether negative values speak against the target.
    var isSigned: Bool { get }
    /// Whether it is given a text as tokens, `[1, word]`, rather than as their vectors, `[1, word, number]`; see
    /// ``attribute(_:target:in:at:budget:)``.
    var readsTokens: Bool { get }

    /// Explains one chunk of inputs.
    ///
    /// - Throws: `RationaleError` naming the layer or setting that does not fit.
    func answer(_ question: Question) throws -> Answer

    /// What to try where a map says nothing; completes the warning.
    func advice(on degeneracy: Heatmap.Degeneracy) -> String?
}

extension AttributionMethod {
    public var readsTokens: Bool { false }
    public func advice(on degeneracy: Heatmap.Degeneracy) -> String? { nil }

    public func findings(_ question: Question) throws -> [Finding] {
        try attributions(from: answer(question), question).map { warned($0).finding }
    }

    /// Explains a batch.
    ///
    /// - Parameters:
    ///   - batch: `[batch, …classifier.input.shape]`, preprocessed.
    ///   - targets: one for all inputs, or one for each.
    ///   - classifier: best `Classifier/prepared(_:)` once, then used for every call.
    ///   - budget: inputs are worked on in chunks that fit into it.
    ///   - progress: told how far a long explanation is.
    ///   - forward: what a forward pass of the batch has shown, where there was one.
    /// - Returns: one attribution for each input, in order; equal to what each input alone would get.
    /// - Throws: `RationaleError`.
    public func attribute(
        _ batch: Tensor, targets: [Target] = [.top], in classifier: Classifier, budget: MemoryBudget = .standard,
        progress: MethodProgress = .silent, forward: ForwardPass? = nil
    ) throws -> [Attribution] {
        try unwarned(batch, targets: targets, in: classifier, budget, progress, forward).map(warned)
    }

    /// Attributions on whose maps nobody has passed judgement yet: those of texts become maps of words first.
    func unwarned(
        _ batch: Tensor, targets: [Target], in classifier: Classifier, _ budget: MemoryBudget,
        _ progress: MethodProgress = .silent, _ forward: ForwardPass? = nil, text: TokenizedText? = nil
    ) throws -> [Attribution] {
        // What reads tokens may ask about other lengths.
        try inChunks(
            batch, targets, classifier, budget, progress, forward, takesOtherShapes: readsTokens, text: text
        ) {
            try attributions(from: answer($0), $0)
        }
    }

    /// An attribution that says so where its map says nothing.
    func warned(_ attribution: Attribution) -> Attribution {
        guard let degeneracy = attribution.map.degeneracy else { return attribution }
        var warned = attribution
        let advice = advice(on: degeneracy).map { ": \($0)" } ?? ""
        warned.warnings.append("degenerate: \(degeneracy.rawValue)\(advice)")
        return warned
    }

    private func attributions(from answer: Answer, _ question: Question) -> [Attribution] {
        let maps = answer.maps
        let height = maps.shape[1]
        let width = maps.shape[2]
        let values = maps.floats
        let classifier = question.classifier
        return (0..<question.batch).map { index in
            let map = Heatmap(
                height: height, width: width,
                values: Array(values[index * height * width..<(index + 1) * height * width]))
            var finding = finding(.map, target: answer.targets.explained[index], in: classifier)
            finding.layer = answer.layer?.path
            finding.layerReason = answer.layer?.reason
            // A difference of classes may be negative where the method itself never is.
            finding.isSigned = isSigned || (map.range?.lowerBound ?? 0) < 0
            finding.convergenceGap = answer.convergenceGaps.flatMap { $0[index].isFinite ? $0[index] : nil }
            finding.warnings = answer.warnings[index]
            if let precision = classifier.network.preparation?.precision, precision != .float32 {
                finding.warnings.append(
                    "computed in \(precision), with three digits: single pixels are less certain than the whole")
            }
            finding.stages = answer.stages[index]
            return Attribution(finding, map: map)
        }
    }
}
