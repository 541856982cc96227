public import RationaleTorch

/// A metric, or several, collected over samples in parts: batch by batch, and process by process.
///
/// A plain value. Parts merged in any grouping give the metric of all samples together, not a mean of the parts' metrics. A
/// task that needs several kinds holds them in a struct of its own:
///
/// ```swift
/// struct Judgement: MetricAccumulator {
///     var means = Means()
///     var precision = AveragePrecision(classes: 80)
///     mutating func merge(_ other: Judgement) {
///         means.merge(other.means)
///         precision.merge(other.precision)
///     }
///     var values: [String: Double] { means.values.merging(precision.values) { first, _ in first } }
/// }
/// ```
public protocol MetricAccumulator: Sendable, Codable, Equatable {
    /// Takes in what other samples gave.
    mutating func merge(_ other: Self)
    /// The metrics of all samples so far, by name, as the log shows them.
    var values: [String: Double] { get }
}

/// Means over samples, exact whatever the sizes of the parts: sums and weights in double precision.
public struct Means: MetricAccumulator, ExpressibleByDictionaryLiteral {
    private struct Entry: Codable, Equatable, Sendable {
        var sum: Double
        var weight: Double
    }

    private var entries: [String: Entry] = [:]

    public init() {}

    /// Values of one sample each.
    public init(dictionaryLiteral elements: (String, Double)...) {
        for (name, value) in elements { add(name, sum: value, weight: 1) }
    }

    /// Adds samples whose mean is known.
    public mutating func add(_ name: String, mean: Double, weight: Double) {
        add(name, sum: mean * weight, weight: weight)
    }

    /// Adds samples whose sum is known: counts stay whole numbers, and so exact.
    public mutating func add(_ name: String, sum: Double, weight: Double) {
        let before = entries[name] ?? Entry(sum: 0, weight: 0)
        entries[name] = Entry(sum: before.sum + sum, weight: before.weight + weight)
    }

    public mutating func merge(_ other: Means) {
        for (name, entry) in other.entries { add(name, sum: entry.sum, weight: entry.weight) }
    }

    /// `Σ sums / Σ weights` of each name.
    public var values: [String: Double] { entries.mapValues { $0.sum / $0.weight } }
}

/// How well scores order samples, class by class: the average precision and its mean over the classes, mAP.
///
/// `AP = Σₙ (Rₙ − Rₙ₋₁) · Pₙ` over the distinct scores of a class from the highest on, with precision `Pₙ` and recall `Rₙ` of
/// the samples that score at least as high: not interpolated, equal scores taken together, as scikit-learn's
/// `average_precision_score`. A score that is not a number ranks last. *Range*: 0 to 1, higher is better.
///
/// *Cost*: keeps a score of four bytes and a truth value for each sample and class.
public struct AveragePrecision: MetricAccumulator {
    /// By class and sample.
    private var scores: [[Float]]
    private var truths: [[Bool]]

    public init(classes: Int) {
        scores = Array(repeating: [], count: classes)
        truths = scores.map { _ in [] }
    }

    /// Adds a batch.
    ///
    /// - Parameters:
    ///   - scores: `[batch, class]`; only their order counts.
    ///   - targets: `[batch, class]`; what is above 0 is true.
    public mutating func add(_ scores: Tensor, _ targets: Tensor) {
        let (columns, truths) = (scores.columns, targets.columns)
        precondition(columns.count == self.scores.count, "\(columns.count) classes, expected \(self.scores.count)")
        for label in columns.indices {
            self.scores[label] += columns[label]
            self.truths[label] += truths[label].map { $0 > 0 }
        }
    }

    public mutating func merge(_ other: AveragePrecision) {
        precondition(scores.count == other.scores.count, "\(other.scores.count) classes, expected \(scores.count)")
        for label in scores.indices {
            scores[label] += other.scores[label]
            truths[label] += other.truths[label]
        }
    }

    /// The average precision of each class; `nil` for one that is true of no sample.
    public var byClass: [Double?] { zip(scores, truths).map(Self.precision) }

    /// `mAP`: the mean over the classes that are true of a sample; not a number where there is none.
    public var values: [String: Double] {
        let known = byClass.compactMap(\.self)
        return ["mAP": known.reduce(0, +) / Double(known.count)]
    }

    private static func precision(_ scores: [Float], _ truths: [Bool]) -> Double? {
        let all = truths.count(where: \.self)
        guard all > 0 else { return nil }
        let ranks = scores.map { $0.isNaN ? -Float.infinity : $0 }
        let order = ranks.indices.sorted { ranks[$0] > ranks[$1] }
        var (found, before, precision) = (0, 0, 0.0)
        for (place, index) in order.enumerated() {
            if truths[index] { found += 1 }
            let isLastOfEqual = place + 1 == order.count || ranks[order[place + 1]] < ranks[index]
            guard isLastOfEqual, found > before else { continue }
            precision += Double(found - before) / Double(all) * Double(found) / Double(place + 1)
            before = found
        }
        return precision
    }
}

/// Precision, recall and F1 of decisions, class by class and overall.
///
/// `P = TP / (TP + FP)`, `R = TP / (TP + FN)`, `F1 = 2·TP / (2·TP + FP + FN)`, each 0 where its denominator is. *Overall* is of
/// the counts of all classes together (micro), *per class* the mean of the classes' own (macro). *Range*: 0 to 1, higher is
/// better.
public struct F1: MetricAccumulator {
    /// What was decided about one class.
    public struct Counts: Sendable, Codable, Equatable {
        public var truePositives = 0
        public var falsePositives = 0
        public var falseNegatives = 0

        public var precision: Double { Self.ratio(truePositives, truePositives + falsePositives) }
        public var recall: Double { Self.ratio(truePositives, truePositives + falseNegatives) }
        public var f1: Double { Self.ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives) }

        private static func ratio(_ part: Int, _ whole: Int) -> Double {
            whole == 0 ? 0 : Double(part) / Double(whole)
        }

        mutating func add(_ other: Counts) {
            truePositives += other.truePositives
            falsePositives += other.falsePositives
            falseNegatives += other.falseNegatives
        }
    }

    public private(set) var byClass: [Counts]

    public init(classes: Int) { byClass = Array(repeating: Counts(), count: classes) }

    /// Adds a batch of decisions.
    ///
    /// - Parameters:
    ///   - decisions: `[batch, class]`; what is above 0 is claimed. So scores before a sigmoid are decided at one half.
    ///   - targets: `[batch, class]`; what is above 0 is true.
    public mutating func add(_ decisions: Tensor, _ targets: Tensor) {
        let (columns, truths) = (decisions.columns, targets.columns)
        precondition(columns.count == byClass.count, "\(columns.count) classes, expected \(byClass.count)")
        for label in columns.indices {
            for (decision, truth) in zip(columns[label], truths[label]) {
                switch (decision > 0, truth > 0) {
                case (true, true): byClass[label].truePositives += 1
                case (true, false): byClass[label].falsePositives += 1
                case (false, true): byClass[label].falseNegatives += 1
                case (false, false): break
                }
            }
        }
    }

    public mutating func merge(_ other: F1) {
        precondition(byClass.count == other.byClass.count, "\(other.byClass.count) classes, expected \(byClass.count)")
        for label in byClass.indices { byClass[label].add(other.byClass[label]) }
    }

    /// Of all classes together.
    public var overall: Counts { byClass.reduce(into: Counts()) { $0.add($1) } }

    /// `F1`, `precision` and `recall` overall, and `F1 per class` and so on.
    public var values: [String: Double] {
        func mean(_ value: (Counts) -> Double) -> Double { byClass.map(value).reduce(0, +) / Double(byClass.count) }
        let overall = overall
        return [
            "F1": overall.f1, "precision": overall.precision, "recall": overall.recall, "F1 per class": mean(\.f1),
            "precision per class": mean(\.precision), "recall per class": mean(\.recall),
        ]
    }
}

extension Tensor {
    /// The elements of `[batch, class]`, by class.
    fileprivate var columns: [[Float]] {
        precondition(rank == 2, "expected [batch, class], found \(shape)")
        let rows = detached.converted(to: .float32).floats
        return (0..<shape[1]).map { column in stride(from: column, to: rows.count, by: shape[1]).map { rows[$0] } }
    }
}
