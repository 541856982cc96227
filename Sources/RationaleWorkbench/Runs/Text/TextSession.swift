import Foundation
import RationaleAttribution
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleReport
import RationaleTorch

/// A run over texts under way. Each is explained by itself, without padding.
struct TextSession {
    let run: ExplainRun
    var network: Network
    let folder: RunFolder
    let files: BackgroundValue<[FileIdentity]>
    var record: RunRecord
    /// The rows of the inputs, in their order.
    let places: [ResultStore.Place]
    private let isDone: [Bool]
    /// What was found by this process or before, by input.
    var results: [Int: InputResult] = [:]
    var failures = FailureCount()
    var report: ReportWriter
    private let vocabulary: Vocabulary
    /// Those of the run, with the statistics that they need.
    private var methods: [any AttributionMethod]
    var wasInterrupted = false

    init(
        _ run: ExplainRun, network: Network, folder: RunFolder, files: BackgroundValue<[FileIdentity]>
    ) throws {
        self.run = run
        self.network = network
        self.folder = folder
        self.files = files
        vocabulary = try network.knownWords
        methods = run.methods
        report = try ReportWriter(title: "Rationale: \(network.name)")
        try folder.record?.check(asksTheSameAs: run, folder: folder)
        record = RunRecord(
            command: run.command, options: Dictionary(uniqueKeysWithValues: run.options.entries.map { ($0, $1) }),
            engine: .here(device: network.device), started: Moment.now)
        try folder.results.enroll(run.list)
        let rows = try folder.results.places(of: run.inputs, methods: run.methods.map { type(of: $0).identifier })
        places = rows.map(\.place)
        isDone = rows.map(\.isDone)
        // What a run that is killed was: enough to continue it.
        try record.write(to: folder)
    }

    /// Works through the texts.
    mutating func run(report event: (ExplainRun.Event) throws -> Void) throws {
        let each = run.methods.count
        let total = run.inputs.count * each
        if isDone.contains(false) {
            methods = try run.estimation.equipped(methods, for: network) {
                try event(.progress(done: $0, total: $1, doing: "estimation"))
            }
        }
        for index in run.inputs.indices {
            if folder.record != nil,
                let found = try? InputResult(ofDocumentIn: "\(folder.path)/\(places[index].folder)"),
                found.error == nil
            {
                results[index] = found
            }
            if isDone[index], let result = results[index] {
                failures.count(result)
                try event(.finished(result))
                continue
            }
            do {
                try Cancellation.check()
                try explain(index) { done, doing in
                    try event(.progress(done: index * each + done, total: total, doing: doing))
                }
            } catch let error as RationaleError where error.code == .interrupted {
                wasInterrupted = true
            }
            if let result = results[index] {
                try folder.writeResult(result, to: places[index].folder)
                try folder.results.save(result, at: places[index], bytes: ResultStore.bytes(of: result.input))
                failures.count(result)
                try event(.finished(result))
            }
            if wasInterrupted { return }
        }
    }

    /// Explains a text by every method that has not done so.
    private mutating func explain(_ index: Int, progress: (Int, String) throws -> Void) throws {
        guard let text = try read(index) else { return }
        for (number, method) in methods.enumerated() {
            let name = type(of: method).identifier
            try progress(number, name)
            let isDone = results[index]?.explanations.contains { $0.method == name } ?? false
            if !isDone { try apply(method, to: text, index) }
        }
    }

    /// Reads a text and notes what the network says of it.
    ///
    /// - Returns: `nil` where that cannot be; the result then says why.
    private mutating func read(_ index: Int) throws -> TokenizedText? {
        let input = run.inputs[index].file
        do {
            let text = try TextInputs.text(of: input, isFile: run.isFile(index), by: vocabulary)
            let logits = try logits(of: text)
            try network.nameClasses(logits.count, from: run.options.labels)
            let predictions = Prediction.top(
                run.options.topK ?? ExplainRun.standardTopK, of: logits, labels: network.labels)
            results[index] = InputResult(
                input: input, predictions: predictions, explanations: results[index]?.explanations ?? [],
                words: text.words, unknownWords: text.unknownWords)
            return text
        } catch let error as RationaleError {
            // What makes no sense is the request's fault, not the text's.
            if error.code == .usage || error.code == .interrupted { throw error }
            results[index] = InputResult(failed: input, error)
            return nil
        }
    }

    /// The network's scores for a text.
    ///
    /// - Throws: `usage` for a target that it does not have, `badData` where scores are no finite numbers.
    private func logits(of text: TokenizedText) throws -> [Float] {
        let logits = try withoutGradient { try network.logits(network.tokens(of: text)) }
        guard logits.isFinite else {
            throw RationaleError(.badData, "the scores of \(network.name) are not finite numbers")
        }
        _ = try Target.resolve([run.target], logits: logits, in: network)
        return logits.floats
    }

    private mutating func apply(_ method: any AttributionMethod, to text: TokenizedText, _ index: Int) throws {
        let clock = ContinuousClock()
        let start = clock.now
        do {
            let attribution = try method.attribute(text, target: run.target, in: network, budget: run.budget)
            try network.device.synchronize()
            try keep(attribution, seconds: (clock.now - start) / .seconds(1), of: index)
        } catch {
            let error = RationaleError(describing: error)
            // The only method that was asked for, on a request that makes no sense: nothing will come of the rest.
            if error.code == .interrupted || run.methods.count == 1 && error.code == .usage { throw error }
            results[index]?.replace(
                ExplanationResult(
                    failed: method, target: run.target, error, seconds: (clock.now - start) / .seconds(1)))
        }
    }

    /// Writes a map as numbers and as a text in colours.
    private mutating func keep(_ attribution: Attribution, seconds: Double, of index: Int) throws {
        let place = "\(places[index].folder)/\(attribution.method)"
        try OutputFolder.make("\(folder.path)/\(places[index].folder)")
        try MapFile.write(attribution, to: "\(folder.path)/\(place).safetensors")
        var overlay: String?
        if let text = try? HighlightedText(attribution, colorMap: run.colorMap) {
            let label = attribution.target.label ?? "class \(attribution.target.index)"
            let title = "\(MethodSelection.title(of: attribution.method)) · \(label)"
            let svg = try text.drawing(title: title).svg(
                title: "\(title): \(text.words.map(\.text).joined(separator: " "))")
            try folder.write(Array(svg.utf8), to: "\(place).svg")
            overlay = "\(folder.path)/\(place).svg"
        }
        var result = ExplanationResult(
            method: attribution.method, layer: attribution.layer, target: attribution.target,
            map: "\(folder.path)/\(place).safetensors", overlay: overlay, unit: attribution.unit,
            seed: attribution.seed, seconds: seconds, warnings: attribution.warnings)
        result.values = attribution.map.values
        results[index]?.replace(result)
    }
}

extension ExplainRun {
    /// Whether an input is a file, rather than a text itself.
    func isFile(_ index: Int) -> Bool { inputs[index].position >= options.text.count }
}
