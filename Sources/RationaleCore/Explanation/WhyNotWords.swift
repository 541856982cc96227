/// Why not a class, in sentences: what is missing for it, or what it takes from the score.
struct WhyNotWords {
    let panel: ConceptGraph.Panel
    /// The class that was decided for.
    let decided: ConceptGraph.Panel
    let name: ClassName

    init(_ panel: ConceptGraph.Panel, decided: ConceptGraph.Panel) {
        self.panel = panel
        self.decided = decided
        name = ClassName(panel)
    }

    /// Whether the contributions are to the score of the class itself. Where they are to that of the decided class, what
    /// they add speaks against this one.
    private var isOwnScore: Bool { panel.scored == panel.index }

    /// - Parameter left: counts what is not said.
    func sentences(limit: Int, _ left: inout Omission) -> [String] {
        let items = withInstead(WordedItem.ranked(panel, by: { isOwnScore ? $1 : -$0 }, &left))
        guard !panel.nodes.isEmpty else {
            return ["There are no concepts of \(name.many) to explain this picture by."] + items.map(against)
        }
        guard let largest = items.first, panel.isOutstanding(largest.value) else {
            return ["No concept of \(name.many) stands out, neither for nor against \(name.one)."]
        }
        let said = items.said(limit: limit, &left) { $0 < 0 }
        var sentences: [String] = []
        if !panel.nodes.contains(where: \.isFound) {
            sentences.append("None of the concepts of \(name.many) was found.")
        }
        if !said.contains(where: { $0.value < 0 }) {
            let amount = items.contains { $0.value < 0 } ? "Little" : "Nothing"
            sentences.append("\(amount) here speaks against \(name.one); another class has the higher score.")
        }
        // What speaks against the class is the answer; what speaks for it comes after.
        return sentences + said.filter { $0.value < 0 }.map(against) + said.filter { $0.value > 0 }.map(inFavour)
    }

    /// With the concept of the decided class that tells most against this one, in its place.
    private func withInstead(_ items: [WordedItem]) -> [WordedItem] {
        let found = decided.nodes.compactMap { node in node.contrast.map { (node: node, contrast: $0) } }
            .filter { $0.contrast > 0 && $0.contrast.isFinite }
        guard let most = found.max(by: { $0.contrast < $1.contrast }) else { return items }
        let all = items + [WordedItem(kind: .node(most.node), value: -most.contrast, isOfDecided: true)]
        return ConceptGraph.order(all.map(\.value)).map { all[$0] }
    }

    private func against(_ item: WordedItem) -> String {
        let beginning = "Not \(name.one): "
        switch item.kind {
        case .node(let node) where item.isOfDecided: return beginning + instead(node, by: -item.value)
        case .node(let node): return beginning + against(node, by: -item.value)
        case .edge(let from, let to, let edge):
            let relation = WordedItem.relation(from, to)
            let size = ShortNumber(-item.value)
            if !isOwnScore { return beginning + "\(relation); that relation adds \(size) to the score of \(other)." }
            return beginning + "\(relation); that relation "
                + (edge.usual == nil ? "takes \(size)." : "adds \(size) less than in other pictures of \(name.many).")
        }
    }

    private func instead(_ node: ConceptGraph.Node, by amount: Double) -> String {
        let (size, contribution) = (ShortNumber(amount), ShortNumber(abs(node.contribution)))
        let effect =
            node.contribution > 0
            ? "adds \(contribution) to the score of \(ClassName(decided).one), \(size) more than in pictures of \(name.many)"
            : "takes only \(contribution) from the score of \(ClassName(decided).one), \(size) less than in pictures of "
                + "\(name.many)"
        let isConcept = node.isFound && !node.isUnlike
        return "\(isConcept ? "" : "the region nearest to ")\(node.concept) (\(node.place)) \(effect)."
    }

    private func against(_ node: ConceptGraph.Node, by amount: Double) -> String {
        let size = ShortNumber(amount)
        let place = "(\(node.place))"
        switch (isOwnScore, node.isFound, node.usual) {
        case (false, true, _): return "\(node.concept) \(place) adds \(size) to the score of \(other)."
        case (false, false, _):
            return "\(node.concept) was not found, and the nearest region \(place) adds \(size) "
                + "to the score of \(other)."
        case (true, false, nil):
            return "\(node.concept) was not found; the nearest region \(place) takes \(size) from the score."
        case (true, false, _):
            return "\(node.concept) was expected like in other pictures of \(name.many), but the nearest region "
                + "\(place) does not look like it; it adds \(size) less."
        case (true, true, nil): return "\(node.concept) \(place) takes \(size) from the score."
        case (true, true, let usual?) where node.isUnlike:
            let effect =
                node.contribution < -0.1 * usual
                ? "takes \(ShortNumber(-node.contribution)) from the score" : "adds next to nothing"
            return
                "the region nearest to \(node.concept) \(place) is not like it: it \(effect), where \(node.concept) adds "
                + "\(ShortNumber(usual)) in other pictures of \(name.many)."
        case (true, true, _?) where node.contribution > 0:
            return "\(node.concept) \(place) adds only \(ShortNumber(node.contribution)), \(size) less than in other "
                + "pictures of \(name.many)."
        case (true, true, let usual?):
            return
                "\(node.concept) \(place) takes \(ShortNumber(abs(node.contribution))) from the score; in other pictures of "
                + "\(name.many) it takes \(ShortNumber(abs(usual)))."
        }
    }

    private func inFavour(_ item: WordedItem) -> String {
        let beginning = "For \(name.one): "
        let size = ShortNumber(item.value)
        let usual: Double? =
            switch item.kind {
            case .node(let node): node.usual
            case .edge(_, _, let edge): edge.usual
            }
        let effect =
            !isOwnScore
            ? "takes \(size) from the score of \(other)"
            : usual == nil ? "adds \(size)" : "adds \(size) more than in other pictures of \(name.many)"
        switch item.kind {
        case .node(let node) where node.isFound: return beginning + "\(node.concept) (\(node.place)) \(effect)."
        case .node(let node):
            return beginning + "\(node.concept) was not found, but the nearest region (\(node.place)) \(effect)."
        case .edge(let from, let to, _):
            return beginning + "\(WordedItem.relation(from, to)); that relation \(effect)."
        }
    }

    private var other: String {
        panel.scored == decided.index ? ClassName(decided).one : ClassName(index: panel.scored, label: nil).one
    }
}
