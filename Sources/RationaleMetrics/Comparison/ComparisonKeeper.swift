import Synchronization

/// Where a comparison keeps what it has found, sample by sample, so that it can be stopped and continued.
///
/// A comparison reads what is there before it begins, and asks for nothing twice. Its report is made from what is kept
/// (``ComparisonReport/init(_:methods:classes:bootstrap:)``), wherever that was computed.
public protocol ComparisonKeeper: Sendable {
    /// What is known of a sample; `nil` for one that is still to be judged.
    func record(of index: Int) throws -> SampleRecord?
    /// Everything that is known, by the numbers of the samples.
    func records() throws -> [Int: SampleRecord]
    /// Keeps what was found of a sample: all of it, or nothing.
    ///
    /// - Parameters:
    ///   - record: what was found.
    ///   - index: the sample's number.
    ///   - measures: what was measured, in the order of tables.
    func keep(_ record: SampleRecord, of index: Int, measures: [Measure]) throws
    /// Everything that was measured: first what the first sample has, in its order, then what later ones add.
    func measures() throws -> [Measure]
    /// Keeps why a method cannot explain this network.
    ///
    /// - Parameters:
    ///   - failure: the method, and why.
    ///   - group: the number of the group at which it failed; of several failures of a method, the first counts.
    func keep(_ failure: TruthReport.Failure, at group: Int) throws
    /// Methods that failed, in the order in which they did.
    func failures() throws -> [TruthReport.Failure]
}

/// Keeps what a comparison finds in memory.
public final class ComparisonMemory: ComparisonKeeper {
    private struct State {
        var records: [Int: SampleRecord] = [:]
        var measures: [String: (measure: Measure, sample: Int, place: Int)] = [:]
        var failures: [String: (failure: TruthReport.Failure, group: Int)] = [:]
    }

    private let state = Mutex(State())

    /// Nothing is known.
    public init() {}

    public func record(of index: Int) -> SampleRecord? { state.withLock { $0.records[index] } }

    public func records() -> [Int: SampleRecord] { state.withLock { $0.records } }

    public func keep(_ record: SampleRecord, of index: Int, measures: [Measure]) {
        state.withLock { state in
            state.records[index] = record
            for (place, measure) in measures.enumerated() where index < state.measures[measure.name]?.sample ?? .max {
                state.measures[measure.name] = (measure, index, place)
            }
        }
    }

    public func measures() -> [Measure] {
        state.withLock { state in
            state.measures.values.sorted { ($0.sample, $0.place) < ($1.sample, $1.place) }.map(\.measure)
        }
    }

    public func keep(_ failure: TruthReport.Failure, at group: Int) {
        state.withLock { state in
            if group < state.failures[failure.method]?.group ?? .max {
                state.failures[failure.method] = (failure, group)
            }
        }
    }

    public func failures() -> [TruthReport.Failure] {
        state.withLock { state in
            state.failures.values.sorted { ($0.group, $0.failure.method) < ($1.group, $1.failure.method) }.map(
                \.failure)
        }
    }
}
