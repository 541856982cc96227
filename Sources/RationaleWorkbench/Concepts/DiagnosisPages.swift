import Foundation
import RationaleConcepts
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleReport

/// The page of a diagnosis: suspected biases and groups of errors as tables, and pictures before and after their repair.
struct DiagnosisPages {
    private let found: ConceptDiagnosis.Result
    private let explainer: ConceptExplainer
    private let facts: [(name: String, value: String, isCode: Bool)]

    /// How many edited pictures are shown.
    private static let maxShown = 12
    private static let maxRows = 20

    init(
        _ found: ConceptDiagnosis.Result, _ explainer: ConceptExplainer,
        facts: [(name: String, value: String, isCode: Bool)]
    ) {
        self.found = found
        self.explainer = explainer
        self.facts = facts
    }

    private var shown: [ConceptDiagnosis.Shown] {
        // Those where the edit corrects come first.
        let corrected = found.shown.filter(\.edit.changesDecision)
        return Array((corrected + found.shown.filter { !$0.edit.changesDecision }).prefix(Self.maxShown))
    }

    /// The pictures before and after, by their files' names.
    var pictures: [(name: String, picture: Image)] {
        shown.enumerated().flatMap { place, one in
            [("\(place + 1)-before.png", one.before), ("\(place + 1)-after.png", one.after)]
        }
    }

    func html() throws -> String {
        var writer = try ReportWriter(
            title: "Rationale: diagnosis of \(explainer.classifier.name)",
            run: summary + facts.map { .init($0.name, $0.value, isCode: $0.isCode) })
        writer.tables = [suspects, groups].filter { !$0.rows.isEmpty }
        for (place, one) in shown.enumerated() { try writer.add(input(one, number: place + 1), at: place) }
        var page = ""
        try writer.write { page += $0 }
        return page
    }

    private var summary: [Report.Fact] {
        [
            .init("Accuracy", "\(range(found.accuracy)) of \(found.pictures) pictures"),
            .init("Errors", "\(found.errors), \(found.unexplained) of them not explained by concepts"),
            .init("Compared with", "\(found.trainingPictures) training pictures"),
        ]
    }

    private var suspects: Report.Table {
        Report.Table(
            "Suspected biases",
            caption:
                "What nearly all training pictures of a class have, and wrongly classified ones lack. Errors explained: those "
                + "that would be gone if pictures without it were recognised as often as those with it, with a 95 % interval.",
            header: ["Class", "Finding", "Errors explained", "What to do"],
            rows: found.suspects.prefix(Self.maxRows).map {
                [
                    $0.ofClass.name, $0.sentence,
                    String(format: "%.0f (%.0f to %.0f)", $0.explained.value, $0.explained.low, $0.explained.high),
                    $0.advice,
                ]
            })
    }

    private var groups: Report.Table {
        Report.Table(
            "Groups of errors",
            caption:
                "Errors with the same classes and the same leading cause in the graph of concepts, and what corrects them.",
            header: ["Errors", "Class", "Taken for", "Cause", "Concept", "Substitution", "Corrects", "Control"],
            rows: found.groups.prefix(Self.maxRows).flatMap { group -> [[String]] in
                let first = ["\(group.count)", group.truth.name, group.decided.name, group.cause.words, group.concept]
                guard !group.repairs.isEmpty else { return [first + ["", "", ""]] }
                return group.repairs.enumerated().map { place, repair in
                    (place == 0 ? first : ["", "", "", "", ""])
                        + [repair.change, range(repair.corrected), repair.control.map(range) ?? ""]
                }
            })
    }

    private func input(_ one: ConceptDiagnosis.Shown, number: Int) -> ReportInput {
        var graph = one.graph
        var edit = one.edit
        edit.picture = "\(number)-after.png"
        graph.edits = [edit]
        graph.sentences = [one.title] + ConceptGraph.sentences(of: graph.panels)
        let predictions = [edit.decisionBefore] + edit.before.filter { $0.index != edit.decisionBefore.index }
        let finding = Finding(
            method: "diagnosis", title: "Diagnosis", content: .graph(graph),
            layer: explainer.model.layers.joined(separator: ", "), layerReason: explainer.model.layerReason,
            target: ExplainedTarget(
                index: edit.decisionBefore.index, label: edit.decisionBefore.label, insteadOf: graph.panels.first?.index
            ),
            targetProbability: edit.decisionBefore.probability, unit: "score", isSigned: true)
        return ReportInput(
            name: URL(fileURLWithPath: one.picture).lastPathComponent, .photo(one.before),
            Explanation(input: one.picture, predictions: predictions, findings: [finding]),
            conceptPictures: ["\(number)-after.png": one.after])
    }

    private func range(_ score: Score) -> String {
        String(format: "%.0f %% (%.0f to %.0f)", 100 * score.value, 100 * score.low, 100 * score.high)
    }
}

extension ErrorCause.Kind {
    fileprivate var words: String { rawValue.replacing("-", with: " ") }
}
