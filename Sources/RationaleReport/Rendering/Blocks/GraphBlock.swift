internal import RationaleCore
internal import RationaleImaging

/// A concept graph: what it says in sentences, its drawing beside a table of its concepts, and what became of the decision
/// where concepts were edited.
///
/// A concept's mark in the drawing and its row in the table are links to each other, and whichever is pointed at or has the
/// focus lights up both. That needs no script.
struct GraphBlock: Block {
    let sentences: [String]
    let panels: [GraphPanelView]
    let bar: ColorBarView
    /// How often both networks decide alike.
    let agreement: String?
    let proof: ProofView?

    init(_ graph: ConceptGraph, _ finding: Finding, _ context: BlockContext) throws {
        let maxEdges = ConceptGraphFigure.defaultMaxEdges
        let colors = ConceptGraphColors(graph, unit: finding.unit, maxEdges: maxEdges)
        sentences = graph.sentences.isEmpty ? ConceptGraph.sentences(of: graph.panels) : graph.sentences
        panels = try graph.panels.indices.map { index in
            try GraphPanelView(
                graph, panel: index, id: "\(context.id)-panel-\(index + 1)", colors: colors, maxEdges: maxEdges, context
            )
        }
        bar = ColorBarView(colors.bar)
        agreement = graph.agreement.map(NumberText.percent)
        proof = try graph.edits.isEmpty ? nil : ProofView(graph.edits, id: "\(context.id)-proof", context)
    }

    static let template = """
        <div class="graph">
        <ol class="reasons">
        {{#sentences}}
        <li>{{.}}</li>
        {{/sentences}}
        </ol>
        <div class="panels">
        {{#panels}}
        <section class="concepts" aria-labelledby="{{id}}">
        <h4 id="{{id}}">{{heading}}</h4>
        <p class="scores">{{scores}}</p>
        <div class="measured">
        \(GraphPanelView.drawingTemplate)
        {{#bar}}
        \(ColorBarView.template)
        {{/bar}}
        </div>
        <p class="scores">Colours: {{#bar}}<span class="unit">{{unit}}</span>{{/bar}}.\
        {{#hasMissing}} Dashed: not near enough to count as found.{{/hasMissing}}\
        {{#hasUnlike}} Unlike: near enough, but it adds less than a tenth of what the concept usually does.{{/hasUnlike}}</p>
        \(GraphPanelView.tableTemplate)
        </section>
        {{/panels}}
        </div>
        {{#agreement}}
        <p class="scores">The reasoning network decides as the classifier on {{.}} of the pictures that it did not learn from.</p>
        {{/agreement}}
        {{#proof}}
        \(ProofView.template)
        {{/proof}}
        </div>

        """
}
