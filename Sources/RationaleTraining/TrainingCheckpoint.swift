import Foundation
import RationaleCore
import RationaleFiles
import RationaleNetworks
import RationaleTorch

/// A run after some step, complete: whoever goes on from it computes what an undisturbed run computes, bit for bit.
///
/// In the file the tensors are `parameters/NAME`, `statistics/NAME`, `optimizer/STATE/NAME`, `average/NAME` and
/// `sums/METRIC`; the metadata holds the format's version, the run's identity, its state and a checksum.
struct TrainingCheckpoint {
    var identity: Identity
    var state: State
    var parameters: NamedTensors
    var statistics: NamedTensors
    /// The running mean of the parameters, where there is one.
    var average: NamedTensors
    /// By the name of the parameter; frozen ones have none.
    var optimizer: [String: [String: Tensor]]
    /// Sums of the log since its last line.
    var sums: NamedTensors

    static let lastName = "last.safetensors"
    static let bestName = "best.safetensors"
    private static let format = "rationale training checkpoint, version 2"

    /// What is evaluated and returned, in the order of the task whose checkpoint this is.
    func weights(of task: some LearningTask) -> TrainingResult.Weights {
        let kept = average.isEmpty ? parameters : average
        return .init(
            step: state.step, parameters: task.parameters.taking(from: kept),
            statistics: task.statistics.taking(from: statistics))
    }

    /// All tensors as the file holds them, ordered by name.
    var tensors: [(name: String, tensor: Tensor)] {
        let lists = [("parameters", parameters), ("statistics", statistics), ("average", average), ("sums", sums)]
        let named = lists.flatMap { part, list in list.map { (name: "\(part)/\($0.name)", tensor: $0.tensor) } }
        let kept = optimizer.flatMap { name, state in
            state.map { (name: "optimizer/\($0.key)/\(name)", tensor: $0.value) }
        }
        return (named + kept).sorted { $0.name < $1.name }
    }

    // MARK: Writing

    /// Writes the file whole, or not at all.
    ///
    /// - Throws: `RationaleError.Code.cannotWrite`.
    func write(to url: URL) throws {
        let encoder = TrainingJSON.encoder
        var metadata = [
            "format": Self.format, "run": String(decoding: try encoder.encode(identity), as: UTF8.self),
            "state": String(decoding: try encoder.encode(state), as: UTF8.self),
        ]
        do {
            let stored = try tensors.map { name, tensor in
                let bytes = try MappedBytes(copying: tensor.bytes, name: name)
                return (name, try StoredTensor(dtype: tensor.dtype, shape: tensor.shape, storage: bytes))
            }
            metadata["checksum"] = Self.checksum(metadata, stored)
            try SafetensorsFile.write(stored, metadata: metadata, to: url)
        } catch let error as RationaleError {
            throw error.with(
                hint: "What was learnt up to the checkpoint before is kept. Mend the place, and go on from it.")
        }
    }

    private static func checksum(_ metadata: [String: String], _ tensors: [(name: String, tensor: StoredTensor)])
        -> String
    {
        var checksum = Checksum()
        for (key, text) in metadata.sorted(by: { $0.key < $1.key }) where key != "checksum" {
            checksum.add(key)
            checksum.add(text)
        }
        for (name, tensor) in tensors.sorted(by: { $0.name < $1.name }) {
            checksum.add("\(name) \(tensor.dtype) \(tensor.shape)")
            tensor.storage.withUnsafeBytes { checksum.add($0) }
        }
        return checksum.text
    }

    // MARK: Reading

    /// Reads a file that ``write(to:)`` wrote.
    ///
    /// - Throws: `RationaleError`: `missingInput`, or `badData` where it is truncated, damaged or something else.
    init(contentsOf url: URL) throws {
        let path = url.path
        let hint = Self.hint
        let file: SafetensorsFile
        do { file = try SafetensorsFile(contentsOf: url) } catch { throw error.with(hint: hint) }
        guard let format = file.metadata["format"], format.hasPrefix("rationale training checkpoint") else {
            throw RationaleError(.badData, "\(path): expected a checkpoint of a training, found other tensors")
        }
        guard format == Self.format else {
            throw RationaleError(
                .badData, "\(path): expected a \(Self.format), found a \(format)",
                hint: "Go on with the version of this program that wrote it.")
        }
        let stored = file.tensors.map { (name: $0.key, tensor: $0.value) }
        guard file.metadata["checksum"] == Self.checksum(file.metadata, stored) else {
            throw RationaleError(.badData, "\(path): the checksum is wrong: the file was damaged", hint: hint)
        }
        let (identity, state) = try Self.description(of: file, url)
        // Copies: the file may be replaced while its tensors are in use.
        let tensors = try stored.map { name, tensor in (name, try Tensor(tensor).copied) }
        self.init(identity: identity, state: state, tensors: tensors)
    }

    private static let hint = "Move it away to go on from the other checkpoint of the folder, or to begin anew."

    /// Which run a checkpoint is of, and where that is, without its tensors.
    static func description(of file: SafetensorsFile, _ url: URL) throws(RationaleError) -> (Identity, State) {
        let decoder = TrainingJSON.decoder
        guard
            let identity = try? decoder.decode(Identity.self, from: Data((file.metadata["run"] ?? "").utf8)),
            let state = try? decoder.decode(State.self, from: Data((file.metadata["state"] ?? "").utf8))
        else { throw RationaleError(.badData, "\(url.path): the settings in it cannot be read", hint: hint) }
        return (identity, state)
    }

    /// From tensors by the names that they have in the file; others are left out.
    init(identity: Identity, state: State, tensors: [(name: String, tensor: Tensor)]) {
        self.identity = identity
        self.state = state
        func list(_ part: String) -> NamedTensors {
            NamedTensors(
                tensors.filter { $0.name.hasPrefix(part) }.map { (String($0.name.dropFirst(part.count)), $0.tensor) })
        }
        parameters = list("parameters/")
        statistics = list("statistics/")
        average = list("average/")
        sums = list("sums/")
        optimizer = [:]
        for (name, tensor) in list("optimizer/") {
            let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
            if parts.count == 2 { optimizer[parts[1], default: [:]][parts[0]] = tensor }
        }
    }

    init(
        identity: Identity, state: State, parameters: NamedTensors, statistics: NamedTensors, average: NamedTensors,
        optimizer: [String: [String: Tensor]], sums: NamedTensors
    ) {
        self.identity = identity
        self.state = state
        self.parameters = parameters
        self.statistics = statistics
        self.average = average
        self.optimizer = optimizer
        self.sums = sums
    }

    // MARK: Checking

    /// Refuses to go on with another run than the one that wrote it.
    ///
    /// - Throws: `RationaleError.Code.badData` naming the file and what differs.
    func check(isOf expected: Identity, of task: some LearningTask, steps: Int, in file: URL) throws {
        var differences = try identity.differences(from: expected)
        differences += Self.differences("parameter", parameters, task.parameters)
        differences += Self.differences("statistic", statistics, task.statistics)
        if expected.settings.averageDecay != nil {
            differences += Self.differences("average", average, task.parameters)
        }
        let isPossible =
            (0...steps).contains(state.step) && (0...state.step).contains(state.evaluatedStep)
            && state.summedPasses >= 0
            && sums.tensors.allSatisfy { [[], [2]].contains($0.shape) && $0.dtype.isFloatingPoint }
        if differences.isEmpty, !isPossible { differences.append("its state is not one that a run can be in") }
        guard !differences.isEmpty else { return }
        let more = differences.count > 3 ? "; and \(differences.count - 3) more" : ""
        let listed = differences.prefix(3).joined(separator: "; ")
        throw RationaleError(
            .badData, "\(file.path): the checkpoint is of another training: \(listed)\(more)",
            hint: "Use the settings that it was begun with, or another folder.")
    }

    private static func differences(
        _ kind: String, _ found: NamedTensors, _ expected: NamedTensors
    ) -> [String] {
        func words(_ tensor: Tensor?) -> String? { tensor.map { "\($0.shape) of \($0.dtype)" } }
        return Set(found.names).union(expected.names).sorted().compactMap { name in
            let (found, expected) = (words(found[name]), words(expected[name]))
            return found == expected
                ? nil : "\(kind) '\(name)' is \(found ?? "missing"), expected \(expected ?? "none")"
        }
    }
}

extension TrainingCheckpoint {
    /// Where a run is, beside weights and optimiser: with them, everything that decides how it goes on.
    struct State: Codable, Equatable {
        /// How many steps are done.
        var step = 0
        /// The last step that was evaluated.
        var evaluatedStep = 0
        /// How many passes the running sums of the log hold.
        var summedPasses = 0
        /// The best value of the objective, and the step after which it was found.
        var best: Best?
        /// Evaluations since then.
        var evaluationsSinceBest = 0
        /// How often the learning rate was halved on a plateau.
        var halvings = 0
        /// Evaluations without gain since the last halving.
        var evaluationsOnPlateau = 0

        struct Best: Codable, Equatable {
            var value: Double
            var step: Int
        }

        /// Takes note of an evaluation; returns whether it was the best so far.
        mutating func note(_ value: Double, for objective: Objective, _ schedule: LearningRateSchedule) -> Bool {
            if best.map({ objective.prefers(value, to: $0.value) }) ?? !value.isNaN {
                best = Best(value: value, step: step)
                evaluationsSinceBest = 0
                evaluationsOnPlateau = 0
                return true
            }
            evaluationsSinceBest += 1
            evaluationsOnPlateau += 1
            if case .halvingOnPlateau(let patience) = schedule.shape, evaluationsOnPlateau >= max(1, patience) {
                halvings += 1
                evaluationsOnPlateau = 0
            }
            return false
        }
    }

    /// What decides every number of a run: a checkpoint carries it, and only the same run may go on from it.
    struct Identity: Codable, Equatable {
        var task: [String: String]
        var settings: TrainingSettings
        var workers: Int

        /// The same with the shapes of what is learnt, which a task's own identity need not mention.
        func describing(_ tensors: NamedTensors...) -> Self {
            var described = self
            for (name, tensor) in tensors.joined() {
                described.task["\(name)'s shape"] = "\(tensor.shape) of \(tensor.dtype)"
            }
            return described
        }

        /// What differs, in words: `settings.batchSize is 16, expected 32`; empty where one may go on from the other.
        func differences(from expected: Self) throws -> [String] {
            let found = try Self.leaves(of: self)
            let expected = try Self.leaves(of: expected)
            return Set(found.keys).union(expected.keys).sorted().compactMap { path in
                let isFree = TrainingSettings.free.contains { path == "settings.\($0)" }
                guard !isFree, found[path] != expected[path] else { return nil }
                return "\(path) is \(found[path] ?? "not set"), expected \(expected[path] ?? "none")"
            }
        }

        /// Each number and word by its path in the JSON form: `settings.batchSize`, `task.data`.
        static func leaves(of identity: Self) throws -> [String: String] {
            let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(identity))
            var leaves: [String: String] = [:]
            func collect(_ value: Any, at path: String) {
                if let elements = value as? [Any] {
                    for (index, element) in elements.enumerated() { collect(element, at: "\(path)[\(index)]") }
                } else if let members = value as? [String: Any] {
                    if members.isEmpty { leaves[path] = "set" }
                    // `_0` is the only value of a case, which has no name.
                    for (name, member) in members {
                        collect(member, at: path.isEmpty ? name : name == "_0" ? path : "\(path).\(name)")
                    }
                } else {
                    leaves[path] = "\(value)"
                }
            }
            collect(object, at: "")
            return leaves
        }
    }
}

extension NamedTensors {
    /// The tensors of the same names in another list, which has them all.
    fileprivate func taking(from other: NamedTensors) -> NamedTensors { with(names.map { other[$0]! }) }
}
