import RationaleAttribution
import RationaleCore
import RationaleFiles
import RationaleImaging
import RationaleNetworks
import RationaleReport
import RationaleTorch

/// A run under way: which inputs and methods are done, and where their results are.
///
/// Of the inputs only the names stay in memory, and of the report its first ``reportedInputs``: what was found goes to
/// the run's folder chunk by chunk, so that memory does not grow with the number of inputs.
struct ExplainJob {
    let run: ExplainRun
    var session: Session
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
    var failures = FailureCount()
    private(set) var wasInterrupted = false
    /// How many characters of path all inputs share: they would say nothing about any.
    let sharedPath: Int

    /// How many inputs a report shows: with a few methods, as much as a browser opens without delay. All are in the
    /// results.
    static let reportedInputs = 100

    /// Writes down what the run is, and lists its inputs.
    ///
    /// - Throws: `usage` where an earlier run in the folder asked something else.
    init(
        _ run: ExplainRun, _ session: Session, folder: RunFolder, files: BackgroundValue<[FileIdentity]>
    ) throws {
        self.run = run
        self.session = session
        self.folder = folder
        self.files = files
        report = try ReportWriter(title: "Rationale: \(session.classifier.name)", colorMap: run.colorMap)
        let options = Dictionary(uniqueKeysWithValues: run.options.entries.map { ($0, $1) })
        try folder.record?.check(
            asksTheSameAs: (nil, options, try run.request.source.files.map(FileIdentity.init(ofFileAt:))),
            free: RunRecord.freeOfExplain, folder: folder.path)
        record = RunRecord(
            command: run.command, options: options,
            engine: .here(device: session.classifier.device), started: Moment.now)
        record.model = folder.record?.model
        try folder.results.enroll(run.list)
        // What a run that is killed was: enough to continue it.
        try record.write(to: folder)
        let rows = try folder.results.places(
            of: run.inputs, methods: session.methods.map { type(of: $0).identifier })
        places = rows.map(\.place)
        open = run.isJoined ? [] : rows.indices.filter { !rows[$0].isDone }
        for _ in 0..<rows.count - open.count { failures.countSuccess() }
        let names = run.list.inputs.map(\.file)
        let folders = Set(names.map { input in input.lastIndex(of: "/").map { input[...$0] } ?? "" })
        sharedPath = folders.count == 1 ? folders.first?.count ?? 0 : 0
    }

    /// Works through the inputs, as many at once as the memory allows.
    mutating func run(report event: (ExplainRun.Event) throws -> Void) throws {
        if !open.isEmpty {
            try session.estimate { done, total in
                try event(.progress(done: done, total: total, doing: "estimation"))
            }
        }
        let size = try session.chunk(limit: open.count)
        let total = run.inputs.count * session.methods.count
        for start in stride(from: 0, to: open.count, by: size) {
            let chunk = Array(open[start..<min(start + size, open.count)])
            var done = total - (open.count - start) * session.methods.count
            func progress(_ doing: String) throws {
                try event(.progress(done: min(done, total), total: total, doing: doing))
            }
            try progress(run.inputs[chunk[0]].file)
            // As they are before they are read: what changes meanwhile is explained again.
            let sizes = chunk.map { ResultStore.bytes(of: run.inputs[$0].file) }
            let asked = try chunk.map(input)
            var kept = KeptChunk(folder, places: chunk.map { places[$0].folder }, colorMap: run.colorMap)
            let answers: [Int: SessionAnswer]
            // A map is written as soon as it is there: who waits for a slow method can look at it.
            (answers, wasInterrupted) = try session.answers(about: asked) { state in
                try kept.keep(state.answers)
                done += state.count
                try progress(state.method)
            }
            try kept.keep(answers)
            for (position, index) in chunk.enumerated() {
                guard let answer = answers[position], let maps = kept.maps[position] else { continue }
                try event(.finished(keep(answer, maps, of: index, bytes: sizes[position])))
            }
            if wasInterrupted { return }
            if record.model == nil, start + size < open.count {
                // Who continues a run that was killed is to know whether the model is the same.
                record.model = try modelRecord()
                try record.write(to: folder)
            }
        }
    }

    /// An input, and what an earlier run found that is still good.
    private func input(_ index: Int) throws -> SessionInput {
        let listed = run.inputs[index]
        var known: [Finding] = []
        if folder.record != nil {
            folder.removeUnfinished(in: places[index].folder)
            known = try folder.results.earlier(listed, at: places[index])?.findings ?? []
        }
        return SessionInput(listed.isWritten ? .text(listed.file) : .file(listed.file), known: known)
    }

    /// Writes what was found for an input: its document, its row, its part of the report.
    ///
    /// - Parameter bytes: of its file, before it was read.
    /// - Returns: with the paths of the files as a caller finds them.
    private mutating func keep(
        _ answer: SessionAnswer, _ maps: KeptMaps, of index: Int, bytes: Int?
    ) throws -> Explanation {
        let explanation = maps.named(in: answer.explanation)
        try folder.keep(explanation, at: places[index], bytes: bytes)
        failures.count(explanation)
        try addToReport(
            explanation, of: run.inputs[index], answer.photo, maps: answer.attributions.mapValues(\.map),
            maps.pictures)
        return explanation.located(in: folder.path)
    }
}
