/// A set of UTF-16 code units, as sorted ranges that do not touch.
struct CodeUnitSet: Hashable, Sendable {
    private(set) var ranges: [ClosedRange<UInt16>]

    init(_ unsorted: [ClosedRange<UInt16>]) {
        ranges = []
        for range in unsorted.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = ranges.last, Int(range.lowerBound) <= Int(last.upperBound) + 1 {
                ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
    }

    static let all = CodeUnitSet([0...UInt16.max])

    /// The scalars of the basic plane for which the closure says yes.
    static func scalars(where isMember: (Unicode.Scalar) -> Bool) -> CodeUnitSet {
        var ranges: [ClosedRange<UInt16>] = []
        var start: UInt16?
        for unit in UInt16.min...UInt16.max {
            let isIn = Unicode.Scalar(unit).map(isMember) ?? false
            if isIn, start == nil { start = unit }
            if !isIn, let first = start {
                ranges.append(first...(unit - 1))
                start = nil
            }
        }
        if let first = start { ranges.append(first...UInt16.max) }
        return CodeUnitSet(ranges)
    }

    func union(_ other: CodeUnitSet) -> CodeUnitSet { CodeUnitSet(ranges + other.ranges) }

    var complement: CodeUnitSet {
        var gaps: [ClosedRange<UInt16>] = []
        var next = 0
        for range in ranges {
            if Int(range.lowerBound) > next { gaps.append(UInt16(next)...(range.lowerBound - 1)) }
            next = Int(range.upperBound) + 1
        }
        if next <= Int(UInt16.max) { gaps.append(UInt16(next)...UInt16.max) }
        return CodeUnitSet(gaps)
    }

    /// The number of members.
    var count: Int { ranges.reduce(0) { $0 + Int($1.upperBound) - Int($1.lowerBound) + 1 } }
}
