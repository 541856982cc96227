/// Patterns as one automaton: several states may hold at once.
///
/// *Cost*: building takes time in proportion to the patterns' length and to the members of their sets.
struct LexicalAutomaton: Sendable {
    /// The class of each UTF-16 code unit: units of one class are in the same sets.
    let classes: [UInt8]
    let classCount: Int
    /// The states before anything was read.
    let start: [Int32]

    /// A state that reads one unit or accepts a rule.
    private struct State {
        /// The set of classes that it reads: a row of ``reads``.
        var set: Int32 = -1
        var rule: Int32 = -1
        /// The states after it, those behind empty transitions included.
        var next: [Int32] = []
    }

    private let states: [State]
    /// Whether a set has a class, by set and class.
    private let reads: [Bool]

    /// - Parameter patterns: one a rule, the preferred ones first.
    /// - Precondition: no more than 256 classes.
    init(_ patterns: [LexicalPattern]) {
        var builder = Builder()
        let accepting = patterns.indices.map { builder.state(accepting: $0) }
        let starts = zip(patterns, accepting).map { builder.add($0, before: $1) }
        let partition = builder.partition
        classes = partition.classes
        classCount = partition.count
        reads = builder.reads(partition.classes, partition.count)
        let number = builder.numbersWithoutEmpty
        states = builder.nodes.indices.filter { number[$0] >= 0 }.map { index in
            var state = State()
            switch builder.nodes[index] {
            case .reads(let set, let next):
                state.set = Int32(set)
                state.next = builder.closure(of: [next]).map { number[$0] }.sorted()
            case .accepts(let rule): state.rule = Int32(rule)
            case .empty: break
            }
            return state
        }
        start = builder.closure(of: starts).map { number[$0] }.sorted()
    }

    /// The states after a unit, in ascending order.
    func states(after current: [Int32], _ kind: Int) -> [Int32] {
        var next: [Int32] = []
        for index in current {
            let state = states[Int(index)]
            if state.set >= 0, reads[Int(state.set) * classCount + kind] { next += state.next }
        }
        guard next.count > 1 else { return next }
        next.sort()
        var count = 1
        for index in 1..<next.count where next[index] != next[count - 1] {
            next[count] = next[index]
            count += 1
        }
        next.removeSubrange(count...)
        return next
    }

    /// The preferred rule that one of the states accepts, or -1.
    func rule(acceptedBy current: [Int32]) -> Int32 {
        current.lazy.map { states[Int($0)].rule }.filter { $0 >= 0 }.min() ?? -1
    }
}

extension LexicalAutomaton {
    /// Takes patterns apart. Nodes are made from the end of a pattern to its beginning.
    fileprivate struct Builder {
        enum Node {
            case reads(set: Int, next: Int)
            case empty([Int])
            case accepts(Int)
        }

        private(set) var nodes: [Node] = []
        private var sets: [CodeUnitSet] = []
        private var setNumbers: [CodeUnitSet: Int] = [:]

        mutating func state(accepting rule: Int) -> Int { append(.accepts(rule)) }

        /// Adds a pattern that goes on at a node.
        ///
        /// - Returns: the node at which it begins.
        mutating func add(_ pattern: LexicalPattern, before next: Int) -> Int {
            switch pattern {
            case .unit(let set):
                return append(.reads(set: number(of: set), next: next))
            case .sequence(let parts):
                return parts.reversed().reduce(next) { add($1, before: $0) }
            case .choice(let branches):
                return append(.empty(branches.map { add($0, before: next) }))
            case .repeated(let part, let least, let most):
                var begin = next
                if let most {
                    for _ in least..<max(least, most) { begin = append(.empty([add(part, before: begin), next])) }
                } else {
                    let loop = append(.empty([]))
                    nodes[loop] = .empty([add(part, before: loop), next])
                    begin = loop
                }
                for _ in 0..<least { begin = add(part, before: begin) }
                return begin
            }
        }

        private mutating func append(_ node: Node) -> Int {
            nodes.append(node)
            return nodes.count - 1
        }

        private mutating func number(of set: CodeUnitSet) -> Int {
            if let known = setNumbers[set] { return known }
            setNumbers[set] = sets.count
            sets.append(set)
            return sets.count - 1
        }

        /// The nodes that read or accept, reached from the given ones without reading.
        func closure(of roots: [Int]) -> [Int] {
            var seen = Set(roots)
            var open = roots
            var found: [Int] = []
            while let index = open.popLast() {
                if case .empty(let next) = nodes[index] {
                    for node in next where seen.insert(node).inserted { open.append(node) }
                } else {
                    found.append(index)
                }
            }
            return Array(Set(found))
        }

        /// A number for each node that reads or accepts, and -1 for the others.
        var numbersWithoutEmpty: [Int32] {
            var count: Int32 = 0
            return nodes.map { node in
                if case .empty = node { return -1 }
                count += 1
                return count - 1
            }
        }

        /// Units that the same sets hold, numbered.
        var partition: (classes: [UInt8], count: Int) {
            var classes = [Int](repeating: 0, count: 1 << 16)
            var sizes = [1 << 16]
            for set in sets {
                // A set and its complement divide alike.
                let smaller = set.count <= 1 << 15 ? set : set.complement
                var counts = [Int](repeating: 0, count: sizes.count)
                for range in smaller.ranges {
                    for unit in range { counts[classes[Int(unit)]] += 1 }
                }
                var moved = Array(sizes.indices)
                for (old, count) in counts.enumerated() where count > 0 && count < sizes[old] {
                    moved[old] = sizes.count
                    sizes.append(count)
                    sizes[old] -= count
                }
                for range in smaller.ranges {
                    for unit in range { classes[Int(unit)] = moved[classes[Int(unit)]] }
                }
            }
            precondition(sizes.count <= 256, "too many classes of code units")
            return (classes.map { UInt8($0) }, sizes.count)
        }

        /// Whether a set has a class, by set and class.
        func reads(_ classes: [UInt8], _ classCount: Int) -> [Bool] {
            var result = [Bool](repeating: false, count: sets.count * classCount)
            for (index, set) in sets.enumerated() {
                for range in set.ranges {
                    for unit in range { result[index * classCount + Int(classes[Int(unit)])] = true }
                }
            }
            return result
        }
    }
}
