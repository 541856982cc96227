import RationaleCore
public import RationaleNetworks
import RationaleTorch

extension SampleFilter {
    /// Chooses samples.
    ///
    /// - Parameters:
    ///   - source: where they come from.
    ///   - classifier: best prepared.
    ///   - progress: called with how many are chosen, and how many are wanted at most.
    /// - Throws: `RationaleError.Code.badData` where none is left, saying what became of them.
    /// - Complexity: one forward pass for each sample that is looked at.
    public func select(
        from source: any SampleSource, for classifier: Classifier, progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> SampleSelection {
        var selection = SampleSelection()
        let wanted = min(count ?? source.count, source.count)
        for index in order(of: source) where selection.chosen.count < wanted {
            try Cancellation.check()
            do {
                try look(at: index, of: source, classifier, &selection)
            } catch let error as RationaleError where error.code != .interrupted && error.code != .usage {
                selection.passedOver.append((source.name(of: index), error))
            }
            progress(count == nil ? selection.seen : selection.chosen.count, wanted)
        }
        selection.chosen.sort { $0.index < $1.index }
        guard selection.chosen.isEmpty else { return selection }
        if selection.improbable == 0, let first = selection.passedOver.first { throw first.error }
        throw RationaleError(
            .badData,
            "no sample is left: of \(selection.seen), \(selection.improbable) have a target less probable than "
                + "\(leastProbability), and \(selection.passedOver.count) are passed over",
            hint: "Lower --min-probability, or check that labels and preprocessing are those of the network.")
    }

    private func look(
        at index: Int, of source: any SampleSource, _ classifier: Classifier, _ selection: inout SampleSelection
    ) throws {
        let sample = try source.sample(index, for: classifier)
        let logits = try withoutGradient { () throws(RationaleError) in
            try classifier.scores(of: sample.input.moved(to: classifier.device))
        }
        let classes = logits.shape[1]
        selection.classes = classes
        let target = sample.label ?? classifier.scoring.topClass(of: logits.floats) ?? 0
        guard target < max(2, classes) else {
            throw RationaleError(
                .usage, "\(source.name(of: index)) has the class \(target), but \(classifier.name) has \(classes)",
                hint: "Give the data set that the network was trained for.")
        }
        let input = try sample.perturbable(classifier, target: target)
        let readout = input.targetReadout(logits).item
        guard readout.isFinite else {
            throw RationaleError(
                .badData, "\(source.name(of: index)): the scores of \(classifier.name) are not finite numbers")
        }
        // Of values none is more probable than another.
        let probability = classifier.scoring.hasProbabilities ? readout : .nan
        if probability < leastProbability { return selection.improbable += 1 }
        selection.chosen.append(
            .init(index: index, name: source.name(of: index), target: target, probability: probability))
    }
}
