/// Finds which of many patterns matches the most of a text, as a generated lexer does.
///
/// Patterns are joined to one automaton without determinism; its deterministic twin is made state by state as texts ask for
/// them, and kept. A warm scanner looks at each code unit once: one table look-up a unit.
///
/// *Source:* Thompson (1968), "Regular expression search algorithm"; the states made on demand as in Aho, Lam, Sethi and
/// Ullman (2006), "Compilers", section 3.7.
///
/// A scanner grows while it works, so that each thread needs its own. The ``LexicalAutomaton`` behind it is shared.
struct LexicalScanner: Sendable {
    private let automaton: LexicalAutomaton
    /// The next state by state and class of unit: ``dead``, ``unknown`` or its number.
    private var transitions: [Int32] = []
    /// The rule that each state accepts, or -1.
    private var accepted: [Int32] = []
    private var members: [[Int32]] = []
    private var numbers: [[Int32]: Int32] = [:]

    private static let dead: Int32 = -1
    private static let unknown: Int32 = -2

    init(_ automaton: LexicalAutomaton) {
        self.automaton = automaton
        _ = number(of: automaton.start)
    }

    /// The longest match that begins at a position; of rules that match equally much, the first.
    ///
    /// - Parameters:
    ///   - start: where the match begins.
    ///   - end: where the text ends.
    /// - Returns: the rule's index and the position behind the match; `nil` where nothing matches.
    @inline(__always)
    mutating func longestMatch(
        in text: UnsafeBufferPointer<UInt16>, from start: Int, to end: Int
    ) -> (rule: Int, end: Int)? {
        var state: Int32 = 0
        var position = start
        var rule = accepted[0]
        var matched = start
        let classCount = automaton.classCount
        while position < end {
            let kind = Int(automaton.classes[Int(text[position])])
            var next = transitions[Int(state) * classCount + kind]
            if next == Self.unknown { next = follow(state, kind) }
            if next == Self.dead { break }
            state = next
            position += 1
            let found = accepted[Int(state)]
            if found >= 0 {
                rule = found
                matched = position
            }
        }
        return rule < 0 ? nil : (Int(rule), matched)
    }

    /// All positions at which a match that begins at `start` may end, in ascending order.
    mutating func matches(in text: UnsafeBufferPointer<UInt16>, from start: Int, to end: Int) -> [Int] {
        var state: Int32 = 0
        var found = accepted[0] >= 0 ? [start] : []
        for position in start..<end {
            let kind = Int(automaton.classes[Int(text[position])])
            var next = transitions[Int(state) * automaton.classCount + kind]
            if next == Self.unknown { next = follow(state, kind) }
            if next == Self.dead { break }
            state = next
            if accepted[Int(state)] >= 0 { found.append(position + 1) }
        }
        return found
    }

    /// The state after a unit of the given class, made now.
    @inline(never)
    private mutating func follow(_ state: Int32, _ kind: Int) -> Int32 {
        let next = automaton.states(after: members[Int(state)], kind)
        let result = next.isEmpty ? Self.dead : number(of: next)
        transitions[Int(state) * automaton.classCount + kind] = result
        return result
    }

    private mutating func number(of states: [Int32]) -> Int32 {
        if let known = numbers[states] { return known }
        let number = Int32(members.count)
        numbers[states] = number
        members.append(states)
        accepted.append(automaton.rule(acceptedBy: states))
        transitions.append(contentsOf: repeatElement(Self.unknown, count: automaton.classCount))
        return number
    }
}
