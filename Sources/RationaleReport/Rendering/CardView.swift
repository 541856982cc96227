internal import Foundation
internal import RationaleCore

/// One method's card as its template sees it: the title, the block, and what is needed to judge and repeat it.
struct CardView {
    struct Fact {
        let term: String
        let detail: String
        /// Whether the detail is set in the type of code.
        let isCode: Bool
        /// The style of a detail that needs more than its column.
        let room: String?
    }

    let title: String
    let id: String
    /// HTML.
    let block: String
    let facts: [Fact]
    let hasFacts: Bool
    let warnings: [String]

    /// - Parameter target: what is explained, where the card has to say so.
    init(_ finding: Finding, id: String, block: String, target: String?) {
        title = finding.title
        self.id = id
        self.block = block
        warnings = finding.warnings
        // What did not run has nothing to be repeated.
        facts = finding.content == nil ? [] : Self.facts(of: finding, target: target)
        hasFacts = !facts.isEmpty
    }

    private static func facts(of finding: Finding, target: String?) -> [Fact] {
        var facts: [Fact] = []
        func add(_ term: String, _ detail: String?, isCode: Bool = false, room: String? = nil) {
            if let detail, !detail.isEmpty {
                facts.append(Fact(term: term, detail: detail, isCode: isCode, room: room))
            }
        }
        add("Target", target, room: "double")
        add("Layer", finding.layer, isCode: true)
        add("Why this layer", finding.layerReason, room: "double")
        for (name, value) in finding.settings.sorted(by: { $0.key < $1.key }) { add(name, value) }
        for stage in finding.stages {
            add(stage.name.prefix(1).uppercased() + stage.name.dropFirst(), stage.summary, room: "double")
        }
        add("Seed", finding.seed.map(String.init))
        add("Time", finding.seconds.map(NumberText.duration))
        add("Convergence gap", finding.convergenceGap.map(NumberText.percent))
        add("Raw values", finding.map, isCode: true, room: "wide")
        return facts
    }
}

extension AttributionStage {
    /// `48213 bits in all; loss 3.21 to 0.2 in 24 steps; reliability 91.8 %`: of the mean with those before it.
    fileprivate var summary: String {
        var parts: [String] = []
        if let bits { parts.append(String(format: bits < 100 ? "%.1f bits in all" : "%.0f bits in all", bits)) }
        if let first = losses.first, let last = losses.last {
            let steps = NumberText.count(losses.count, "step")
            parts.append("loss \(NumberText.value(Double(first))) to \(NumberText.value(Double(last))) in \(steps)")
        }
        if let reliability = settings["reliability"].flatMap(Double.init) {
            parts.append("reliability \(NumberText.percent(reliability))")
        }
        return parts.joined(separator: "; ")
    }
}
