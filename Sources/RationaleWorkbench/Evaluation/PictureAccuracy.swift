import RationaleCore
import RationaleData
import RationaleMetrics
import RationaleNetworks
import RationaleStatistics
import RationaleTorch
import RationaleTraining

/// How often a classifier is right about pictures whose classes are known.
///
/// Of exclusive classes `accuracy` and, of more than five, `top-5-accuracy`: the fraction of pictures, with Wilson's interval; of
/// a picture with several classes any counts. Of independent labels `mean-average-precision` and `F1`'s values, a label being
/// claimed where its probability is above one half, with intervals by bootstrap: over pictures, and over classes where the value is
/// a mean over classes.
struct PictureAccuracy {
    /// Pictures in one pass through the network.
    private static let batch = 16
    /// Each of them decides about all pictures and classes anew.
    private static let resamples = 200

    private let samples: PictureSamples
    /// For each picture that is judged, its samples: one for each of its classes.
    private let groups: [[Int]]
    private let labels: LabelSet
    private let seed: UInt64

    /// - Parameters:
    ///   - pictures: as listed.
    ///   - classifier: whose classes get names where they have none.
    ///   - options: of the run.
    ///   - seed: of a random part, and of intervals.
    /// - Throws: `RationaleError.Code.usage` for a network of other inputs, or of values.
    init(
        _ pictures: [AnnotatedPicture], of classifier: inout Classifier, _ options: AccuracyRun.Options, seed: UInt64
    ) throws {
        guard classifier.input.isPhoto, classifier.scoring.hasProbabilities else {
            throw RationaleError(
                .usage, "\(classifier.name) is no classifier of photos, so it has no accuracy on pictures",
                hint: "`rationale model inspect` shows what a model takes and returns.")
        }
        let count = try classifier.nameClasses(from: options.explain.labels)
        let kind: LabelSet.Kind = classifier.scoring == .sigmoid ? .multiple : .single
        labels = LabelSet(classifier.labels ?? (0..<count).map { "class \($0)" }, kind)
        samples = PictureSamples(
            pictures, of: classifier, needsBoxes: false, hasClasses: true, target: nil, isTop: false)
        var groups: [String: [Int]] = [:]
        for (index, picture) in pictures.enumerated() { groups[picture.path, default: []].append(index) }
        var chosen = groups.values.sorted { $0[0] < $1[0] }
        if let count = options.count, count < chosen.count {
            var random = SplitMix64(seed: seed, for: "samples")
            chosen = Array(random.shuffled(chosen).prefix(count)).sorted { $0[0] < $1[0] }
        }
        self.groups = chosen
        self.seed = seed
    }

    /// A picture as the network takes it, and what is true of it: one number for each class.
    private struct Judged {
        let input: Tensor
        let target: [Float]
    }

    /// Judges.
    ///
    /// - Returns: also notes of what was passed over.
    /// - Throws: `RationaleError.Code.badData` where no picture is left.
    func run(_ classifier: Classifier, progress: (Int, Int) throws -> Void) throws -> (scores: [Score], notes: [String])
    {
        var (scores, targets): ([Tensor], [Tensor]) = ([], [])
        var failures: [RationaleError] = []
        for start in stride(from: 0, to: groups.count, by: Self.batch) {
            try Cancellation.check()
            let part = Array(groups[start..<min(start + Self.batch, groups.count)])
            let read = part.concurrentMap { group in Swift.Result { try judged(group, classifier) } }
            let found = try read.compactMap { result in
                do { return try result.get() } catch let error as RationaleError where error.code != .usage {
                    failures.append(error)
                    return nil as Judged?
                }
            }
            if !found.isEmpty {
                scores.append(try self.scores(of: found.map(\.input), classifier))
                targets.append(
                    Tensor(found.flatMap(\.target), shape: [found.count, labels.names.count]))
            }
            try progress(start + part.count, groups.count)
        }
        guard !scores.isEmpty else {
            throw failures.first ?? RationaleError(.badData, "there is no picture to judge by")
        }
        let shown = failures.prefix(3).map { "passed over: \($0.message)" }
        let rest = failures.count - shown.count
        return (
            summary(.concatenated(scores), .concatenated(targets)),
            shown + (rest > 0 ? ["passed over: \(rest) more"] : [])
        )
    }

    private func judged(_ group: [Int], _ classifier: Classifier) throws -> Judged {
        let classes = try group.map { index in
            guard let label = try samples.label(of: index, for: classifier) else {
                throw RationaleError(.badData, "\(samples.name(of: index)): nobody says what it shows")
            }
            return label
        }
        return Judged(
            input: try samples.sample(group[0], for: classifier).input, target: try labels.target(of: classes))
    }

    /// `[picture, class]`. Pictures of one size go together, others alone.
    private func scores(of inputs: [Tensor], _ classifier: Classifier) throws -> Tensor {
        let goTogether = inputs.allSatisfy { $0.shape == inputs[0].shape }
        return try withoutGradient {
            try Tensor.concatenated(
                (goTogether ? [.concatenated(inputs)] : inputs).map {
                    try classifier.scores(of: $0.moved(to: classifier.device)).moved(to: .cpu)
                })
        }
    }

    private func summary(_ scores: Tensor, _ targets: Tensor) -> [Score] {
        let count = scores.shape[0]
        guard labels.kind == .multiple else {
            return [("accuracy", 1), ("top-5-accuracy", 5)].filter { $0.1 == 1 || labels.names.count > $0.1 }
                .compactMap {
                    .proportion($0.0, hits: labels.hits(amongBest: $0.1, scores, targets), of: count)
                }
        }
        var precision = AveragePrecision(classes: labels.names.count)
        precision.add(scores, targets)
        let decisions = f1(scores, targets)
        let overall = Bootstrap(resamples: Self.resamples, seed: seed)
        let perClass = Bootstrap(seed: seed)
        let macro = [
            ("mean-average-precision", precision.byClass.compactMap(\.self)),
            ("f1-per-class", decisions.byClass.map(\.f1)),
            ("precision-per-class", decisions.byClass.map(\.precision)),
            ("recall-per-class", decisions.byClass.map(\.recall)),
        ].compactMap { name, values in
            perClass.score(name, count: values.count) { drawn in
                drawn.isEmpty ? nil : drawn.reduce(0) { $0 + values[$1] } / Double(drawn.count)
            }
        }
        let micro: [(String, (F1.Counts) -> Double)] = [
            ("f1", \.f1), ("precision", \.precision), ("recall", \.recall),
        ]
        let found = micro.compactMap { name, value in
            overall.score(name, count: count) { value(f1(scores.indices(0, $0), targets.indices(0, $0)).overall) }
        }
        return (macro.prefix(1) + found + macro.dropFirst()).map { score in
            var score = score
            score.count = count
            return score
        }
    }

    private func f1(_ scores: Tensor, _ targets: Tensor) -> F1 {
        var f1 = F1(classes: labels.names.count)
        f1.add(scores, targets)
        return f1
    }
}
