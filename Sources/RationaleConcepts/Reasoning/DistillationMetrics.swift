import RationaleTorch
public import RationaleTraining

/// How well a reasoning network says what a classifier says.
///
/// - `agreement`: fraction of pictures whose highest score is of the same class; 0 … 1, higher is better.
/// - `correlation`: Pearson's, of all scores less their means over classes; −1 … 1, higher is better.
/// - `edit correlation`: the same of the changes of scores by edits, where there are any.
/// - `loss`: what training minimises.
public struct DistillationMetrics: MetricAccumulator {
    /// Sums of products of two lists whose means are 0: scores are centred picture by picture.
    struct Products: Codable, Equatable, Sendable {
        private var own = 0.0
        private var other = 0.0
        private var both = 0.0

        /// - Parameters: `[picture, class]`, centred.
        mutating func add(_ scores: Tensor, _ teacher: Tensor) {
            let (scores, teacher) = (scores.converted(to: .float64), teacher.converted(to: .float64))
            own += (scores * scores).sum().item
            other += (teacher * teacher).sum().item
            both += (scores * teacher).sum().item
        }

        mutating func merge(_ more: Products) {
            own += more.own
            other += more.other
            both += more.both
        }

        /// `nil` where either list is constant.
        var correlation: Double? {
            let size = (own * other).squareRoot()
            return size > 0 ? max(-1, min(1, both / size)) : nil
        }
    }

    private var means = Means()
    private var scores = Products()
    private var edits = Products()
    /// How much the cost of edits counts in the loss.
    private var editWeight = 0.0

    init(editWeight: Double) { self.editWeight = editWeight }

    /// Adds pictures.
    ///
    /// - Parameters:
    ///   - found: the network's scores, `[picture, class]`.
    ///   - teacher: the classifier's.
    ///   - cost: of each picture.
    mutating func add(_ found: Tensor, _ teacher: Tensor, cost: Tensor) {
        let count = Double(found.shape[0])
        let same = zip(found.argmax(1).elements(as: Int64.self), teacher.argmax(1).elements(as: Int64.self))
            .count { $0 == $1 }
        means.add("agreement", sum: Double(same), weight: count)
        means.add("cost", sum: cost.converted(to: .float64).sum().item, weight: count)
        scores.add(found.centered, teacher.centered)
    }

    /// Adds changes of scores by edits, `[edit, class]`, and the cost of each.
    mutating func addEdits(_ found: Tensor, _ teacher: Tensor, cost: Tensor) {
        means.add("edit cost", sum: cost.converted(to: .float64).sum().item, weight: Double(found.shape[0]))
        edits.add(found.centered, teacher.centered)
    }

    public mutating func merge(_ other: DistillationMetrics) {
        means.merge(other.means)
        scores.merge(other.scores)
        edits.merge(other.edits)
    }

    public var values: [String: Double] {
        let means = means.values
        var values = ["agreement": means["agreement"] ?? .nan, "correlation": scores.correlation ?? .nan]
        values["loss"] = (means["cost"] ?? .nan) + editWeight * (means["edit cost"] ?? 0)
        if means["edit cost"] != nil { values["edit correlation"] = edits.correlation ?? .nan }
        return values
    }
}
