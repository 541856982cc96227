import Foundation
public import RationaleCore
import RationaleFiles
import RationaleImaging

/// Takes small sets of pictures, with none in common, from a large one: as folders `SET/CLASS/NAME.jpg`.
///
/// What was interrupted or killed is continued by resuming it; equal options give equal sets.
public struct SubsetRun: Sendable {
    /// What came of it.
    public struct Result: Codable, Sendable {
        /// One of the sets.
        public struct Taken: Codable, Sendable {
            public let name: String
            public let pictures: Int
        }

        public let output: String
        public let source: String
        public let sets: [Taken]
        public let classes: Int
        /// What a person should know: pictures that were passed over, and why.
        public let notes: [String]
        public let wasInterrupted: Bool
    }

    public let options: SubsetOptions
    public let output: String
    private let command: [String]
    private let existing: ExistingOutput
    private let plan: SubsetPlan

    /// Chooses the pictures; nothing is written yet.
    ///
    /// - Throws: `usage`, naming the option and its range, or where the output lies in the source; `missingInput` where
    ///   there are no pictures; `badData` where a class has too few.
    public init(_ options: SubsetOptions, output: String, command: [String], existing: ExistingOutput = .refuse)
        throws(RationaleError)
    {
        try options.check()
        var options = options
        while options.source.count > 1, options.source.hasSuffix("/") { options.source.removeLast() }
        self.options = options
        self.output = output
        self.command = command
        self.existing = existing
        let inner = URL(fileURLWithPath: output).standardizedFileURL.resolvingSymlinksInPath().path
        let outer = URL(fileURLWithPath: options.source).standardizedFileURL.resolvingSymlinksInPath().path
        guard inner != outer, !inner.hasPrefix(outer == "/" ? outer : outer + "/") else {
            throw RationaleError(
                .usage, "\(output): the sets cannot lie in the folder that they are taken from",
                hint: "Otherwise the next subset would take them for pictures of it.")
        }
        plan = try SubsetPlan(options)
    }

    /// Links or copies the pictures.
    ///
    /// - Parameters:
    ///   - isCancelled: asked before each picture.
    ///   - report: told how many pictures are done, of how many.
    /// - Throws: `cannotWrite`, naming the file and why; `missingInput` where a picture is not there any more.
    public func run(
        isCancelled: () -> Bool = { false }, report: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> Result {
        var record = SubsetRecord(command: command, options: options, plan: plan)
        let folder = try OutputFolder(output)
        try takeUp(folder, record)
        try record.write(to: folder.path)
        let total = plan.sets.map(\.count).reduce(0, +)
        var done = 0
        var made: Set<String> = []
        var taken = plan.sets.map { _ in 0 }
        for (set, pictures) in plan.sets.enumerated() {
            for picture in pictures where !isCancelled() {
                let place = "\(folder.path)/\(options.sets[set])/\(picture)"
                let parent = String(place[..<(place.lastIndex(of: "/") ?? place.startIndex)])
                if made.insert(parent).inserted { try OutputFolder.make(parent) }
                try take("\(options.source)/\(picture)", to: place)
                done += 1
                taken[set] += 1
                report(done, total)
            }
        }
        if done == total {
            record.status = .finished
            try record.write(to: folder.path)
        }
        return Result(
            output: folder.path, source: options.source,
            sets: zip(options.sets, taken).map { Result.Taken(name: $0, pictures: $1) }, classes: plan.classes,
            notes: plan.notes, wasInterrupted: done < total)
    }

    /// Decides about what lies in the folder.
    private func takeUp(_ folder: OutputFolder, _ record: SubsetRecord) throws {
        if folder.isEmpty { return }
        guard let found = try? SubsetRecord(ofFolder: folder.path) else {
            throw RationaleError(
                .cannotWrite, "\(folder.path): the folder is not empty, and holds no sets that this program took",
                hint: "Name a new folder.")
        }
        switch existing {
        case .refuse:
            throw RationaleError(
                .cannotWrite, "\(folder.path): there are sets already",
                hint: "Continue with --resume, replace them with --overwrite, or name another folder.")
        case .resume:
            guard found.options == record.options, found.sets == record.sets else {
                throw RationaleError(
                    .usage, "\(folder.path): the sets there were begun with other options, or from other pictures",
                    hint: "Their command was \(found.command.joined(separator: " ")). Replace them with --overwrite.")
            }
        case .overwrite:
            var folders: Set<String> = []
            for path in found.paths {
                unlink("\(folder.path)/\(path)")
                var parts = path.split(separator: "/").dropLast()
                while !parts.isEmpty, folders.insert(parts.joined(separator: "/")).inserted { parts.removeLast() }
            }
            // Only those that are empty now: what somebody else put there stays.
            for name in folders.sorted(by: { $0.count > $1.count }) { rmdir("\(folder.path)/\(name)") }
        }
    }

    /// Puts a picture where it belongs, whole or not at all; one that is there stays.
    private func take(_ file: String, to place: String) throws(RationaleError) {
        if access(place, F_OK) == 0 { return }
        if !options.copies, let source = realpath(file, nil) {
            defer { free(source) }
            if link(source, place) == 0 || errno == EEXIST { return }
        }
        let bytes = try InputFile.bytes(of: file, name: file)
        try AtomicFile.replaceContents(of: URL(fileURLWithPath: place), with: bytes)
    }
}
