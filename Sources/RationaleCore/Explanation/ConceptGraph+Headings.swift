extension ConceptGraph.Panel {
    /// The class's label, or `class 7`.
    public var name: String { label.flatMap { $0.isEmpty ? nil : $0 } ?? "class \(index)" }

    /// `Why ember finch` for the last panel, `Why not junco` for those before it.
    package func heading(isLast: Bool) -> String { (isLast ? "Why " : "Why not ") + name }

    /// The scores of both networks: `Reasoning network 6.3 · classifier 6.02`, and whose they are where that is not plain.
    package func scoreText(in graph: ConceptGraph) -> String {
        var text = "Reasoning network \(ShortNumber(score))"
        if let classifierScore { text += " · classifier \(ShortNumber(classifierScore))" }
        if scored != index {
            let other = graph.panels.first { $0.index == scored }?.name ?? "class \(scored)"
            text += " · score of \(other)"
        }
        return text
    }

    /// How the contributions add up to the score, and how many relations are not drawn.
    package func sumLines(shown: Int) -> [String] {
        let concepts = nodes.reduce(0) { $0 + $1.contribution }
        let relations = edges.reduce(0) { $0 + $1.contribution }
        var parts = ["concepts \(ShortNumber(concepts).signed)"]
        if !edges.isEmpty { parts.append("relations \(ShortNumber(relations).signed)") }
        if rest != 0 { parts.append("other classes \(ShortNumber(rest).signed)") }
        parts.append("bias \(ShortNumber(bias).signed)")
        var lines = [parts.joined(separator: " · ") + " = \(ShortNumber(score))"]
        let drawable = edgesByImportance.count
        if drawable > shown {
            lines.append("The \(max(0, shown)) largest of \(drawable) relations are drawn.")
        }
        return lines
    }
}
