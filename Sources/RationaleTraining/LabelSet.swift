public import RationaleCore
public import RationaleTorch

/// The classes of a classifier, and what a wrong score costs.
public struct LabelSet: Sendable, Hashable, Codable {
    /// How many of the classes are true of one picture.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// Exactly one. A sample that may be several of them carries all that are possible, each equally likely.
        case single
        /// Any number, each by itself.
        case multiple
    }

    /// The name of each class, by its index.
    public let names: [String]
    public let kind: Kind

    public init(_ names: [String], _ kind: Kind = .single) {
        self.names = names
        self.kind = kind
    }

    /// What is true of a sample, as one number for each class: equal shares of 1 for the possible classes of a single
    /// label, a 1 for each that holds of multiple labels.
    ///
    /// - Throws: `RationaleError.Code.badData` for a class that does not exist, or a single label without any.
    public func target(of classes: [Int]) throws(RationaleError) -> [Float] {
        var target = [Float](repeating: 0, count: names.count)
        let classes = Set(classes)
        for index in classes {
            guard names.indices.contains(index) else {
                throw RationaleError(.badData, "class \(index) does not exist, expected 0 to \(names.count - 1)")
            }
            target[index] = kind == .single ? 1 / Float(classes.count) : 1
        }
        guard kind == .multiple || !classes.isEmpty else {
            throw RationaleError(.badData, "a sample has no class, expected at least one")
        }
        return target
    }

    /// The mean cost over a batch.
    ///
    /// Single labels: the cross-entropy `−Σ_c t_c · log p_c` of the target distribution, with `p = softmax(s)`, or `p = σ(s)`
    /// where the scores are those of one logit. Multiple labels: the mean over the classes of
    /// `−t_c · log σ(s_c) − (1 − t_c) · log(1 − σ(s_c))`.
    ///
    /// - Parameters:
    ///   - scores: `[batch, class]`, before the final nonlinearity.
    ///   - targets: `[batch, class]`, as ``target(of:)`` makes them.
    ///   - scoring: what the scores mean.
    ///   - smoothing: mixes single labels' targets with so much of the uniform distribution, so that scores need not
    ///     grow without end (Szegedy et al. 2016, arXiv 1512.00567); 0 for none.
    public func loss(
        _ scores: Tensor, _ targets: Tensor, scoring: Scoring = .softmax, smoothing: Double = 0
    ) -> Tensor {
        switch (kind, scoring) {
        case (.single, .logit):
            let smoothed = smoothing == 0 ? targets : targets * (1 - smoothing) + smoothing / Double(names.count)
            return ((-scores).softplus * smoothed).sum([1]).mean()
        case (.single, _):
            return Operators.crossEntropy(
                .tensor(scores), .tensor(targets), .none, .int(Operators.meanReduction), .int(-100),
                .double(smoothing))
        case (.multiple, _):
            return Operators.binaryCrossEntropy(
                .tensor(scores), .tensor(targets), .none, .none, .int(Operators.meanReduction))
        }
    }

    /// The part that is right: of pictures whose best score is a possible class, or of classes on the right side of a
    /// probability of one half.
    ///
    /// - Parameters:
    ///   - scores: `[batch, class]`.
    ///   - targets: `[batch, class]`.
    /// - Returns: a scalar, the mean over the batch.
    public func accuracy(_ scores: Tensor, _ targets: Tensor) -> Tensor {
        let zero = targets.detached.zerosLike
        switch kind {
        case .single:
            let chosen = targets.gathered(1, at: scores.detached.argmax(1).unsqueezed(1))
            return chosen.isGreater(than: chosen.zerosLike).converted(to: .float32).mean()
        case .multiple:
            let claimed = scores.detached.isGreater(than: zero).converted(to: .float32)
            return (claimed - targets).absolute.mean() * -1 + 1
        }
    }
}

extension LabelSet {
    /// How many samples have a possible class among their best scores, of a single label.
    ///
    /// Of equal scores the first class is the better one; a score that is not a number ranks last.
    ///
    /// - Parameters:
    ///   - count: how many of the best scores are looked at.
    ///   - scores: `[batch, class]`.
    ///   - targets: `[batch, class]`, as ``target(of:)`` makes them.
    /// - Returns: 0 to the size of the batch.
    public func hits(amongBest count: Int, _ scores: Tensor, _ targets: Tensor) -> Int {
        let classes = scores.shape[1]
        let values = scores.detached.converted(to: .float32).floats.map { $0.isNaN ? -.infinity : $0 }
        let truths = targets.detached.converted(to: .float32).floats
        return (0..<scores.shape[0]).count { sample in
            let row = values[sample * classes..<(sample + 1) * classes]
            return row.indices.contains { label in
                truths[label] > 0
                    && row.indices.count { row[$0] > row[label] || row[$0] == row[label] && $0 < label } < count
            }
        }
    }
}

/// What an evaluation of a classifier counts: `loss` and `accuracy`; for a single label of more than five classes also `top-5
/// accuracy`, for multiple labels `mAP` and ``F1``'s values.
public struct ClassificationMetrics: MetricAccumulator {
    /// Of how many classes the right one must be, for the accuracy of several guesses.
    private static let best = 5

    private let labels: LabelSet
    private var means = Means()
    private var precision: AveragePrecision
    private var f1: F1

    public init(_ labels: LabelSet) {
        self.labels = labels
        precision = AveragePrecision(classes: labels.names.count)
        f1 = F1(classes: labels.names.count)
    }

    /// Adds a batch.
    ///
    /// - Parameters:
    ///   - scores: `[batch, class]`, before the final nonlinearity.
    ///   - targets: `[batch, class]`, as ``LabelSet/target(of:)`` makes them.
    ///   - scoring: what the scores mean.
    public mutating func add(_ scores: Tensor, _ targets: Tensor, scoring: Scoring = .softmax) {
        let size = scores.shape[0]
        means.add("loss", mean: labels.loss(scores, targets, scoring: scoring).item, weight: Double(size))
        // A count is a whole number, which its mean in single precision need not give back.
        let decisions = labels.kind == .single ? size : scores.count
        let correct = (labels.accuracy(scores, targets).item * Double(decisions)).rounded()
        means.add("accuracy", sum: correct, weight: Double(decisions))
        if labels.kind == .single, labels.names.count > Self.best {
            let hits = labels.hits(amongBest: Self.best, scores, targets)
            means.add("top-5 accuracy", sum: Double(hits), weight: Double(size))
        }
        guard labels.kind == .multiple else { return }
        precision.add(scores, targets)
        f1.add(scores, targets)
    }

    public mutating func merge(_ other: ClassificationMetrics) {
        means.merge(other.means)
        precision.merge(other.precision)
        f1.merge(other.f1)
    }

    public var values: [String: Double] {
        guard labels.kind == .multiple else { return means.values }
        return means.values.merging(precision.values) { $1 }.merging(f1.values) { $1 }
    }
}

private enum Operators {
    static let crossEntropy: Operator = "aten::cross_entropy_loss"
    static let binaryCrossEntropy: Operator = "aten::binary_cross_entropy_with_logits"
    /// `at::Reduction::Mean`.
    static let meanReduction = 1
}
