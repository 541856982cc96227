import Foundation
import RationaleConcepts
public import RationaleCore
import RationaleFiles
import RationaleReport

/// `concepts name`: gives concepts of a model names, and writes the file anew.
public struct ConceptNaming: Sendable {
    /// The concept model's file.
    public let concepts: String
    /// `CONCEPT=NAME`; without a name its own.
    public let names: [String]

    /// What was changed.
    public struct Result: Sendable, Encodable {
        public struct Change: Sendable, Encodable {
            /// `ember finch 3`
            public let concept: String
            public let before: String
            public let after: String
        }

        public let model: String
        public let changes: [Change]
        /// What else was written anew: the page and the list beside the model.
        public let files: [String]
    }

    /// - Throws: `usage` for a text that is no `CONCEPT=NAME`.
    public init(concepts: String, names: [String]) throws(RationaleError) {
        guard !names.isEmpty else {
            throw RationaleError(
                .usage, "there is nothing to name", hint: "For instance: rationale concepts name 'ember finch 3=wing'.")
        }
        for text in names where (text.firstIndex(of: "=") ?? text.startIndex) == text.startIndex {
            throw RationaleError(
                .usage, "\(text): expected CONCEPT=NAME",
                hint: "For instance 'ember finch 3=wing'; 'ember finch 3=' takes it back.")
        }
        self.concepts = concepts
        self.names = names
    }

    /// Names them: all, or none where one cannot be.
    ///
    /// The page and the list that `concepts discover` wrote beside the model are changed, too.
    ///
    /// - Throws: `RationaleError`: `usage` for a concept or a name that cannot be, `missingInput` and `badData` for the file,
    ///   `cannotWrite`.
    public func run() throws -> Result {
        let url = URL(fileURLWithPath: concepts)
        var model = try ConceptModel(contentsOf: url)
        var changes: [Result.Change] = []
        var pageNames: [String: String] = [:]
        for text in names {
            guard let equals = text.firstIndex(of: "=") else { continue }
            let reference = try model.concept(named: String(text[..<equals]))
            let name = String(text[text.index(after: equals)...])
            let before = model[reference].name
            try model.rename(reference, to: name.isEmpty ? nil : name)
            let concept = model[reference]
            pageNames[ConceptPages.id(concept)] = concept.name
            changes.append(.init(concept: concept.standardName, before: before, after: concept.name))
        }
        try model.write(to: url)
        return Result(model: concepts, changes: changes, files: try writeBeside(url, model, pageNames))
    }

    private func writeBeside(_ url: URL, _ model: ConceptModel, _ names: [String: String]) throws -> [String] {
        let folder = url.deletingLastPathComponent()
        var written: [String] = []
        let page = folder.appending(path: ConceptDiscoveryRun.pageName)
        if let text = try? String(contentsOf: page, encoding: .utf8) {
            let changed = ConceptReportWriter.renamed(text, names)
            if changed != text {
                try AtomicFile.replaceContents(of: page, with: Array(changed.utf8))
                written.append(page.relativePath)
            }
        }
        let list = folder.appending(path: ConceptDiscoveryRun.resultName)
        if let data = try? Data(contentsOf: list),
            var found = try? JSONDecoder().decode(ConceptDiscoveryRun.Result.self, from: data)
        {
            for (place, own) in found.classes.enumerated() {
                guard let position = model.classes.firstIndex(of: own.index),
                    model.concepts[position].count == own.concepts.count
                else { continue }
                for (number, concept) in model.concepts[position].enumerated() {
                    found.classes[place].concepts[number].name = concept.name
                }
            }
            try AtomicFile.replaceContents(of: list, with: Array((JSONDocument.text(of: found) + "\n").utf8))
            written.append(list.relativePath)
        }
        return written
    }
}
