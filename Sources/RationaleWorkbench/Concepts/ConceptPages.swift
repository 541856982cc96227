import RationaleConcepts
import RationaleCore
import RationaleReport

/// The pages of discovered concepts: for each class its concepts with their regions, importance and neighbours.
struct ConceptPages {
    private let model: ConceptModel
    private let command: [String]

    init(_ model: ConceptModel, command: [String]) {
        self.model = model
        self.command = command
    }

    func html() throws -> String {
        var writer = try ReportWriter(title: "Rationale: concepts of \(model.classifier)", run: facts)
        writer.tables = tables
        var page = ""
        try writer.write { page += $0 }
        return page
    }

    private var facts: [Report.Fact] {
        [
            .init("Classifier", model.classifier), .init("Layers", model.layers.joined(separator: ", ")),
            .init("Why these", model.layerReason), .init("Features", model.source.rawValue),
            .init("Version", "Rationale \(Rationale.version)"),
            .init("Command", command.joined(separator: " "), isCode: true),
        ]
    }

    private var tables: [Report.Table] {
        model.concepts.enumerated().map { position, concepts in
            Report.Table(
                model.labels?[position] ?? "class \(model.classes[position])",
                caption: "Importance: the log odds that the class loses when the concept is painted over.",
                header: ["Concept", "Regions", "Pictures", "Importance", "95 %", "TCAV", "p"],
                rows: concepts.map { concept in
                    [
                        concept.name, "\(concept.regionCount)", "\(concept.pictureCount)",
                        concept.importance.map { text($0.value) } ?? "",
                        concept.importance.map { "\(text($0.low)) to \(text($0.high))" } ?? "",
                        concept.sensitivity.map { text($0.mean) } ?? "", concept.probability.map(text) ?? "",
                    ]
                })
        }
    }

    private func text(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
