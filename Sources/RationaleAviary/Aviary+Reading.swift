public import Foundation
public import RationaleCore

extension Aviary {
    /// A world from a JSON list of species: `[{"name": "ember finch", "appearance": {"billShape": "cone", …}}, …]`.
    ///
    /// - Throws: `badData` where it is no such list or names an unknown attribute or value (with the nearest that there
    ///   is); `usage` where ``init(species:)`` refuses the species.
    public init(json: Data) throws(RationaleError) {
        let species: [Species]
        do {
            species = try JSONDecoder().decode([Species].self, from: json)
        } catch let error as RationaleError {
            throw error
        } catch {
            throw RationaleError(
                .badData, "expected a JSON list of species, each with “name” and “appearance”",
                hint: "An appearance has the attributes \(Attribute.allCases.map(\.rawValue).joined(separator: ", ")).",
                underlying: error)
        }
        try self.init(species: species)
    }
}
