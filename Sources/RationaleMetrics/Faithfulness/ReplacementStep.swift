public import RationaleCore

/// How many places are replaced between two looks at the network.
public enum ReplacementStep: Sendable, Hashable {
    /// A part of all places, above 0 and at most 1; at least one place.
    case share(Double)
    /// A number of places.
    case places(Int)

    /// From text: `0.01` is a part of the places, `10` a number of them.
    ///
    /// - Throws: `RationaleError.Code.usage` where it is neither.
    public init(_ text: String) throws(RationaleError) {
        if let count = Int(text), count >= 1 {
            self = .places(count)
        } else if let share = Double(text), share > 0, share < 1 {
            self = .share(share)
        } else {
            throw RationaleError(
                .usage, "a step of '\(text)' places makes no sense",
                hint: "Give a part of the places, such as 0.01, or a number of them, such as 500.")
        }
    }

    /// The number of places among so many.
    ///
    /// - Throws: `RationaleError.Code.usage` where the step is larger than the whole.
    func count(of places: Int) throws(RationaleError) -> Int {
        switch self {
        case .share(let share):
            guard share > 0, share <= 1 else {
                throw RationaleError(
                    .usage, "a step of \(share) of all places makes no sense", hint: "Give a part from 0 to 1.")
            }
            return max(1, Int((share * Double(places)).rounded()))
        case .places(let count):
            guard (1...places).contains(count) else {
                throw RationaleError(
                    .usage, "a step of \(count) places is larger than the input, which has \(places)",
                    hint: "Give 1 to \(places), or a part of them such as 0.01.")
            }
            return count
        }
    }
}
