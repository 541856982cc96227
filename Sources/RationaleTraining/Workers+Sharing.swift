package import Foundation
import RationaleCore
import RationaleTorch

extension Workers {
    /// What the first worker finds, on all of them; where it fails, all fail with its words.
    package func fromFirst(_ find: () throws -> Data) throws -> Data {
        guard count > 1 else { return try find() }
        var own = Message()
        var failure: (any Error)?
        if rank == 0 {
            do { own.content = try find() } catch {
                failure = error
                own.failure = Message.Failure(error)
            }
        }
        let bytes = [UInt8](try TrainingJSON.encoder.encode(own))
        let length = try broadcast([Tensor([Int64(bytes.count)], shape: [1])])[0].elements(as: Int64.self)[0]
        let given = rank == 0 ? Tensor(bytes, shape: [bytes.count]) : .zeros([Int(length)], dtype: .uint8)
        let found = try broadcast([given])[0].elements(as: UInt8.self)
        if let failure { throw failure }
        let message = try TrainingJSON.decoder.decode(Message.self, from: Data(found))
        if let failure = message.failure { throw failure.error }
        return message.content
    }

    /// What each worker found, merged in the order of their ranks: the same value on all of them, to the last bit.
    func merged<Metrics: MetricAccumulator>(_ own: Metrics) throws -> Metrics {
        guard count > 1 else { return own }
        let parts = try gathered(TrainingJSON.encoder.encode(own)).map {
            try TrainingJSON.decoder.decode(Metrics.self, from: $0)
        }
        return parts.dropFirst().reduce(into: parts[0]) { $0.merge($1) }
    }

    /// Each worker's bytes, by rank, on all of them.
    ///
    /// Each writes into a place of its own, and the others zeros. Six bytes make a whole number that a double holds with bits
    /// to spare, so a mean of them, multiplied by the count and rounded, is what was written.
    func gathered(_ own: Data) throws -> [Data] {
        func sum(_ numbers: [Double]) throws -> [Double] {
            try mean(of: [Tensor(numbers, shape: [numbers.count])])[0].elements(as: Double.self)
                .map { ($0 * Double(count)).rounded() }
        }
        let lengths = try sum((0..<count).map { $0 == rank ? Double(own.count) : 0 }).map { Int($0) }
        let places = lengths.map { ($0 + 5) / 6 }
        let start = places[..<rank].reduce(0, +)
        var numbers = [Double](repeating: 0, count: places.reduce(0, +))
        for (index, byte) in own.enumerated() {
            numbers[start + index / 6] += Double(UInt64(byte) << (UInt64(index % 6) * 8))
        }
        let all = try sum(numbers)
        var next = 0
        return zip(lengths, places).map { length, places in
            defer { next += places }
            return Data((0..<length).map { UInt8(UInt64(all[next + $0 / 6]) >> (UInt64($0 % 6) * 8) & 0xFF) })
        }
    }

    /// Makes sure that all learn the same.
    ///
    /// - Throws: `RationaleError.Code.usage`, on every worker; those that differ name what.
    func checkAllLearn(_ run: TrainingCheckpoint.Identity) throws {
        guard count > 1 else { return }
        let first = try fromFirst { try TrainingJSON.encoder.encode(run) }
        let differences = try run.differences(
            from: TrainingJSON.decoder.decode(TrainingCheckpoint.Identity.self, from: first))
        let others = try mean(of: [Tensor([differences.isEmpty ? 0 : 1] as [Double], shape: [1])])[0].item
        guard others > 0 else { return }
        let which = differences.isEmpty ? "another worker" : "worker \(rank)"
        let more = differences.count > 3 ? "; and \(differences.count - 3) more" : ""
        let named = differences.isEmpty ? "" : ": " + differences.prefix(3).joined(separator: "; ") + more
        throw RationaleError(
            .usage, "\(which) of \(count) was started to learn something else than worker 0\(named)",
            hint: "Start all processes with the same command.")
    }

    /// A checkpoint that the first worker finds, on all of them: only it needs to see the files.
    func checkpointFromFirst(_ find: () throws -> TrainingCheckpoint?) throws -> TrainingCheckpoint? {
        guard count > 1 else { return try find() }
        var own: TrainingCheckpoint?
        let description = try fromFirst {
            own = try find()
            return try TrainingJSON.encoder.encode(own.map(TrainingCheckpoint.Description.init))
        }
        let found = try TrainingJSON.decoder.decode(TrainingCheckpoint.Description?.self, from: description)
        guard let found else { return nil }
        let tensors = try broadcast(own?.tensors.map(\.tensor) ?? found.tensors.map(\.empty))
        return TrainingCheckpoint(
            identity: found.identity, state: found.state,
            tensors: zip(found.tensors, tensors).map { ($0.name, $1.copied) })
    }
}

/// What the first worker tells the others.
private struct Message: Codable {
    var content = Data()
    var failure: Failure?

    struct Failure: Codable {
        let code: RationaleError.Code
        let message: String
        let hint: String?

        init(_ error: any Error) {
            let error = error as? RationaleError
            code = error?.code ?? .unavailable
            message = error?.message ?? "worker 0 failed"
            hint = error?.hint
        }

        var error: RationaleError { RationaleError(code, message, hint: hint) }
    }
}

extension TrainingCheckpoint {
    /// A checkpoint without the elements of its tensors.
    fileprivate struct Description: Codable {
        let identity: Identity
        let state: State
        let tensors: [Form]

        struct Form: Codable {
            let name: String
            let shape: [Int]
            let dtype: Int32

            var empty: Tensor { .zeros(shape, dtype: DType(rawValue: dtype)!) }
        }

        init(_ checkpoint: TrainingCheckpoint) {
            identity = checkpoint.identity
            state = checkpoint.state
            tensors = checkpoint.tensors.map {
                Form(name: $0.name, shape: $0.tensor.shape, dtype: $0.tensor.dtype.rawValue)
            }
        }
    }
}
