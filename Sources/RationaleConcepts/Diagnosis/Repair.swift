public import RationaleCore

/// A substitution made in pictures that the classifier gets wrong, and how many it corrects.
public struct Repair: Sendable, Equatable, Codable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// A typical region of the true class's concept is put where the concept lies nearest, or usually lies.
        case insert
        /// The decided class's concept is painted over.
        case remove
        /// A concept of the true class takes the place of the decided class's.
        case replace
        /// The concept is taken to its usual place.
        case move
        /// Left and right are exchanged in the whole picture.
        case mirror
    }

    public let kind: Kind
    /// What was done, in words.
    public let change: String
    /// The fraction of pictures for which the classifier then decides for the true class, with Wilson's interval.
    public let corrected: Score
    /// The same with another concept, or of `mirror`: nothing.
    public let control: Score?
    /// Of `mirror`: the fraction of pictures that were right and stay so.
    public let kept: Score?

    public init(kind: Kind, change: String, corrected: Score, control: Score? = nil, kept: Score? = nil) {
        self.kind = kind
        self.change = change
        self.corrected = corrected
        self.control = control
        self.kept = kept
    }
}
