/// Where a network looked: a map, and the finding that says everything needed to judge and repeat it.
///
/// What the finding says is also the attribution's: `attribution.unit` is `attribution.finding.unit`.
@dynamicMemberLookup
public struct Attribution: Equatable, Sendable {
    public var finding: Finding
    /// The map at the resolution at which the method computed it; of a text one row with a place for each word.
    public var map: Heatmap

    public init(_ finding: Finding, map: Heatmap) {
        self.finding = finding
        self.map = map
    }

    public subscript<Value>(dynamicMember member: WritableKeyPath<Finding, Value>) -> Value {
        get { finding[keyPath: member] }
        set { finding[keyPath: member] = newValue }
    }

    public subscript<Value>(dynamicMember member: KeyPath<Finding, Value>) -> Value { finding[keyPath: member] }
}
