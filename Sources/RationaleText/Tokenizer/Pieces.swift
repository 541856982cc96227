import RationaleCore

/// A normalized text, cut into pieces. What lies between pieces is left out of the tokens.
struct Pieces {
    var text: AlignedText
    /// In ascending order, none empty.
    var ranges: [Range<Int>]

    init(_ text: AlignedText) {
        self.text = text
        ranges = text.bytes.isEmpty ? [] : [0..<text.bytes.count]
    }

    /// What becomes of a match at which pieces are cut.
    enum Behavior: String, CaseIterable {
        /// It is left out.
        case removed = "Removed"
        /// It is a piece.
        case isolated = "Isolated"
        /// It ends the piece before it.
        case mergedWithPrevious = "MergedWithPrevious"
        /// It begins the piece behind it.
        case mergedWithNext = "MergedWithNext"
        /// It is a piece together with matches that it touches.
        case contiguous = "Contiguous"
    }

    /// Cuts every piece at matches.
    ///
    /// - Parameters:
    ///   - behavior: what becomes of matches.
    ///   - isInverted: whether it is what lies between the matches that the behaviour is about.
    ///   - matches: finds all matches in a piece, from front to back, and reports their ranges; they may be empty.
    mutating func cut(
        _ behavior: Behavior, isInverted: Bool = false,
        _ matches: (UnsafeBufferPointer<UInt8>, Range<Int>, (Range<Int>) -> Void) throws(RationaleError) -> Void
    ) throws(RationaleError) {
        var cutter = Cutter(behavior, isInverted, capacity: ranges.count * 2)
        let old = ranges
        let result: Result<Void, RationaleError> = text.bytes.withUnsafeBufferPointer { bytes in
            do throws(RationaleError) {
                for piece in old {
                    var last = piece.lowerBound
                    try matches(bytes, piece) { match in
                        if last < match.lowerBound { cutter.add(last..<match.lowerBound, isMatch: false) }
                        cutter.add(match, isMatch: true)
                        last = match.upperBound
                    }
                    if last < piece.upperBound { cutter.add(last..<piece.upperBound, isMatch: false) }
                    cutter.endPiece()
                }
                return .success(())
            } catch { return .failure(error) }
        }
        try result.get()
        ranges = cutter.ranges
    }

    /// Cuts every piece at single scalars.
    mutating func cut(_ behavior: Behavior, at isMatch: (UInt32) -> Bool) {
        var cutter = Cutter(behavior, false, capacity: ranges.count * 2)
        text.bytes.withUnsafeBufferPointer { bytes in
            for piece in ranges {
                var last = piece.lowerBound
                var index = last
                while index < piece.upperBound {
                    let (scalar, width) = UTF8Bytes.scalar(bytes, index)
                    if isMatch(scalar) {
                        if last < index { cutter.add(last..<index, isMatch: false) }
                        last = index + width
                        cutter.add(index..<last, isMatch: true)
                    }
                    index += width
                }
                if last < piece.upperBound { cutter.add(last..<piece.upperBound, isMatch: false) }
                cutter.endPiece()
            }
        }
        ranges = cutter.ranges
    }

    /// Writes the text anew, piece by piece; what lies between pieces is lost.
    mutating func rewrite(_ body: (UnsafeBufferPointer<UInt8>, Range<Int>, inout Rewriting) -> Void) {
        let old = ranges
        var new: [Range<Int>] = []
        new.reserveCapacity(old.count)
        text.rewrite { bytes, rewriting in
            for piece in old {
                let start = rewriting.bytes.count
                rewriting.begin(at: piece.lowerBound)
                body(bytes, piece, &rewriting)
                if rewriting.bytes.count > start { new.append(start..<rewriting.bytes.count) }
            }
        }
        ranges = new
    }
}

/// Joins matches and what lies between them to pieces.
private struct Cutter {
    private let behavior: Pieces.Behavior
    private let isInverted: Bool
    private(set) var ranges: [Range<Int>] = []
    private var start = 0
    private var wasMatch = false
    private var hasEmpty = false

    init(_ behavior: Pieces.Behavior, _ isInverted: Bool, capacity: Int) {
        self.behavior = behavior
        self.isInverted = isInverted
        ranges.reserveCapacity(capacity)
    }

    @inline(__always) mutating func add(_ range: Range<Int>, isMatch found: Bool) {
        let isMatch = found != isInverted
        if range.isEmpty { hasEmpty = true }
        let isFirst = ranges.count == start
        switch behavior {
        case .removed: if !isMatch { ranges.append(range) }
        case .isolated: ranges.append(range)
        case .contiguous:
            if !isFirst, isMatch == wasMatch { extendLast(to: range) } else { ranges.append(range) }
        case .mergedWithPrevious:
            if !isFirst, isMatch, !wasMatch { extendLast(to: range) } else { ranges.append(range) }
        case .mergedWithNext:
            // A match waits for what follows; of several, the last one is joined to it.
            if !isFirst, wasMatch, !isMatch { extendLast(to: range) } else { ranges.append(range) }
        }
        wasMatch = isMatch
    }

    private mutating func extendLast(to range: Range<Int>) {
        ranges[ranges.count - 1] = ranges[ranges.count - 1].lowerBound..<range.upperBound
    }

    /// Empty matches have had their say; only what is not empty is a piece.
    mutating func endPiece() {
        if hasEmpty {
            let kept = ranges[start...].filter { !$0.isEmpty }
            ranges.replaceSubrange(start..., with: kept)
            hasEmpty = false
        }
        start = ranges.count
        wasMatch = false
    }
}
