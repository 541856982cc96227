extension ConceptGraph {
    /// What a graph says in plain words, the most important first: what ``sentences`` holds.
    ///
    /// *Why* (one panel) goes by what a concept or a relation adds: “It is an ember finch mostly because of ember finch 3
    /// (upper left), which adds 2.1 of 6.3.” *Why not* (two panels, that of the class not decided for first) goes by what
    /// is missing beyond what is usual, where that is known: “Not a junco: junco 2 was expected like in other pictures of
    /// juncos, but the nearest region (lower right) does not look like it; it adds 1.9 less.” The concept of the decided class that
    /// adds most beyond what it does in pictures of the other (``Node/contrast``) has its place among them.
    ///
    /// Contributions below a tenth of the largest are left out, and so is what comes after ``maxSentences``; the last
    /// sentence says how many. *Mostly* needs half of all that speaks for the class, or half as much again as the next.
    /// Names of concepts are used as they are.
    ///
    /// - Parameters:
    ///   - panels: as in ``panels``.
    ///   - classifier: the class that the classifier decides for; `nil` is the last panel's.
    ///   - reasoning: the class that the reasoning network decides for. Where it is not the classifier's, the first
    ///     sentence says that the concepts do not explain the decision. `nil` compares the panels' scores with each other.
    ///   - agreement: how often the two decide alike on other pictures, 0 to 1; mentioned where it is below 0.8.
    public static func sentences(
        of panels: [Panel], classifier: Prediction? = nil, reasoning: Prediction? = nil, agreement: Double? = nil
    ) -> [String] {
        var sentences: [String] = []
        if let disagreement = disagreement(panels, classifier: classifier, reasoning: reasoning) {
            sentences.append(
                "These concepts do not explain the decision: the classifier decides for \(disagreement.classifier), "
                    + "the reasoning network for \(disagreement.reasoning).")
        }
        var left = Omission()
        let last = panels.count - 1
        for (index, panel) in panels.enumerated() {
            if index < last {
                let decided = panels[last]
                sentences += WhyNotWords(panel, decided: decided).sentences(limit: maxSentences, &left)
            } else {
                let isDecided = classifier.map { $0.index == panel.index } ?? true
                sentences += WhyWords(panel, isDecided: isDecided)
                    .sentences(limit: last == 0 ? maxSentences : maxSentences / 2, &left)
            }
        }
        if last > 0, let scores = scores(of: panels) { sentences.append(scores) }
        sentences += left.sentences
        if let agreement, agreement < 0.8 {
            let percent = Int((100 * max(0, agreement)).rounded())
            sentences.append(
                "Read with care: on other pictures the reasoning network decides like the classifier "
                    + "in only \(percent) % of cases.")
        }
        return sentences
    }

    /// As many sentences on one class, where it is the only one or the one not decided for; half as many on the other.
    public static let maxSentences = 5

    private static func disagreement(
        _ panels: [Panel], classifier: Prediction?, reasoning: Prediction?
    ) -> (classifier: String, reasoning: String)? {
        if let classifier, let reasoning {
            guard classifier.index != reasoning.index else { return nil }
            return (ClassName(classifier).one, ClassName(reasoning).one)
        }
        guard panels.count > 1, let decided = panels.last, decided.scored == decided.index else { return nil }
        let others = panels.dropLast().filter { $0.scored == $0.index && $0.index != decided.index }
        guard let best = others.max(by: { $0.score < $1.score }), best.score > decided.score else { return nil }
        return (ClassName(decided).one, ClassName(best).one)
    }

    /// `The reasoning network's scores: 6.3 for an ember finch, 2.1 for a junco.`
    private static func scores(of panels: [Panel]) -> String? {
        let own = panels.reversed().filter { $0.scored == $0.index && $0.score.isFinite }
        guard own.count == panels.count else { return nil }
        let parts = own.map { "\(ShortNumber($0.score)) for \(ClassName($0).one)" }
        return "The reasoning network's scores: " + parts.joined(separator: ", ") + "."
    }
}

extension ConceptGraph.Panel {
    /// Whether a contribution is large enough to be a reason: a fiftieth of the score, most of which is often the bias.
    func isOutstanding(_ contribution: Double) -> Bool {
        abs(contribution) >= 0.02 * abs(score) || !score.isFinite
    }
}

/// What was not said.
struct Omission {
    var small = 0
    var notNumbers = 0

    var sentences: [String] {
        var sentences: [String] = []
        if small > 0 {
            sentences.append(
                small == 1
                    ? "1 smaller contribution is left out." : "\(small) smaller contributions are left out.")
        }
        if notNumbers > 0 {
            sentences.append(
                notNumbers == 1
                    ? "1 contribution is not a finite number." : "\(notNumbers) contributions are not finite numbers.")
        }
        return sentences
    }
}

/// A class in words.
struct ClassName {
    /// `a junco`, or `class 7` where it has no label.
    let one: String
    /// `juncos`, or `class 7`.
    let many: String

    init(index: Int, label: String?) {
        guard let label, !label.isEmpty else {
            (one, many) = ("class \(index)", "class \(index)")
            return
        }
        let noun = EnglishNoun(label)
        (one, many) = (noun.withArticle, noun.plural)
    }

    init(_ panel: ConceptGraph.Panel) { self.init(index: panel.index, label: panel.label) }

    init(_ prediction: Prediction) { self.init(index: prediction.index, label: prediction.label) }
}

/// A node or an edge with the number that it is ranked by.
struct WordedItem {
    enum Kind {
        case node(ConceptGraph.Node)
        case edge(ConceptGraph.Node, ConceptGraph.Node, ConceptGraph.Edge)
    }

    let kind: Kind
    let value: Double
    /// Whether a “why not” takes it from the class that was decided for.
    var isOfDecided = false

    /// The items of a panel by size of their value, largest first; those that are no numbers are counted, and those that
    /// are zero say nothing.
    static func ranked(
        _ panel: ConceptGraph.Panel, by value: (_ contribution: Double, _ excess: Double) -> Double,
        _ left: inout Omission
    ) -> [WordedItem] {
        var items = panel.nodes.map { WordedItem(kind: .node($0), value: value($0.contribution, $0.excess)) }
        for edge in panel.edges
        where panel.nodes.indices.contains(edge.from) && panel.nodes.indices.contains(edge.to) && edge.from != edge.to {
            items.append(
                WordedItem(
                    kind: .edge(panel.nodes[edge.from], panel.nodes[edge.to], edge),
                    value: value(edge.contribution, edge.excess)))
        }
        left.notNumbers += items.count { !$0.value.isFinite }
        items = items.filter { $0.value.isFinite && $0.value != 0 }
        return ConceptGraph.order(items.map(\.value)).map { items[$0] }
    }

    /// The relation in words: `junco 2 lies to the left of junco 4`.
    static func relation(_ from: ConceptGraph.Node, _ to: ConceptGraph.Node) -> String {
        "\(from.concept) \(from.relation(to: to)) \(to.concept)"
    }
}

extension [WordedItem] {
    /// Those that are large enough to be said, largest first; the others are counted.
    ///
    /// - Parameters:
    ///   - limit: how many at most.
    ///   - isAnswer: for which values the first one has its place, however many larger ones of the other sign there are.
    func said(limit: Int, _ left: inout Omission, isAnswer: (Double) -> Bool) -> [WordedItem] {
        let least = 0.1 * (first.map { abs($0.value) } ?? 0)
        let large = filter { abs($0.value) >= least }
        var said = Array(large.prefix(limit))
        if !said.contains(where: { isAnswer($0.value) }), let answer = large.first(where: { isAnswer($0.value) }) {
            said[said.count - 1] = answer
        }
        left.small += count - said.count
        return said
    }
}
