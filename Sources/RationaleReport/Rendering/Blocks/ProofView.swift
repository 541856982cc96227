internal import RationaleCore
internal import RationaleImaging

/// What became of the decision where concepts were edited in the picture.
struct ProofView {
    struct Row {
        let words: String
        let isControl: Bool
        let picture: String?
        let before: String
        let after: String
        let isChanged: Bool
        let verdict: String
        let classes: [ClassChange]
    }

    struct ClassChange {
        let name: String
        let before: String
        let after: String
    }

    let proofID: String
    let summary: String
    let rows: [Row]

    init(_ edits: [ConceptEdit], id: String, _ context: BlockContext) throws {
        proofID = id
        summary = Self.summary(of: edits)
        rows = try edits.map { edit in
            Row(
                words: edit.words, isControl: edit.isControl,
                picture: try edit.picture.flatMap { context.conceptPictures[$0] }
                    .map { DataURI.jpeg(try $0.thumbnail(side: 240).jpegData(quality: 85)) },
                before: Self.decision(edit.decisionBefore), after: Self.decision(edit.decisionAfter),
                isChanged: edit.changesDecision, verdict: Self.verdict(on: edit), classes: Self.classes(of: edit))
        }
    }

    /// `1 of 2 edits changes the decision; the control does not.`
    private static func summary(of edits: [ConceptEdit]) -> String {
        func part(_ edits: [ConceptEdit], _ noun: String) -> String? {
            let changes = edits.count(where: \.changesDecision)
            switch (edits.count, changes) {
            case (0, _): return nil
            case (1, 1): return "The \(noun) changes the decision"
            case (1, _): return "The \(noun) does not change the decision"
            case (let count, 0): return "None of the \(count) \(noun)s changes the decision"
            case (let count, _) where changes == count: return "All \(count) \(noun)s change the decision"
            case (let count, _): return "\(changes) of \(count) \(noun)s change\(changes == 1 ? "s" : "") the decision"
            }
        }
        let parts = [part(edits.filter { !$0.isControl }, "edit"), part(edits.filter(\.isControl), "control")]
        return parts.compactMap(\.self).map { $0 + "." }.joined(separator: " ")
    }

    private static func verdict(on edit: ConceptEdit) -> String {
        switch (edit.changesDecision, edit.isControl) {
        case (true, false): "Changes the decision."
        case (true, true): "Changes the decision, though it is a control."
        case (false, false): "Does not change the decision."
        case (false, true): "Does not change the decision, as a control should."
        }
    }

    private static func decision(_ prediction: Prediction) -> String {
        "\(prediction.name) \(NumberText.readout(of: prediction))"
    }

    private static func classes(of edit: ConceptEdit) -> [ClassChange] {
        edit.before.map { before in
            let after = edit.after.first { $0.index == before.index }
            return ClassChange(
                name: before.name, before: NumberText.readout(of: before),
                after: after.map(NumberText.readout) ?? "unknown")
        }
    }

    static let template = """
        <section class="proof" aria-labelledby="{{proofID}}">
        <h4 id="{{proofID}}">Edited pictures</h4>
        <p>{{summary}}</p>
        <div class="scroll" role="region" aria-label="Edited pictures, decisions before and after" tabindex="0">
        <table>
        <thead><tr><th scope="col">Edit</th><th scope="col">Decision</th><th scope="col">Classes, before and after</th></tr></thead>
        <tbody>
        {{#rows}}
        <tr{{#isControl}} class="control"{{/isControl}}><th scope="row"><span class="edit">{{#picture}}<img loading="lazy" \
        decoding="async" src="{{{.}}}" alt="The picture with {{words}}">{{/picture}}\
        <span>{{words}}{{#isControl}} <span class="badge">control</span>{{/isControl}}</span></span></th>\
        <td>{{before}} → {{after}}<strong{{#isChanged}} class="changed"{{/isChanged}}>{{verdict}}</strong></td>\
        <td>{{#classes}}<span class="change"><span>{{name}}</span> <span>{{before}} → {{after}}</span></span>{{/classes}}</td></tr>
        {{/rows}}
        </tbody>
        </table>
        </div>
        </section>
        """
}

extension ConceptEdit {
    /// `ember finch 3 replaced by junco 2`
    fileprivate var words: String {
        let done =
            switch kind {
            case .remove: "removed"
            case .replace: "replaced"
            case .move: "moved"
            }
        return "\(concept) \(change.isEmpty ? done : change)"
    }
}
