import Foundation
import RationaleCore
import RationaleFiles

extension ConceptGraph {
    /// The graph's concepts in numbers, as a terminal shows them: a table for each panel, the most important concept first.
    ///
    /// ```
    /// Why not junco: Reasoning network 0.9 · classifier 1.2
    ///   rank  concept  where         adds  excess  found
    ///      1  junco 2  lower right  −0.20   −1.90  no (2.1)
    ///      2  junco 4  middle       +0.80       –  yes (0.84)
    ///   relations
    ///     junco 2 lies below and to the right of junco 4  −0.70
    ///   concepts +0.6 · relations −0.7 · bias +1 = 0.9
    /// ```
    ///
    /// Behind *found* is the distance of the region from the concept; 1 is the mean of the concept's own regions. *Unlike* is a region
    /// that is near enough and adds less than a tenth of what the concept usually does. A dash is
    /// in place of the excess where nobody knows what is usual. For “why not” *contrast* is what a concept of the class that was
    /// decided for adds beyond what it does in pictures of the other class.
    ///
    /// - Parameter maxEdges: how many relations are listed for each panel, the largest ones.
    package func table(maxEdges: Int = 3) -> String {
        panels.indices.map { index in
            let panel = panels[index]
            let heading = "\(panel.heading(isLast: index == panels.count - 1)): \(panel.scoreText(in: self))".printable
            return ([heading] + panel.table(maxEdges: maxEdges)).joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }
}

extension ConceptGraph.Panel {
    /// A row for each concept, the largest relations, and the sum.
    fileprivate func table(maxEdges: Int) -> [String] {
        let edges = edgesByImportance.prefix(max(0, maxEdges)).map { self.edges[$0] }
        let numbers = TableNumbers(
            nodes.flatMap { [$0.contribution, $0.excess, $0.contrast ?? 0] } + edges.map(\.contribution))
        let hasContrast = nodes.contains { $0.contrast != nil }
        var rows = [["rank", "concept", "where", "adds", "excess"] + (hasContrast ? ["contrast"] : []) + ["found"]]
        for (rank, index) in nodesByImportance.enumerated() {
            let node = nodes[index]
            var row = [
                "\(rank + 1)", node.concept.shortened(to: 28), node.place, numbers.text(node.contribution),
                node.usual == nil ? "–" : numbers.text(node.excess),
            ]
            if hasContrast { row.append(node.contrast.map(numbers.text) ?? "–") }
            let finding = node.isUnlike ? "unlike" : node.isFound ? "yes" : "no"
            rows.append(row + ["\(finding) (\(ShortNumber(node.distance)))"])
        }
        var lines: [String] = []
        if nodes.isEmpty {
            lines.append("  no concepts")
        } else {
            let columns = rows[0].indices
            let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
            let words: Set = ["concept", "where", "found"]
            lines += rows.map { row in
                let cells = columns.map { column in
                    words.contains(rows[0][column])
                        ? row[column].padded(to: widths[column]) : row[column].leftPadded(to: widths[column])
                }
                return "  " + cells.joined(separator: "  ").withoutTrailingSpaces
            }
        }
        if !edges.isEmpty {
            let words = edges.map { edge in
                let (from, to) = (nodes[edge.from], nodes[edge.to])
                return "\(from.concept.shortened(to: 28)) \(from.relation(to: to)) \(to.concept.shortened(to: 28))"
            }
            let width = words.map(\.count).max() ?? 0
            lines.append("  relations")
            lines += zip(edges, words).map { "    \($1.padded(to: width))  \(numbers.text($0.contribution))" }
        }
        // How many of them a drawing shows is no matter here.
        return lines + sumLines(shown: .max).map { "  \($0)" }
    }
}

/// Numbers of one table, all with as many decimals.
private struct TableNumbers {
    private let decimals: Int

    /// Three digits of the largest number, and no more than four decimals.
    init(_ values: [Double]) {
        let largest = values.lazy.filter(\.isFinite).map(abs).max() ?? 0
        decimals = largest > 0 ? Int(min(4, max(0, 2 - log10(largest).rounded(.down)))) : 2
    }

    func text(_ value: Double) -> String {
        guard value.isFinite else { return ShortNumber(value).signed }
        return String(format: "%+.\(decimals)f", value).replacing("-", with: "−")
    }
}

extension String {
    /// What a terminal may show of a name, cut with an ellipsis.
    fileprivate func shortened(to length: Int) -> String {
        let text = printable
        return text.count > length ? text.prefix(length - 1) + "…" : text
    }

    fileprivate var withoutTrailingSpaces: String { String(reversed().drop { $0 == " " }.reversed()) }
}
