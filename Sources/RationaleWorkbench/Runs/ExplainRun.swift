public import RationaleAttribution
public import RationaleCore
import RationaleFiles
import RationaleImaging
public import RationaleNetworks
import RationaleTorch

/// A run of `explain`: inputs through a network, by several methods, into a folder.
///
/// Everything that can be wrong with the request is found before the first input is read.
public struct ExplainRun: Sendable {
    public let request: SessionRequest
    /// The command as it was typed, for the record.
    public let command: [String]
    public let existing: ExistingOutput

    /// Everything that was named, also what belongs to other shards.
    let list: InputList
    /// What this process explains.
    let inputs: [InputList.Input]
    /// Told how far a method is that takes long.
    public var methodProgress = MethodProgress.silent
    let colorMap: ColorMap?
    /// Whether others have explained everything, and only the report is still to be written.
    var isJoined = false

    var options: ExplainOptions { request.options }
    var kind: InputKind { request.kind }

    /// Checks a request.
    ///
    /// - Throws: `RationaleError`: `usage` for what makes no sense, `missingInput` where no input exists, `unavailable`
    ///   for a device that is not here.
    public init(_ options: ExplainOptions, command: [String], existing: ExistingOutput = .refuse) throws {
        let kind = try InputKind(of: options)
        request = try SessionRequest(options, explaining: kind)
        colorMap = try options.cmap.map { name throws(RationaleError) in try ColorMap(named: name) }
        let shard = try options.shard.map { text throws(RationaleError) in try Shard(text) }
        list = try InputList(options.input, of: kind, after: options.text)
        inputs = list.inputs.filter { shard?.contains($0.name) ?? true }
        self.command = command
        self.existing = existing
    }

    /// What happens while a run is under way.
    public enum Event: Sendable {
        /// The network is read.
        case loaded(Classifier)
        /// So many pairs of an input and a method are done.
        case progress(done: Int, total: Int, doing: String)
        /// All methods are through with an input.
        case finished(Explanation)
    }

    /// Explains every input with every method and writes the folder.
    ///
    /// A photo that cannot be read is recorded and passed over, and so is a method that does not suit the network where
    /// there are others.
    /// - Parameters:
    ///   - isCancelled: asked before each pass through the network; what is finished by then is kept and reported.
    ///   - report: called on this thread.
    /// - Throws: `RationaleError`: `usage` for a layer or class that the network does not have, and what is wrong with
    ///   the model's files; `cannotWrite`.
    /// - Complexity: per chunk of inputs one forward pass for the predictions, and what each method says.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false }, report: (Event) throws -> Void = { _ in }
    ) throws -> ExplainResult {
        let threads = options.threads ?? LibTorch.threads
        // Preparing weights is short loops over memory, at which threads mostly wait for each other.
        LibTorch.setThreads(1)
        let files = BackgroundValue { [source = request.source] in try source.files.map(FileIdentity.init(ofFileAt:)) }
        defer { LibTorch.setThreads(threads) }
        var session = try Session(request)
        session.methodProgress = methodProgress
        session.classifier.notes += list.notes
        LibTorch.setThreads(threads)
        try report(.loaded(session.classifier))

        let place = try RunFolder.place(options.output)
        // Processes that share the folder begin one after the other.
        var lock: FolderLock? = try FolderLock(place.path)
        let folder = try RunFolder(place, existing: existing)
        defer { folder.results.close() }
        do {
            var job = try ExplainJob(self, session, folder: folder, files: files)
            withExtendedLifetime(lock) {}
            lock = nil
            try Cancellation.whenever(isCancelled) { try job.run(report: report) }
            return try job.finish()
        } catch {
            lock = nil
            folder.withdraw()
            throw error
        }
    }
}
