import RationaleCore
import RationaleFiles
import RationaleMetrics

/// The folder of a comparison under way: its record, what is known of its samples, and its documents in the end.
///
/// ```
/// run.json            everything needed to repeat the run
/// results.sqlite      what was found, one row a sample
/// localization.json   what `--json` prints, without times
/// localization.md     the tables
/// ```
struct ComparisonFolder {
    private let folder: RunFolder
    private let run: ComparisonRun
    private let header: ComparisonHeader
    private var record: RunRecord

    /// Begins a comparison in a folder, or takes up the one that is there.
    ///
    /// - Throws: `usage` where the one that is there asked something else.
    init(_ place: OutputFolder, _ run: ComparisonRun, _ header: ComparisonHeader, _ model: RunRecord.Model) throws {
        // Processes that share the folder begin one after the other.
        let lock = try FolderLock(place.path)
        defer { withExtendedLifetime(lock) {} }
        folder = try RunFolder(place, existing: run.existing)
        self.run = run
        self.header = header
        let options = run.options
        try folder.record?.check(
            asksTheSameAs: (options.task, options.entries, model.files), free: RunRecord.freeOfEvaluate,
            folder: place.path)
        if folder.record != nil, let before = try? folder.results.comparison(), before.names != header.names {
            throw RationaleError(
                .usage,
                "\(place.path): the run is about \(before.samples) samples, and now there are \(header.samples), or others, "
                    + "so it cannot be continued", hint: "Name another folder.")
        }
        record = RunRecord(
            task: options.task, command: run.command, options: options.entries,
            engine: .here(device: run.device), started: Moment.now)
        record.model = model
        try folder.results.begin(header)
        try record.write(to: folder)
    }

    var results: ResultStore { folder.results }

    /// Judges, and writes the documents.
    ///
    /// Where several processes share the folder, the last of them finds everything and calls the run finished.
    mutating func finish(_ judge: () throws -> ComparisonReport) throws -> ComparisonResult {
        let timing: ComparisonTiming?
        do {
            timing = try judge().timing
        } catch let error as RationaleError where error.code == .interrupted {
            try end(.interrupted)
            throw error.with(hint: "What was finished is kept; --resume --output \(folder.path) continues.")
        } catch {
            folder.withdraw()
            throw error
        }
        let lock = try FolderLock(folder.path)
        defer { withExtendedLifetime(lock) {} }
        let isComplete = header.firstOpen(in: try folder.results.records()) == nil
        // With what others have found meanwhile.
        var result = try header.result(of: folder.results)
        result.report.timing = timing
        result.shard = isComplete ? nil : run.options.shard
        try result.write(to: folder)
        try end(isComplete ? .finished : .running)
        return result
    }

    private mutating func end(_ status: RunRecord.Status) throws {
        record.status = status
        record.finished = Moment.now
        try record.write(to: folder)
    }
}
