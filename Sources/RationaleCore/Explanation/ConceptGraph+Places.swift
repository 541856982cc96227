extension ConceptGraph.Node {
    /// Where in the picture the region is: `upper left`, `top`, `middle`, …, by thirds of the picture; `most of the
    /// picture` where its box covers over 60 % of it.
    public var place: String {
        if box.area > 0.6 { return "most of the picture" }
        guard x.isFinite, y.isFinite else { return "somewhere" }
        func third(_ value: Double) -> Int { value < 1 / 3 ? 0 : value > 2 / 3 ? 2 : 1 }
        return [
            ["upper left", "top", "upper right"], ["left", "middle", "right"], ["lower left", "bottom", "lower right"],
        ][third(y)][third(x)]
    }

    /// How the region lies to another, after the concept's name: `lies to the left of`.
    ///
    /// By their boxes: *inside* (*around*) where nine tenths of the smaller box are in one that is at least 1.3 times as
    /// large, *overlaps* where a quarter of the smaller box is shared. Otherwise by their middles: one direction where it
    /// is at least twice the other, both where not.
    ///
    /// - Parameter other: where the sentence goes on: `junco 4`.
    public func relation(to other: ConceptGraph.Node) -> String {
        let shared =
            Self.overlap(box.x, box.width, other.box.x, other.box.width)
            * Self.overlap(box.y, box.height, other.box.y, other.box.height)
        let smaller = min(box.area, other.box.area)
        if smaller > 0, shared >= 0.9 * smaller, max(box.area, other.box.area) >= 1.3 * smaller {
            return box.area < other.box.area ? "lies inside" : "lies around"
        }
        if smaller > 0, shared >= 0.25 * smaller { return "overlaps" }
        let (right, down) = (other.x - x, other.y - y)
        guard right.isFinite, down.isFinite, right != 0 || down != 0 else { return "lies at the place of" }
        let sideways = right > 0 ? "to the left of" : "to the right of"
        let upright = down > 0 ? "above" : "below"
        if abs(right) >= 2 * abs(down) { return "lies \(sideways)" }
        if abs(down) >= 2 * abs(right) { return "lies \(upright)" }
        return "lies \(upright) and \(sideways)"
    }

    /// The length that two stretches share.
    private static func overlap(_ begin: Double, _ length: Double, _ other: Double, _ otherLength: Double) -> Double {
        max(0, min(begin + length, other + otherLength) - max(begin, other))
    }
}

extension ConceptGraph.Panel {
    /// What marks each node where there is little room: the number that its name ends with, a letter for names without one.
    ///
    /// `ember finch 3`, `wing`, `ember finch 7` are 3, A and 7. No two nodes have the same mark.
    public var marks: [String] {
        var taken: Set<String> = []
        let numbers = nodes.map { node -> String? in
            let digits = node.concept.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
            return (1...3).contains(digits.count) && taken.insert(String(digits)).inserted ? String(digits) : nil
        }
        var letters = 0
        return numbers.map { number in
            if let number { return number }
            letters += 1
            return Self.letter(letters)
        }
    }

    /// A, B, … Z, AA, AB, …
    private static func letter(_ number: Int) -> String {
        let last = String(UnicodeScalar(UInt8(ascii: "A") + UInt8((number - 1) % 26)))
        return number > 26 ? letter((number - 1) / 26) + last : last
    }

    /// The nodes' positions, those first that add or take most beyond what is usual, of the decided class in a “why not” beyond
    /// what they do in pictures of the other class. What is no number comes last.
    public var nodesByImportance: [Int] {
        ConceptGraph.order(nodes.map(\.weight))
    }

    /// The edges' positions in the same order, without those that lead from or to no node.
    public var edgesByImportance: [Int] {
        ConceptGraph.order(edges.map(\.excess)).filter { index in
            let edge = edges[index]
            return nodes.indices.contains(edge.from) && nodes.indices.contains(edge.to) && edge.from != edge.to
        }
    }
}

extension ConceptGraph {
    /// The positions of values by their size, largest first, equal ones as they come.
    static func order(_ values: [Double]) -> [Int] {
        let sizes = values.map { $0.isNaN ? -1 : abs($0) }
        return values.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    }
}
