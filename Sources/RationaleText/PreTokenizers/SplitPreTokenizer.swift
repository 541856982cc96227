import RationaleCore

/// Cuts at matches of a pattern.
struct SplitPreTokenizer: PreTokenizer {
    let pattern: TextPattern
    let behavior: Pieces.Behavior
    /// Whether it is what lies between the matches that the behaviour is about.
    let isInverted: Bool

    func split(_ pieces: inout Pieces) throws(RationaleError) {
        try pieces.cut(behavior, isInverted: isInverted) { bytes, piece, report throws(RationaleError) in
            try pattern.matches(bytes, piece, report)
        }
    }
}
