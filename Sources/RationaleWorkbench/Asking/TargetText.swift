import Foundation
import RationaleAttribution
import RationaleCore

/// What of the output is explained, as a person writes it.
enum TargetText {
    private static let separator = " instead of "

    /// - Parameters:
    ///   - text: `top`, an index, a label, one of these after `increase of` or `decrease of`, or two of them:
    ///     `goldfinch instead of house finch`.
    ///   - instead: the second of two, where it is given on its own.
    static func target(_ text: String, instead: String?) throws(RationaleError) -> Target {
        guard let range = text.range(of: separator) else {
            guard !text.isEmpty else { throw RationaleError(.usage, "the target is empty") }
            return instead.map { .difference(Target(text), insteadOf: Target($0)) } ?? Target(text)
        }
        guard instead == nil else {
            throw RationaleError(
                .usage, "the target '\(text)' says instead of what, and so does --instead",
                hint: "Use one of the two.")
        }
        return .difference(
            Target(String(text[..<range.lowerBound])), insteadOf: Target(String(text[range.upperBound...])))
    }
}
