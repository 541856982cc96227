internal import RationaleCore

/// What of the output was explained, in words.
enum TargetText {
    /// `goldfinch (class 11)`, or `goldfinch (class 11) rather than junco (class 13)`.
    static func full(_ target: ExplainedTarget, labels: [Int: String]) -> String {
        let name = named(target.index, target.label)
        return target.insteadOf.map { "\(name) rather than \(named($0, labels[$0]))" } ?? name
    }

    private static func named(_ index: Int, _ label: String?) -> String {
        label.map { "\($0) (class \(index))" } ?? "class \(index)"
    }
}
