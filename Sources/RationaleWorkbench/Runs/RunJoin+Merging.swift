import Foundation
import RationaleCore
import RationaleFiles
import RationaleMetrics

extension RunJoin {
    /// Joins the samples of parts, and writes the documents.
    func joinComparison(in place: OutputFolder) throws -> ComparisonResult {
        let stores = try parts.map { part throws(RationaleError) in try ResultStore(inFolder: part.path) }
        defer { stores.forEach { $0.close() } }
        let header = try stores[0].comparison()
        for (part, store) in zip(parts, stores).dropFirst() {
            var other = try store.comparison()
            other.reference = header.reference
            guard other == header else {
                throw RationaleError(
                    .badData, "\(part.path) and \(parts[0].path) are about different samples, or networks",
                    hint: "All parts need the same files, by the same names.")
            }
        }
        try checkComplete(header, try stores.map { try $0.records() })
        let folder = try RunFolder(place, existing: existing)
        defer { folder.results.close() }
        try folder.results.begin(header)
        for store in stores { try folder.results.mergeSamples(of: store) }
        let result = try header.result(of: folder.results)
        try result.write(to: folder)
        var record = joinedRecord()
        record.status = .finished
        record.finished = Moment.now
        try record.write(to: folder)
        return result
    }

    /// - Parameter records: of each part.
    /// - Throws: `badData` where a sample is in two parts, or in none.
    private func checkComplete(_ header: ComparisonHeader, _ records: [[Int: SampleRecord]]) throws {
        var all: [Int: SampleRecord] = [:]
        for (part, records) in zip(parts, records) {
            if let twice = records.first(where: { all[$0.key] != nil }) {
                throw RationaleError(
                    .badData, "\(part.path): \(twice.value.name) is in another part, too",
                    hint: "Parts that share samples were not made by one command.")
            }
            all.merge(records) { $1 }
        }
        guard let open = header.firstOpen(in: all) else { return }
        let number = SamplePart.number(ofPlace: open.place, of: parts.count)
        throw refusal(parts[number - 1], "sample \(open.index + 1) of \(header.samples)")
    }

    /// Joins the results and maps of parts, and writes the report.
    func joinExplanations(in place: OutputFolder) throws -> ExplainResult {
        let stores = try parts.map { part throws(RationaleError) in try ResultStore(inFolder: part.path) }
        defer { stores.forEach { $0.close() } }
        let listed = try stores.map { store throws(RationaleError) in try store.enrolled() }
        for (part, inputs) in zip(parts, listed) {
            if let other = zip(inputs, listed[0]).first(where: { $0.name != $1.name || $0.folder != $1.folder }) {
                throw RationaleError(
                    .badData, "\(part.path) lists \(other.0.name) where \(parts[0].path) lists \(other.1.name)",
                    hint: "All parts need the same inputs, by the same names.")
            }
            guard inputs.count == listed[0].count else {
                throw RationaleError(
                    .badData,
                    "\(part.path) lists \(inputs.count) inputs, and \(parts[0].path) lists \(listed[0].count)",
                    hint: "All parts need the same inputs, by the same names.")
            }
            if let open = inputs.first(where: { part.shard.contains($0.name) && !$0.isDone }) {
                throw refusal(part, open.name)
            }
        }
        let record = joinedRecord()
        var run = try ExplainRun(ExplainOptions(recorded: record.options), command: command, existing: .resume)
        run.isJoined = true
        guard run.list.inputs.map(\.name) == listed[0].map(\.name) else {
            throw RationaleError(
                .badData,
                "the inputs are not those that the parts list: \(run.list.inputs.count), and \(listed[0].count) then",
                hint: "Join where the parts were made, before inputs are added or removed.")
        }
        let folder = try RunFolder(place, existing: existing)
        for (part, store) in zip(parts, stores) {
            try folder.results.mergeInputs(of: store, where: part.shard.contains)
            for input in listed[0] where part.shard.contains(input.name) {
                try copyFiles(of: input.folder, from: part.path, to: folder.path)
            }
        }
        try record.write(to: folder)
        folder.results.close()
        return try run.run()
    }

    private func copyFiles(of input: String, from part: String, to whole: String) throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(part)/\(input)")) ?? []
        for name in names where RunFolder.isOurs(name) {
            try OutputFolder.make("\(whole)/\(input)")
            let file = "\(input)/\(name)"
            let bytes = try InputFile.bytes(of: "\(part)/\(file)", name: "\(part)/\(file)")
            try AtomicFile.replaceContents(of: URL(fileURLWithPath: "\(whole)/\(file)"), with: bytes)
        }
    }
}
