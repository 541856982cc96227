import Foundation
import RationaleConcepts
import RationaleCore
import RationaleFiles
import RationaleNetworks
import RationaleTorch

/// What a discovery has finished: the features of a class's regions, and its concepts. One that was killed goes on from there.
///
/// ```
/// stages/command                    what was asked
/// stages/features-usual.safetensors of sampled regions
/// stages/features-310.safetensors   of the regions of class 310, while its concepts are looked for
/// stages/class-310.safetensors      the concepts of class 310
/// ```
struct ConceptStages {
    static let name = "stages"
    private let path: String
    /// Everything but how it is computed and shown.
    private static let free: [String: Int] = [
        "--resume": 0, "--overwrite": 0, "--quiet": 0, "--json": 0, "--output": 1, "--threads": 1, "--memory": 1,
    ]

    /// Begins, or takes up what is there.
    ///
    /// - Throws: `usage` where what is there was asked for something else.
    init(in folder: String, command: [String], existing: ExistingOutput) throws {
        path = "\(folder)/\(Self.name)"
        let asked = Self.asked(command)
        let file = URL(fileURLWithPath: "\(path)/command")
        if existing == .resume, let before = try? String(contentsOf: file, encoding: .utf8) {
            guard before == asked else {
                throw RationaleError(
                    .usage, "\(folder): the discovery that was begun there was another one: \(before)",
                    hint: "Continue with that command and --resume, or begin anew with --overwrite.")
            }
            return
        }
        try? FileManager.default.removeItem(atPath: path)
        try OutputFolder.make(path)
        try AtomicFile.replaceContents(of: file, with: Array(asked.utf8))
    }

    private static func asked(_ command: [String]) -> String {
        var asked: [String] = []
        var passed = 0
        for argument in command {
            if passed > 0 {
                passed -= 1
            } else if let values = free[argument] {
                passed = values
            } else if !free.contains(where: { $0.value > 0 && argument.hasPrefix($0.key + "=") }) {
                asked.append(argument)
            }
        }
        return asked.joined(separator: " ")
    }

    /// Rows that were computed before, or now.
    func rows(_ name: String, _ compute: () throws -> Tensor) throws -> Tensor {
        let url = URL(fileURLWithPath: "\(path)/features-\(name).safetensors")
        // What cannot be read is computed again.
        if let stored = try? SafetensorsFile(contentsOf: url).tensors["rows"], let rows = try? Tensor(stored).copied {
            return rows
        }
        let rows = try compute()
        let bytes = try MappedFile(copying: rows.bytes, name: url.lastPathComponent).bytes
        try SafetensorsFile.write(
            [("rows", StoredTensor(dtype: rows.dtype, shape: rows.shape, storage: bytes))], to: url)
        return rows
    }

    /// The concepts of a class that were found before.
    ///
    /// - Throws: `usage` where they are another network's.
    func concepts(ofClass index: Int, in classifier: Classifier) throws -> [Concept]? {
        guard let model = try? ConceptModel(contentsOf: url(ofClass: index)) else { return nil }
        _ = try model.matcher(for: classifier)
        return model.concepts[0]
    }

    /// Keeps the concepts of a class; its features are not needed any more.
    func keep(_ model: ConceptModel, ofClass index: Int) throws {
        try model.write(to: url(ofClass: index), examples: .max)
        try? FileManager.default.removeItem(atPath: "\(path)/features-\(index).safetensors")
    }

    private func url(ofClass index: Int) -> URL { URL(fileURLWithPath: "\(path)/class-\(index).safetensors") }

    /// Removes it again where nothing was finished.
    func withdraw() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        if !names.contains(where: { $0.hasSuffix(".safetensors") }) { remove() }
    }

    /// The discovery is complete.
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
