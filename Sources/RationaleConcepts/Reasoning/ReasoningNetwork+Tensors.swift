public import RationaleCore
public import RationaleTorch

extension ReasoningNetwork {
    /// Everything but the configuration, for a file: parameters and statistics, their names behind a prefix.
    ///
    /// - Parameter prefix: for instance `reasoning.`; names become `reasoning.layer1.self.weight`.
    public func tensors(prefix: String = "") -> NamedTensors {
        let all = parameters.merging(statistics)
        return NamedTensors(all.names.map { prefix + $0 }, all.tensors)
    }

    /// The network that ``tensors(prefix:)`` was asked of.
    ///
    /// - Parameters:
    ///   - tensors: of the file; others may stand beside them.
    ///   - prefix: what their names begin with.
    ///   - configuration: that network's.
    /// - Throws: `RationaleError`: `usage` for a configuration that makes no network, `badData` where a tensor is missing or has
    ///   another shape or type.
    public init(
        tensors: NamedTensors, prefix: String = "", configuration: ReasoningConfiguration
    ) throws(RationaleError) {
        let own = tensors.filter { $0.name.hasPrefix(prefix) }
            .map { (name: String($0.name.dropFirst(prefix.count)), tensor: $0.tensor) }
        let all = NamedTensors(own)
        try self.init(configuration, parameters: all, statistics: all)
    }
}
