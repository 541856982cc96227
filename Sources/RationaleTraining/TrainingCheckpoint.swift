import Foundation
import RationaleCore
import RationaleNetworks
import RationaleTorch
import RationaleFiles

/// A run after some step, complete: whoever goes on from it computes what an undisturbed run computes, bit for bit.
///
/// In the file the tensors are `parameters/NAME`, `statistics/NAME`, `optimizer/STATE/NAME`, `average/NAME` and
/// `sums/METRIC`; the metadata holds the format's version, the run's identity, its state and a checksum.
struct TrainingCheckpoint {
    var identity: RunIdentity
    var state: TrainingState
    var parameters: [String: Tensor]
    var statistics: [String: Tensor]
    /// The running mean of the parameters, where there is one.
    var average: [String: Tensor]
    /// By the name of the parameter.
    var optimizer: [String: [String: Tensor]]
    /// Sums of the log since its last line.
    var sums: [String: Tensor]

    static let lastName = "last.safetensors"
    static let bestName = "best.safetensors"
    private static let format = "rationale training checkpoint, version 2"

    /// What is evaluated and returned.
    var weights: TrainingResult.Weights {
        .init(step: state.step, parameters: average.isEmpty ? parameters : average, statistics: statistics)
    }

    var tensors: [(name: String, tensor: Tensor)] {
        func named(_ part: String, _ tensors: [String: Tensor]) -> [(name: String, tensor: Tensor)] {
            tensors.map { ("\(part)/\($0.key)", $0.value) }
        }
        let kept = optimizer.flatMap { name, state in state.map { ("optimizer/\($0.key)/\(name)", $0.value) } }
        return
            (named("parameters", parameters) + named("statistics", statistics) + named("average", average) + kept
            + named("sums", sums)).sorted { $0.name < $1.name }
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
        let hint = "Move it away to go on from the other checkpoint of the folder, or to begin anew."
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
        let decoder = TrainingJSON.decoder
        guard
            let identity = try? decoder.decode(RunIdentity.self, from: Data((file.metadata["run"] ?? "").utf8)),
            let state = try? decoder.decode(TrainingState.self, from: Data((file.metadata["state"] ?? "").utf8))
        else { throw RationaleError(.badData, "\(path): the settings in it cannot be read", hint: hint) }
        // Copies: the file may be replaced while its tensors are in use.
        let tensors = try stored.map { name, tensor in (name, try Tensor(tensor).copied) }
        self.init(identity: identity, state: state, tensors: tensors)
    }

    /// From tensors by the names that they have in the file; others are left out.
    init(identity: RunIdentity, state: TrainingState, tensors: [(name: String, tensor: Tensor)]) {
        self.identity = identity
        self.state = state
        (parameters, statistics, average, sums, optimizer) = ([:], [:], [:], [:], [:])
        for (name, tensor) in tensors {
            let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { continue }
            switch parts[0] {
            case "parameters": parameters[parts[1]] = tensor
            case "statistics": statistics[parts[1]] = tensor
            case "average": average[parts[1]] = tensor
            case "sums": sums[parts[1]] = tensor
            default:
                let inner = parts[1].split(separator: "/", maxSplits: 1).map(String.init)
                if inner.count == 2 { optimizer[inner[1], default: [:]][inner[0]] = tensor }
            }
        }
    }

    init(
        identity: RunIdentity, state: TrainingState, parameters: [String: Tensor], statistics: [String: Tensor],
        average: [String: Tensor], optimizer: [String: [String: Tensor]], sums: [String: Tensor]
    ) {
        self.identity = identity
        self.state = state
        self.parameters = parameters
        self.statistics = statistics
        self.average = average
        self.optimizer = optimizer
        self.sums = sums
    }
}
