public import RationaleAttribution

/// A method that is compared with others.
public struct ComparedMethod: Sendable {
    public let method: any AttributionMethod
    /// The same with another seed, to see how far its maps agree with themselves; `nil` where it draws nothing, or nobody asks.
    public let reseeded: (any AttributionMethod)?

    public var name: String { type(of: method).identifier }

    public init(_ method: any AttributionMethod, reseeded: (any AttributionMethod)? = nil) {
        self.method = method
        self.reseeded = reseeded
    }
}
