/// What is measured of an attribution method, each from 0 to 1, higher is better.
public enum TruthMetric: String, Sendable, Hashable, CaseIterable, Codable {
    case controlledCheck = "controlled-synthetic-data-check"
    case preservation = "preservation-check"
    case deletion = "deletion-check"
    case distractibility
    case singleDeletion = "single-deletion"
    case targetSensitivity = "target-sensitivity"
    /// `((controlledCheck + preservation + deletion) / 3 + distractibility) / 2`
    case completeness
    /// The same as ``singleDeletion``.
    case correctness
    /// The same as ``targetSensitivity``.
    case contrastivity
    /// The mean of ``completeness``, ``correctness`` and ``contrastivity``.
    case overall

    /// The metrics that are means over scenes; the others follow from them.
    public static let measured: [TruthMetric] = [
        .controlledCheck, .preservation, .deletion, .distractibility, .singleDeletion, .targetSensitivity,
    ]

    /// The measured metrics that it follows from.
    var sources: [TruthMetric] {
        switch self {
        case .completeness: [.controlledCheck, .preservation, .deletion, .distractibility]
        case .correctness: [.singleDeletion]
        case .contrastivity: [.targetSensitivity]
        case .overall: Self.measured
        default: [self]
        }
    }

    /// Its value, from those of the measured ones.
    ///
    /// - Returns: `nil` where one that it needs is missing.
    public func value(_ measured: [TruthMetric: Double]) -> Double? {
        func mean(_ metrics: TruthMetric...) -> Double? {
            let values = metrics.compactMap { $0.value(measured) }
            return values.count == metrics.count ? values.reduce(0, +) / Double(values.count) : nil
        }
        switch self {
        case .completeness:
            guard let checks = mean(.controlledCheck, .preservation, .deletion), let rest = measured[.distractibility]
            else { return nil }
            return (checks + rest) / 2
        case .correctness: return measured[.singleDeletion]
        case .contrastivity: return measured[.targetSensitivity]
        case .overall: return mean(.completeness, .correctness, .contrastivity)
        default: return measured[self]
        }
    }
}
