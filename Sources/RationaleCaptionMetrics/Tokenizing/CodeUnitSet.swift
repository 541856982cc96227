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

    /// Large blocks of which every member is a letter without cases: rare and common ideographs, Yi, Hangul; and those of
    /// private use and surrogates, which have no properties.
    private static let ideographs: [ClosedRange<UInt16>] = [
        0x3400...0x4DB5, 0x4E00...0x9FCC, 0xA000...0xA48C, 0xAC00...0xD7A3,
    ]
    private static let unassigned: ClosedRange<UInt16> = 0xD800...0xF8FF

    /// The scalars of the basic plane for which the closure says yes. For ideographs it is asked once a block.
    static func scalars(where isMember: (Unicode.Scalar) -> Bool) -> CodeUnitSet {
        var ranges = ideographs.filter { block in Unicode.Scalar(block.lowerBound).map(isMember) ?? false }
        var isAsked = [Bool](repeating: true, count: 1 << 16)
        for block in ideographs + [unassigned] {
            for unit in block { isAsked[Int(unit)] = false }
        }
        var start: UInt16?
        for unit in UInt16.min...UInt16.max {
            let isIn = isAsked[Int(unit)] && Unicode.Scalar(unit).map(isMember) ?? false
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
