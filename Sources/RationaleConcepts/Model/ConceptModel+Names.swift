public import RationaleCore

extension ConceptModel {
    /// A concept of the model: the class, by its position in the model, and its number there from 0.
    public typealias Reference = ConceptEditor.Reference

    public subscript(_ reference: Reference) -> Concept { concepts[reference.position][reference.number] }

    /// The concept of a name: `ember finch 3`, or what a person called it.
    ///
    /// - Throws: `RationaleError.Code.usage`: for a name that there is not, with the nearest; for one that concepts of several
    ///   classes were given.
    public func concept(named name: String) throws(RationaleError) -> Reference {
        var given: [Reference] = []
        for (position, own) in concepts.enumerated() {
            for (number, concept) in own.enumerated() {
                if concept.standardName == name { return Reference(position: position, number: number) }
                if concept.givenName == name { given.append(Reference(position: position, number: number)) }
            }
        }
        if let only = given.first, given.count == 1 { return only }
        guard given.isEmpty else {
            let names = given.map { "'\(self[$0].standardName)'" }.joined(separator: ", ")
            throw RationaleError(
                .usage, "\(given.count) concepts are called '\(name)'", hint: "Name the one that is meant: \(names).")
        }
        let all = concepts.joined().flatMap { concept in [concept.standardName] + [concept.givenName].compactMap(\.self)
        }
        let nearest = all.nearest(to: name)
        throw RationaleError(
            .usage, "the concept model has no concept '\(name)'",
            hint: nearest.isEmpty
                ? "Names are a class and a number: '\(all.first ?? "")'."
                : "Did you mean \(nearest.map { "'\($0)'" }.joined(separator: ", "))?")
    }

    /// Gives a concept a name, or takes it away.
    ///
    /// - Parameters:
    ///   - reference: the concept.
    ///   - name: `nil` for its ``Concept/standardName``.
    /// - Throws: `RationaleError.Code.usage` for a name that is empty or longer than 64 characters, holds line breaks, or is that of
    ///   another concept: of the same class, or the standard name of any.
    public mutating func rename(_ reference: Reference, to name: String?) throws(RationaleError) {
        guard let name else {
            concepts[reference.position][reference.number].givenName = nil
            return
        }
        guard !name.isEmpty, name.count <= 64,
            name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }),
            !(name.first?.isWhitespace ?? true), !(name.last?.isWhitespace ?? true)
        else {
            throw RationaleError(
                .usage, "'\(name)' is no name for a concept",
                hint: "A name has 1 to 64 characters in one line, and no blank at its ends.")
        }
        for (position, own) in concepts.enumerated() {
            for (number, concept) in own.enumerated() where Reference(position: position, number: number) != reference {
                guard concept.standardName != name, position != reference.position || concept.givenName != name else {
                    throw RationaleError(.usage, "another concept is called '\(name)': \(concept.standardName)")
                }
            }
        }
        concepts[reference.position][reference.number].givenName = name == self[reference].standardName ? nil : name
    }
}
