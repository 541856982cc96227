import Foundation
import RationaleAviary
import RationaleCore
import RationaleFiles
import RationaleImaging

/// What `dataset.json` says: everything needed to write the data set again, and to continue it.
struct DataSetRecord: Codable, Sendable {
    enum Status: String, Codable, Sendable { case running, finished }

    /// The pictures of one species.
    struct Species: Codable, Sendable {
        var name: String
        var train: Int
        var val: Int
    }

    static let fileName = "dataset.json"

    /// The version of this form.
    var rationale = 1
    var version = Rationale.version
    var status: Status
    /// As it was typed, without what it said about what was there.
    var command: [String]
    var options: DataSetOptions
    /// In the order of the class indices.
    var species: [Species]

    init(status: Status, command: [String], options: DataSetOptions, plan: DataSetPlan) {
        self.status = status
        self.command = command.filter { !["--resume", "--overwrite"].contains($0) }
        self.options = options
        species = plan.species.map { Species(name: $0, train: 0, val: 0) }
        for item in plan.items {
            if item.isTraining { species[item.species].train += 1 } else { species[item.species].val += 1 }
        }
    }

    /// The record of a folder.
    init(ofFolder path: String) throws {
        let file = "\(path)/\(Self.fileName)"
        let bytes = try InputFile.bytes(of: file, name: file, maximumBytes: 64 << 20)
        self = try JSONDecoder().decode(DataSetRecord.self, from: Data(bytes))
        // What was tampered with is not ours.
        try options.check()
        guard (1...100_000).contains(species.count), species.map(\.name).allSatisfy(Self.isName) else {
            throw RationaleError(.badData, "\(file): not what this program wrote")
        }
    }

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.contains("/") && !name.contains("..") && !name.hasPrefix(".")
    }

    /// Which pictures it was to have.
    var plan: DataSetPlan { DataSetPlan(options, species: species.map(\.name)) }

    /// Every file that belongs to the data set.
    var paths: [String] {
        let (plan, layout) = (plan, options.format.layout)
        return plan.items.flatMap { layout.paths(of: $0, in: plan) } + layout.listPaths(in: plan)
    }

    func write(to folder: String) throws {
        try AtomicFile.replaceContents(
            of: URL(fileURLWithPath: "\(folder)/\(Self.fileName)"), with: Array(try JSONDocument.text(of: self).utf8))
    }
}
