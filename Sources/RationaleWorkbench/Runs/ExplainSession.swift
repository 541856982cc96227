import RationaleAttribution
import RationaleCore
import RationaleFiles
import RationaleImaging
import RationaleNetworks
import RationaleReport
import RationaleText
import RationaleTorch

/// A run under way: which inputs and methods are done, and where their results are.
///
/// Of the inputs only the names stay in memory, and of the report its first ``reportedInputs``: what was found goes to
/// the run's folder chunk by chunk, so that memory does not grow with the number of inputs.
struct ExplainSession {
    let run: ExplainRun
    var classifier: Classifier
    /// The run's methods, with the statistics that they need.
    var methods: [any AttributionMethod]
    /// The layer that the first method needs that needs one: the pass that predicts keeps its activation.
    private(set) var observedLayer: LayerChoice?
    let folder: RunFolder
    let files: BackgroundValue<[FileIdentity]>
    var record: RunRecord
    /// The rows of the inputs, in their order.
    let places: [ResultStore.Place]
    /// The inputs that are still to be explained.
    private let open: [Int]
    /// What the network reads texts by; `nil` for pictures.
    let vocabulary: Vocabulary?
    var report: ReportWriter
    /// Which inputs are in the report already, by their positions.
    var isReported: Set<Int> = []
    /// What is found for the chunk that is worked on, by input.
    var results: [Int: InputResult] = [:]
    /// Its scores: `[class]` by input.
    var scores: [Int: [Float]] = [:]
    /// Its maps, by input and method.
    var attributions: [Int: [String: Attribution]] = [:]
    /// Their pictures.
    var pictures: [Int: [String: HeatmapPicture]] = [:]
    /// What is explained, by input.
    var targets: [Int: ExplainedTarget] = [:]
    /// Its photos as they are shown, by input.
    var photos: [Int: ShownPhoto] = [:]
    var failures = FailureCount()
    var wasInterrupted = false
    /// How many characters of path all inputs share: they would say nothing about any.
    let sharedPath: Int

    /// How many inputs a report shows: with a few methods, as much as a browser opens without delay. All are in the
    /// results.
    static let reportedInputs = 100

    /// Writes down what the run is, and lists its inputs.
    ///
    /// - Throws: `usage` where an earlier run in the folder asked something else.
    init(
        _ run: ExplainRun, classifier: Classifier, folder: RunFolder, files: BackgroundValue<[FileIdentity]>
    ) throws {
        self.run = run
        self.classifier = classifier
        methods = run.methods
        vocabulary = run.kind == .text ? try classifier.knownWords : nil
        self.folder = folder
        self.files = files
        report = try ReportWriter(title: "Rationale: \(classifier.name)")
        try folder.record?.check(asksTheSameAs: run, folder: folder)
        record = RunRecord(
            command: run.command, options: Dictionary(uniqueKeysWithValues: run.options.entries.map { ($0, $1) }),
            engine: .here(device: classifier.device), started: Moment.now)
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
            methods = try run.estimation.equipped(methods, for: classifier) { done, total in
                try event(.progress(done: done, total: total, doing: "estimation"))
            }
        }
        // A method that finds no layer says so itself, for each input.
        observedLayer = methods.lazy.compactMap { [classifier] in try? $0.observedLayer(in: classifier.network) }.first
        // Texts differ in length, and are explained without padding: one by one.
        let size = run.kind == .text ? 1 : try run.budget.chunk(of: classifier.network, limit: max(1, open.count))
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

    /// Explains some inputs and writes what was found, also where that was interrupted.
    private mutating func explain(
        _ chunk: [Int], before: Int, total: Int, report event: (ExplainRun.Event) throws -> Void
    ) throws {
        defer { (results, scores, attributions, pictures, targets, photos) = ([:], [:], [:], [:], [:], [:]) }
        var done = before
        func progress(_ method: String, _ count: Int) throws {
            done += count
            try event(.progress(done: min(done, total), total: total, doing: method))
        }
        // As they are before they are read: what changes meanwhile is explained again.
        let sizes = chunk.map { ResultStore.bytes(of: run.inputs[$0].file) }
        var interruption: RationaleError?
        do {
            switch run.kind {
            case .picture, .tensor: try explainBatch(chunk, progress: progress)
            case .text: for index in chunk { try explainText(index, progress: progress) }
            }
        } catch let error as RationaleError where error.code == .interrupted {
            interruption = error
        }
        for (index, size) in zip(chunk, sizes) {
            guard let result = results[index] else { continue }
            try folder.writeResult(result, to: places[index].folder)
            try folder.results.save(result, at: places[index], bytes: size)
            failures.count(result)
            try addToReport(result, at: index)
            try event(.finished(result))
        }
        if let interruption { throw interruption }
    }

    /// Puts what an earlier run found for an input in ``results``, if it is still good.
    mutating func restore(_ index: Int) throws {
        guard folder.record != nil else { return }
        let place = places[index]
        folder.removeUnfinished(in: place.folder)
        guard var found = try folder.results.earlier(run.inputs[index], at: place) else { return }
        if run.kind == .text {
            let document = try? InputResult(ofDocumentIn: "\(folder.path)/\(place.folder)")
            // Of a text, the values of the words are in the document alone: without them it is to be done again.
            found.explanations = found.explanations.compactMap { explanation in
                var explanation = explanation
                explanation.values = document?.explanations.first { $0.method == explanation.method }?.values
                return explanation.values == nil ? nil : explanation
            }
        }
        results[index] = found
    }
}

extension InputResult {
    /// An input that could not be explained.
    init(failed input: String, _ error: RationaleError) {
        self.init(input: input, predictions: [], explanations: [], error: Failure(error))
    }
}
