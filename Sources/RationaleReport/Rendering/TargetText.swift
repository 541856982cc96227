internal import RationaleCore

/// What of the output was explained, in words.
enum TargetText {
    /// `goldfinch (class 11)`, or `goldfinch (class 11) rather than junco (class 13)`.
    static func full(_ target: ExplainedTarget, labels: [Int: String]) -> String {
        let name = named(target.index, target.label)
        let followed = target.change.map { "\($0.rawValue) of \(name)" } ?? name
        return target.insteadOf.map { "\(followed) rather than \(named($0, labels[$0]))" } ?? followed
    }

    private static func named(_ index: Int, _ label: String?) -> String {
        label.map { "\($0) (class \(index))" } ?? "class \(index)"
    }
}
