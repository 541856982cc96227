/// Which of two forms of a metric is computed.
public enum MetricForm: String, Sendable, Hashable, CaseIterable, Codable {
    /// With the faults of the published form mended, which each metric lists: the default.
    case mended
    /// As the authors' programs compute it.
    case published
}
