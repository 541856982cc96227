import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleReport
import RationaleTorch

/// A run under way: which inputs and methods are done, and where their results are.
struct ExplainSession {
    let run: ExplainRun
    var network: Network
    let folder: RunFolder
    let files: BackgroundValue<[FileIdentity]>
    var record: RunRecord
    /// In the order of the inputs; `nil` until it is begun.
    var results: [InputResult?]
    var report: ReportWriter
    /// Which inputs are in the report already.
    var isReported: Set<Int> = []
    /// The maps of the chunk that is worked on, by input and method.
    var attributions: [Int: [String: Attribution]] = [:]
    var wasInterrupted = false
    /// How many characters of path all inputs share: they would say nothing about any.
    let sharedPath: Int

    /// A photo and its place among the inputs.
    typealias Member = (index: Int, photo: Photo)

    init(
        _ run: ExplainRun, network: Network, folder: RunFolder, files: BackgroundValue<[FileIdentity]>
    ) throws {
        self.run = run
        self.network = network
        self.folder = folder
        self.files = files
        report = try ReportWriter(title: "Rationale: \(network.name)")
        let before = try folder.record.map { try ResumedRun($0, folder: folder, run: run) }
        var names = InputNames()
        for input in folder.record?.inputs ?? [] { names.reserve(input.folder) }
        var occurrence: [String: Int] = [:]
        var listed: [RunRecord.Input] = []
        results = []
        for input in run.inputs {
            let count = occurrence[input, default: 0]
            occurrence[input] = count + 1
            let known = before?.inputs[input].flatMap { $0.indices.contains(count) ? $0[count] : nil }
            listed.append(.init(input: input, folder: known?.folder ?? names.name(for: input), error: nil))
            results.append(known?.result)
        }
        let folders = Set(run.inputs.map { input in input.lastIndex(of: "/").map { input[...$0] } ?? "" })
        sharedPath = folders.count == 1 ? folders.first?.count ?? 0 : 0
        record = RunRecord(
            command: run.command, options: Dictionary(uniqueKeysWithValues: run.options.entries.map { ($0, $1) }),
            engine: .here(device: network.device), inputs: listed, started: Moment.now)
        // What a run that is killed was: enough to continue it.
        try record.write(to: folder)
    }

    /// Works through the inputs, as many at once as the memory allows.
    mutating func run(report event: (ExplainRun.Event) throws -> Void) throws {
        let open = run.inputs.indices.filter { !isDone($0) }
        let size = try run.budget.chunk(of: network, limit: max(1, open.count))
        let total = run.inputs.count * run.methods.count
        for start in stride(from: 0, to: open.count, by: size) {
            let chunk = Array(open[start..<min(start + size, open.count)])
            let before = total - (open.count - start) * run.methods.count
            try event(.progress(done: before, total: total, doing: run.inputs[chunk[0]]))
            do {
                try explain(chunk, before: before, total: total, report: event)
            } catch let error as RationaleError where error.code == .interrupted {
                wasInterrupted = true
            }
            if wasInterrupted { return }
        }
    }

    /// Reads photos, explains them and writes what was found, also where that was interrupted.
    private mutating func explain(
        _ chunk: [Int], before: Int, total: Int, report event: (ExplainRun.Event) throws -> Void
    ) throws {
        var photos: [Member] = []
        for index in chunk {
            try Cancellation.check()
            do {
                photos.append((index, try Photo(run.inputs[index], for: network.preprocessing)))
            } catch {
                results[index] = InputResult(failed: run.inputs[index], error)
            }
        }
        var interruption: RationaleError?
        var done = before
        do {
            // Photos without a resize step keep their sizes; those of one size go together.
            for group in Dictionary(grouping: photos, by: { [$0.photo.height, $0.photo.width] }).values
                .sorted(by: { $0[0].index < $1[0].index })
            {
                try explain(group) { method, count in
                    done += count
                    try event(.progress(done: min(done, total), total: total, doing: method))
                }
            }
        } catch let error as RationaleError where error.code == .interrupted {
            interruption = error
        }
        let members = Dictionary(uniqueKeysWithValues: photos.map { ($0.index, $0.photo) })
        for index in chunk {
            guard let result = results[index] else { continue }
            try folder.writeResult(result, to: record.inputs[index].folder)
            record.inputs[index].error = result.error
            try addToReport(index, members[index].map { ($0, attributions[index] ?? [:]) })
            try event(.finished(result))
        }
        attributions = [:]
        if let interruption { throw interruption }
    }

    /// Whether all methods are through with an input.
    private func isDone(_ index: Int) -> Bool {
        guard let result = results[index] else { return false }
        let names = Set(result.explanations.map(\.method))
        return result.error == nil && run.methods.allSatisfy { names.contains(type(of: $0).identifier) }
    }
}

extension InputResult {
    /// An input that could not be explained.
    init(failed input: String, _ error: RationaleError) {
        self.init(input: input, predictions: [], explanations: [], error: Failure(error))
    }
}
