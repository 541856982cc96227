import Foundation
public import RationaleCore
import RationaleFiles

/// Makes one run of the parts that several processes wrote into folders of their own.
///
/// The parts must be of one run: the same task, options, model files and inputs, and each of the parts once, all of them done. The
/// run that comes of it is the one that a single process would have written.
public struct RunJoin: Sendable {
    /// A part, as it is found.
    struct Part: Sendable {
        let path: String
        let record: RunRecord
        let shard: Shard
    }

    /// In the order of their numbers.
    let parts: [Part]
    let output: String
    let command: [String]
    let existing: ExistingOutput

    /// What came of it.
    public enum Result: Sendable {
        case explanations(ExplainResult)
        case comparison(ComparisonResult)
    }

    /// Finds the parts.
    ///
    /// - Parameters:
    ///   - given: the folders of parts, or one that holds them as `shard-0001-of-0004` and so on.
    ///   - output: the folder of the whole run.
    ///   - command: as it was typed, for the record.
    ///   - existing: what to do about a run that is in the folder already; it cannot be continued.
    /// - Throws: `RationaleError`: `missingInput` where there is no part; `badData` where parts are missing, or given twice;
    ///   `usage` where they are of different runs.
    public init(
        _ given: [String], output: String, command: [String], existing: ExistingOutput = .refuse
    ) throws {
        let folders = try given.flatMap(Self.folders)
        let parts = try folders.map(Self.part).sorted { $0.shard.number < $1.shard.number }
        guard let first = parts.first else {
            throw RationaleError(.usage, "there is nothing to join", hint: "Name the folders of the parts.")
        }
        for part in parts.dropFirst() {
            try first.record.check(
                asksTheSameAs: (part.record.task, part.record.options, part.record.model?.files), free: RunRecord.free,
                folder: part.path, consequence: "so these are no parts of one run")
            guard part.shard.count == first.shard.count else {
                throw RationaleError(
                    .usage,
                    "\(part.path) is one of \(part.shard.count) parts, and \(first.path) one of \(first.shard.count)",
                    hint: "Join the parts of one run.")
            }
        }
        for (one, other) in zip(parts, parts.dropFirst()) where one.shard == other.shard {
            throw RationaleError(
                .usage, "shard \(one.shard.number) of \(one.shard.count) is in \(one.path) and in \(other.path)",
                hint: "Name each part once.")
        }
        let missing = (1...first.shard.count).filter { number in !parts.contains { $0.shard.number == number } }
        guard missing.isEmpty else {
            let numbers = missing.map(String.init).joined(separator: ", ")
            throw RationaleError(
                .missingInput,
                missing.count == 1
                    ? "shard \(numbers) of \(first.shard.count) is missing"
                    : "shards \(numbers) of \(first.shard.count) are missing",
                hint: "Name their folders too, or the folder that holds them all.")
        }
        self.parts = parts
        self.output = output
        self.command = command
        self.existing = existing
    }

    /// Joins the parts.
    ///
    /// - Throws: `RationaleError`: `badData` where a part is not done, or they are about different inputs; `cannotWrite`; and what
    ///   is wrong with the model or the inputs, which the report of explanations shows once more.
    public func run() throws -> Result {
        let place = try RunFolder.place(output)
        do {
            return parts[0].record.task == nil
                ? .explanations(try joinExplanations(in: place)) : .comparison(try joinComparison(in: place))
        } catch {
            place.withdraw()
            throw error
        }
    }

    /// The record of the first part as one of the whole.
    func joinedRecord() -> RunRecord {
        var record = parts[0].record
        record.command = command
        record.options["shard"] = nil
        record.options["output"] = [output]
        return record
    }

    /// The error for a part that has not come to its end.
    func refusal(_ part: Part, _ input: String) -> RationaleError {
        RationaleError(
            .badData,
            "shard \(part.shard.number) of \(part.shard.count) is not finished: \(input) is still to be done (\(part.path))",
            hint: "Continue it with --resume, as it was started.")
    }

    /// The parts that a name means.
    private static func folders(_ given: String) throws(RationaleError) -> [String] {
        let manager = FileManager.default
        if manager.fileExists(atPath: "\(given)/\(RunFolder.recordName)") { return [given] }
        let names = ((try? manager.contentsOfDirectory(atPath: given)) ?? []).sorted()
        let parts = names.filter { $0.hasPrefix("shard-") }.map { "\(given)/\($0)" }
            .filter { manager.fileExists(atPath: "\($0)/\(RunFolder.recordName)") }
        guard !parts.isEmpty else {
            throw RationaleError(
                .missingInput, "\(given): there is no run here, and no folder with parts of one",
                hint: "Name the folder that was the parts' --output.")
        }
        return parts
    }

    private static func part(_ path: String) throws -> Part {
        let record = try RunRecord(ofFolder: path)
        guard let shard = record.options["shard"]?.first else {
            throw RationaleError(
                .usage, "\(path): this run is no part of another: it was made without --shard", hint: "Leave it out.")
        }
        return Part(path: path, record: record, shard: try Shard(shard))
    }
}
