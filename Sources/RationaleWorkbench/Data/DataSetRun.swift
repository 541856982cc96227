import Foundation
public import RationaleAviary
public import RationaleCore
import RationaleFiles
import RationaleImaging

/// Draws birds and writes them as a data set, on all cores.
///
/// Each file appears whole or not at all. What was interrupted or killed is continued by resuming it; the result is
/// then the same as that of an undisturbed run, byte for byte.
public struct DataSetRun: Sendable {
    /// What came of it.
    public struct Result: Codable, Sendable {
        public let output: String
        public let format: DataSetFormat
        /// Pictures for training, of those that are written.
        public let train: Int
        /// Pictures for validation, of those that are written.
        public let val: Int
        public let species: Int
        public let seconds: Double
        public let wasInterrupted: Bool
    }

    public let options: DataSetOptions
    public let output: String
    private let command: [String]
    private let existing: ExistingOutput
    private let aviary: Aviary
    private let plan: DataSetPlan

    /// Checks what is asked; nothing is written yet.
    ///
    /// - Parameters:
    ///   - options: which pictures.
    ///   - output: the folder.
    ///   - command: as it was typed, for the record.
    ///   - existing: what to do about a data set that is there.
    /// - Throws: `usage`, naming the option and its range.
    public init(_ options: DataSetOptions, output: String, command: [String], existing: ExistingOutput = .refuse)
        throws(RationaleError)
    {
        try options.check()
        self.options = options
        self.output = output
        self.command = command
        self.existing = existing
        aviary = try options.aviary()
        plan = DataSetPlan(options, species: aviary.species.map(\.name))
    }

    /// Draws and writes.
    ///
    /// - Parameters:
    ///   - isCancelled: asked after every few pictures.
    ///   - report: told how many pictures are done, of how many.
    /// - Throws: `cannotWrite`, naming the file and why; what was written before stays and can be resumed.
    public func run(
        isCancelled: () -> Bool = { false }, report: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> Result {
        try write(options.format.layout, isCancelled: isCancelled, report: report)
    }

    private func write<Layout: DataSetLayout>(
        _ layout: Layout, isCancelled: () -> Bool, report: (Int, Int) -> Void
    ) throws -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        var record = DataSetRecord(status: .running, command: command, options: options, plan: plan)
        let folder = try DataSetFolder(output, existing: existing, record: record)
        do { try record.write(to: folder.path) } catch {
            folder.withdraw()
            throw error
        }
        try folder.makeFolders(of: record)

        var entries: [Layout.Entry] = []
        var done = 0
        // Long enough that the cores seldom wait for each other, short enough to stop soon.
        let perCore = max(1, min(16, (1 << 22) / (options.side * options.side)))
        let portion = perCore * ProcessInfo.processInfo.activeProcessorCount
        while done < plan.items.count, !isCancelled() {
            let items = plan.items[done..<min(done + portion, plan.items.count)]
            entries += try draw(Array(items), layout, into: folder)
            done += items.count
            report(done, plan.items.count)
        }
        let isFinished = done == plan.items.count
        if isFinished {
            for file in try layout.lists(of: entries, in: plan, options: options) { try write(file, into: folder) }
            record.status = .finished
            try record.write(to: folder.path)
        }
        let train = plan.items.prefix(done).count { $0.isTraining }
        return Result(
            output: folder.path, format: options.format, train: train, val: done - train, species: plan.species.count,
            seconds: (clock.now - start) / .seconds(1), wasInterrupted: !isFinished)
    }

    /// Some pictures at a time; the lists' entries, where there are lists.
    private func draw<Layout: DataSetLayout>(
        _ items: [DataSetItem], _ layout: Layout, into folder: DataSetFolder
    ) throws -> [Layout.Entry] {
        try items.concurrentMap { item in Swift.Result { try draw(item, layout, into: folder) } }
            .compactMap { try $0.get() }
    }

    private func draw<Layout: DataSetLayout>(
        _ item: DataSetItem, _ layout: Layout, into folder: DataSetFolder
    ) throws -> Layout.Entry? {
        let isThere = layout.paths(of: item, in: plan).allSatisfy(folder.has)
        if isThere, !layout.needsEntries { return nil }
        let scene = options.scene(of: item, in: aviary)
        let picture = DataSetPicture(item: item, name: plan.name(of: item), scene: scene, side: options.side)
        if !isThere {
            for file in try layout.files(of: picture, in: plan) { try write(file, into: folder) }
        }
        return layout.needsEntries ? layout.entry(of: picture, in: plan) : nil
    }

    private func write(_ file: DataSetFile, into folder: DataSetFolder) throws(RationaleError) {
        try AtomicFile.replaceContents(of: URL(fileURLWithPath: "\(folder.path)/\(file.path)"), with: file.bytes)
    }
}
