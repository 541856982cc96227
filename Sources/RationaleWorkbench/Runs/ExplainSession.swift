import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleReport
import RationaleTorch

/// A run under way: which inputs and methods are done, and where their results are.
///
/// Of the inputs only the names stay in memory, and of the report its first ``reportedInputs``: what was found goes to
/// the run's folder chunk by chunk, so that memory does not grow with the number of inputs.
struct ExplainSession {
    let run: ExplainRun
    var network: Network
    /// The run's methods, with the statistics that they need.
    var methods: [any AttributionMethod]
    let folder: RunFolder
    let files: BackgroundValue<[FileIdentity]>
    var record: RunRecord
    /// The rows of the inputs, in their order.
    let places: [ResultStore.Place]
    /// The inputs that are still to be explained.
    private let open: [Int]
    var report: ReportWriter
    /// Which inputs are in the report already, by their positions.
    var isReported: Set<Int> = []
    /// What is found for the chunk that is worked on, by input.
    var results: [Int: InputResult] = [:]
    /// Its scores: `[class]` by input.
    var scores: [Int: [Float]] = [:]
    /// Its maps, by input and method.
    var attributions: [Int: [String: Attribution]] = [:]
    var failures = FailureCount()
    var wasInterrupted = false
    /// How many characters of path all inputs share: they would say nothing about any.
    let sharedPath: Int

    /// How many inputs a report shows: with a few methods, as much as a browser opens without delay. All are in the
    /// results.
    static let reportedInputs = 100

    /// A photo and its place among the inputs.
    typealias Member = (index: Int, photo: Photo)

    /// Writes down what the run is, and lists its inputs.
    ///
    /// - Throws: `usage` where an earlier run in the folder asked something else.
    init(
        _ run: ExplainRun, network: Network, folder: RunFolder, files: BackgroundValue<[FileIdentity]>
    ) throws {
        self.run = run
        self.network = network
        methods = run.methods
        self.folder = folder
        self.files = files
        report = try ReportWriter(title: "Rationale: \(network.name)")
        try folder.record?.check(asksTheSameAs: run, folder: folder)
        record = RunRecord(
            command: run.command, options: Dictionary(uniqueKeysWithValues: run.options.entries.map { ($0, $1) }),
            engine: .here(device: network.device), started: Moment.now)
        record.model = folder.record?.model
        try folder.results.enroll(run.list)
        // What a run that is killed was: enough to continue it.
        try record.write(to: folder)
        let rows = try folder.results.places(of: run.inputs, methods: run.methods.map { type(of: $0).identifier })
        places = rows.map(\.place)
        open = rows.indices.filter { !rows[$0].isDone }
        for _ in 0..<rows.count - open.count { failures.countSuccess() }
        let names = run.list.inputs.map(\.file)
        let folders = Set(names.map { input in input.lastIndex(of: "/").map { input[...$0] } ?? "" })
        sharedPath = folders.count == 1 ? folders.first?.count ?? 0 : 0
    }

    /// Works through the inputs, as many at once as the memory allows.
    mutating func run(report event: (ExplainRun.Event) throws -> Void) throws {
        if !open.isEmpty {
            methods = try run.estimation.equipped(methods, for: network) { done, total in
                try event(.progress(done: done, total: total, doing: "estimation"))
            }
        }
        let size = try run.budget.chunk(of: network, limit: max(1, open.count))
        let total = run.inputs.count * run.methods.count
        for start in stride(from: 0, to: open.count, by: size) {
            let chunk = Array(open[start..<min(start + size, open.count)])
            let before = total - (open.count - start) * run.methods.count
            try event(.progress(done: before, total: total, doing: run.inputs[chunk[0]].file))
            do {
                try explain(chunk, before: before, total: total, report: event)
            } catch let error as RationaleError where error.code == .interrupted {
                wasInterrupted = true
            }
            if wasInterrupted { return }
            if record.model == nil, start + size < open.count {
                // Who continues a run that was killed is to know whether the model is the same.
                record.model = try modelRecord()
                try record.write(to: folder)
            }
        }
    }

    /// Reads photos, explains them and writes what was found, also where that was interrupted.
    private mutating func explain(
        _ chunk: [Int], before: Int, total: Int, report event: (ExplainRun.Event) throws -> Void
    ) throws {
        defer { (results, scores, attributions) = ([:], [:], [:]) }
        let (photos, sizes) = try read(chunk)
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
            try folder.writeResult(result, to: places[index].folder)
            try folder.results.save(result, at: places[index], bytes: sizes[index])
            failures.count(result)
            try addToReport(result, at: index, members[index].map { ($0, attributions[index] ?? [:]) })
            try event(.finished(result))
        }
        if let interruption { throw interruption }
    }

    /// Reads the photos of a chunk, and what an earlier run found for them.
    ///
    /// - Returns: those that could be read, and the sizes of all files.
    private mutating func read(_ chunk: [Int]) throws -> (photos: [Member], sizes: [Int: Int]) {
        var photos: [Member] = []
        var sizes: [Int: Int] = [:]
        for index in chunk {
            try Cancellation.check()
            let input = run.inputs[index]
            if folder.record != nil {
                folder.removeUnfinished(in: places[index].folder)
                results[index] = try folder.results.earlier(input, at: places[index])
            }
            sizes[index] = ResultStore.bytes(of: input.file)
            do {
                photos.append((index, try Photo(input.file, for: network.preprocessing)))
            } catch {
                results[index] = InputResult(failed: input.file, error)
            }
        }
        return (photos, sizes)
    }
}

extension InputResult {
    /// An input that could not be explained.
    init(failed input: String, _ error: RationaleError) {
        self.init(input: input, predictions: [], explanations: [], error: Failure(error))
    }
}
