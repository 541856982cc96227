import Foundation
import RationaleConcepts
import RationaleCore

/// The concept model that a command is about: a file, or what comes with the built-in classifier.
struct ConceptModelSource {
    /// `nil` for the one that comes with the classifier.
    let path: String?
    let explain: ExplainOptions

    /// - Throws: `RationaleError`: `usage` where none is named and the classifier is not built in; `missingInput` and `badData` for a
    ///   file.
    func model() throws -> ConceptModel {
        if let path { return try ConceptModel(contentsOf: URL(fileURLWithPath: path)) }
        guard let builtIn = BuiltInModel(rawValue: explain.model ?? BuiltInModel.standard.rawValue),
            explain.weights == nil
        else {
            throw RationaleError(
                .usage, "--concepts is missing: the concepts of \(explain.model ?? "the model")",
                hint: "`rationale concepts discover` and `rationale train concepts` make them.")
        }
        return try ConceptModel(contentsOf: URL(fileURLWithPath: builtIn.conceptsPath))
    }
}

extension ConceptModel {
    /// The positions of classes that a person names, in the model's order; all where none is named.
    ///
    /// - Parameter names: labels, or indices among the classifier's scores.
    /// - Throws: `usage` with the nearest labels.
    func positions(_ names: [String]) throws(RationaleError) -> [Int] {
        guard !names.isEmpty else { return Array(classes.indices) }
        var chosen: Set<Int> = []
        for name in names {
            if let index = Int(name) {
                chosen.insert(try position(ofClass: index, label: nil))
            } else if let labels {
                chosen.insert(try ClassLookup(labels).index(of: name, in: "the concept model"))
            } else {
                throw RationaleError(
                    .usage, "the classes of the concept model have no labels, so '\(name)' cannot be found",
                    hint: "Give the class's index.")
            }
        }
        return chosen.sorted()
    }

    func label(at position: Int) -> String { labels?[position] ?? "class \(classes[position])" }

    /// How many concepts come before those of a class.
    func offset(of position: Int) -> Int { concepts[..<position].reduce(0) { $0 + $1.count } }
}

extension Concept {
    /// The name of a file with its typical region.
    var pictureName: String { "concept-\(standardName.fileName).png" }
}

extension String {
    /// Letters, digits and hyphens.
    var fileName: String { String(map { $0.isLetter && $0.isASCII || $0.isNumber && $0.isASCII ? $0 : "-" }) }
}
