/// Why a class, in sentences.
struct WhyWords {
    let panel: ConceptGraph.Panel
    /// Whether the classifier decides for the class.
    let isDecided: Bool
    let name: ClassName

    init(_ panel: ConceptGraph.Panel, isDecided: Bool) {
        self.panel = panel
        self.isDecided = isDecided
        name = ClassName(panel)
    }

    /// - Parameter left: counts what is not said.
    func sentences(limit: Int, _ left: inout Omission) -> [String] {
        guard !panel.nodes.isEmpty else { return ["There are no concepts of \(name.many) to explain this picture by."] }
        let items = WordedItem.ranked(panel, by: { contribution, _ in contribution }, &left)
        guard let largest = items.first, panel.isOutstanding(largest.value) else {
            return [nothingStandsOut(items.first)]
        }
        var said = items.said(limit: limit, &left) { $0 > 0 }
        var sentences: [String] = []
        if !panel.nodes.contains(where: \.isFound) {
            sentences.append("None of the concepts of \(name.many) was found; these are the regions nearest to them.")
        }
        if let first = said.firstIndex(where: { $0.value > 0 }) {
            sentences.append(lead(said.remove(at: first), isMost: isMost(items)))
        } else {
            let amount = items.contains { $0.value > 0 } ? "Little" : "Nothing"
            sentences.append("\(amount) here speaks for \(name.one).")
        }
        sentences += said.map(sentence(about:))
        if panel.rest.isFinite, abs(panel.rest) >= 0.1 * abs(largest.value) {
            sentences.append(
                "Concepts of other classes \(panel.rest > 0 ? "add" : "take") \(ShortNumber(abs(panel.rest))).")
        }
        return sentences
    }

    /// Whether the first of those that speak for the class is half of them all, or half as much again as the next.
    private func isMost(_ items: [WordedItem]) -> Bool {
        let positive = items.map(\.value).filter { $0 > 0 }
        guard let first = positive.first else { return false }
        return first >= 0.5 * positive.reduce(0, +) || first >= 1.5 * (positive.dropFirst().first ?? 0)
    }

    private func nothingStandsOut(_ largest: WordedItem?) -> String {
        let beginning =
            isDecided ? "It is \(name.one), but no concept stands out" : "No concept of \(name.many) stands out"
        guard let largest else { return beginning + ": none of them changes the score of \(ShortNumber(panel.score))." }
        return beginning + ": the largest contribution is \(ShortNumber(largest.value)), "
            + "to a score of \(ShortNumber(panel.score))."
    }

    private func lead(_ item: WordedItem, isMost: Bool) -> String {
        let part = isMost ? "mostly" : "in part"
        let beginning = isDecided ? "It is \(name.one) \(part) because" : "\(name.capitalized) is suggested \(part)"
        let amount = amount(item.value, usual: usual(of: item))
        switch item.kind {
        case .node(let node) where node.isFound:
            return "\(beginning) \(isDecided ? "of" : "by") \(node.concept) (\(node.place)), which \(amount)."
        case .node(let node):
            return "\(beginning) \(isDecided ? "of" : "by") the region that comes nearest to \(node.concept) "
                + "(\(node.place)), which \(amount), although the concept was not found."
        case .edge(let from, let to, _):
            let relation = WordedItem.relation(from, to)
            return isDecided
                ? "\(beginning) \(relation), which \(amount)."
                : "\(beginning) by a relation: \(relation), which \(amount)."
        }
    }

    private func sentence(about item: WordedItem) -> String {
        let side = item.value > 0 ? "For it" : "Against it"
        let effect = effect(item.value) + usually(item.value, usual(of: item))
        switch item.kind {
        case .node(let node) where node.isUnlike && item.value < 0:
            return "\(side): the region nearest to \(node.concept) (\(node.place)) is not like it and \(effect)."
        case .node(let node) where node.isFound: return "\(side): \(node.concept) (\(node.place)) \(effect)."
        case .node(let node):
            return "\(side): \(node.concept) was not found, and the nearest region (\(node.place)) \(effect)."
        case .edge(let from, let to, _):
            return "\(side): \(WordedItem.relation(from, to)); that relation \(effect)."
        }
    }

    private func usual(of item: WordedItem) -> Double? {
        switch item.kind {
        case .node(let node): node.usual
        case .edge(_, _, let edge): edge.usual
        }
    }

    /// `adds 2.1 of 6.3`, or `adds 2.1 to a score of 1.2` where that is less.
    private func amount(_ value: Double, usual: Double?) -> String {
        let score = ShortNumber(panel.score)
        return "adds \(ShortNumber(value)) " + (panel.score >= value ? "of \(score)" : "to a score of \(score)")
            + usually(value, usual)
    }

    private func effect(_ value: Double) -> String {
        value > 0 ? "adds \(ShortNumber(value))" : "takes \(ShortNumber(-value))"
    }

    /// What it adds in other pictures of the class, where that is at least a quarter more or less.
    private func usually(_ value: Double, _ usual: Double?) -> String {
        guard let usual, usual.isFinite, abs(value - usual) >= 0.25 * max(abs(value), abs(usual)) else { return "" }
        return " (usually \(ShortNumber(usual)))"
    }
}

extension ClassName {
    /// `A junco`.
    var capitalized: String { one.prefix(1).uppercased() + one.dropFirst() }
}
