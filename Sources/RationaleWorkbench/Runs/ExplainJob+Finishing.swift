import Foundation
import RationaleAttribution
import RationaleCore
import RationaleFiles
import RationaleImaging
import RationaleNetworks
import RationaleReport
import RationaleText
import RationaleTorch

extension ExplainJob {
    /// Writes the report and the record.
    ///
    /// Where several processes share the folder, the last of them finds everything and calls the run finished.
    mutating func finish() throws -> ExplainResult {
        let lock = try FolderLock(folder.path)
        defer { withExtendedLifetime(lock) {} }
        let count = try folder.results.count()
        record.status = wasInterrupted ? .interrupted : count.explained < count.all ? .running : .finished
        record.finished = Moment.now
        record.model = try modelRecord()
        try completeReport()
        report.run = record.facts(of: session.classifier, run, preprocessing: preprocessing) + shown
        var html: [UInt8] = []
        try report.write { html += Array($0.utf8) }
        try folder.write(html, to: RunFolder.reportName)
        try record.write(to: folder)
        let inputs = zip(run.inputs, places).map { (file: $0.file, place: $1) }
        return ExplainResult(
            run: folder.path, wasInterrupted: wasInterrupted, failures: failures, inputs: inputs)
    }

    /// How inputs become what the network takes, in words.
    private var preprocessing: String {
        switch run.kind {
        case .picture: session.classifier.preprocessing.summary
        case .text: session.classifier.reader?.summary ?? ""
        case .tensor: "none: tensors as they are"
        }
    }

    /// What the network is and in which files.
    func modelRecord() throws -> RunRecord.Model { RunRecord.Model(session.classifier, files: try files.get()) }

    /// Adds what earlier runs and other processes found, and says what is left out.
    private mutating func completeReport() throws {
        let results = folder.results
        for listed in try results.first(Self.reportedInputs) where !isReported.contains(listed.position) {
            let input = run.list.inputs[listed.position]
            guard let explanation = try results.explanation(of: input.file, at: listed.place) else { continue }
            try addToReport(explanation, of: input)
        }
        let omitted = try results.count(from: Self.reportedInputs)
        report.omitted = (omitted.explained, omitted.failed)
    }

    /// What the report leaves out.
    private var shown: [Report.Fact] {
        guard report.omitted.inputs > 0 else { return [] }
        let all = report.omitted.inputs + isReported.count
        let text =
            "the first \(isReported.count) of \(all) inputs; all are in \(RunFolder.resultsName), their maps in folders of their names"
        return [.init("Shown", text)]
    }

    /// Renders what is known about an input, where the report has room for it.
    ///
    /// - Parameters:
    ///   - photo: where it is in memory.
    ///   - maps: those that are in memory, by method; the others are read.
    ///   - pictures: theirs.
    mutating func addToReport(
        _ explanation: Explanation, of listed: InputList.Input, _ photo: ShownPhoto? = nil,
        maps: [String: Heatmap] = [:], _ pictures: [String: HeatmapPicture] = [:]
    ) throws {
        guard listed.position < Self.reportedInputs else { return }
        isReported.insert(listed.position)
        var input = ReportInput(name: title(of: listed), .nothing, explanation, maps: maps, pictures: pictures)
        if explanation.error == nil {
            do {
                input.subject = try subject(of: listed, photo)
            } catch {
                // It was explained before, and is not there any more.
                input.explanation.error = Failure(describing: error)
            }
        }
        for finding in explanation.findings where finding.content == .map && maps[finding.method] == nil {
            input.maps[finding.method] = try finding.map.map { try Attribution(contentsOf: folder.url(of: $0)).map }
        }
        try report.add(input, at: listed.position)
    }

    private func subject(of listed: InputList.Input, _ photo: ShownPhoto?) throws -> ReportInput.Subject {
        let classifier = session.classifier
        switch run.kind {
        case .text: return .text
        case .tensor: return .tensor(shape: classifier.input.shapeText)
        case .picture:
            let shown =
                try photo
                ?? ShownPhoto(
                    Image(contentsOf: URL(fileURLWithPath: listed.file)), through: classifier.preprocessing)
            return .photo(
                shown.image, region: shown.region, originalSize: (shown.originalWidth, shown.originalHeight))
        }
    }

    /// What the report calls an input.
    private func title(of input: InputList.Input) -> String {
        if input.isWritten { return "Text \(input.position + 1)" }
        return run.list.isFolder ? input.name : String(input.file.dropFirst(sharedPath))
    }
}

extension RunRecord {
    /// What a report says about a run.
    ///
    /// - Parameter preprocessing: how inputs become what the network takes, in words.
    func facts(of classifier: Classifier, _ run: ExplainRun, preprocessing: String) -> [Report.Fact] {
        let seed = String(run.options.seed ?? 0)
        var facts: [Report.Fact] = [.init("Model", classifier.name)]
        for file in model?.files ?? [] {
            facts.append(.init("File", "\(file.path) (SHA-256 \(file.sha256.prefix(16))…)"))
        }
        facts += [
            .init("Scores", "\(classifier.scoring.rawValue): \(classifier.interface.scoringReason)"),
            .init("Preprocessing", preprocessing),
            .init("Device", "\(engine.device), \(engine.threads) thread\(engine.threads == 1 ? "" : "s")"),
            .init("Precision", run.options.precision ?? "float32"), .init("Seed", seed),
            .init("Versions", "Rationale \(engine.rationale), LibTorch \(engine.libTorch)"),
            .init("Date", started),
        ]
        facts += classifier.notes.map { .init("Note", $0) }
        facts.append(.init("Command", command.map(\.shellQuoted).joined(separator: " "), isCode: true))
        return facts
    }
}

extension RunRecord.Model {
    init(_ classifier: Classifier, files: [FileIdentity]) {
        self.init(
            name: classifier.name, files: files, inputShape: classifier.input.shape, classes: classifier.labels?.count,
            preprocessing: classifier.preprocessing, notes: classifier.notes)
    }
}

extension RunRecord.Engine {
    /// This program on this machine.
    static func here(device: Device) -> Self {
        Self(
            rationale: Rationale.version, libTorch: LibTorch.version, system: Machine.system, device: "\(device)",
            threads: LibTorch.threads)
    }
}

extension Preprocessing {
    /// In words: `shorter side to 256, centre crop 224 × 224, bilinear, mean 0.485 0.456 0.406, std 0.229 0.224 0.225`.
    package var summary: String {
        var parts: [String] = []
        switch resize {
        case nil: break
        case .shorterSide(let side): parts.append("shorter side to \(side)")
        case .exactly(let height, let width): parts.append("stretched to \(width) × \(height)")
        }
        if let cropHeight, let cropWidth { parts.append("centre crop \(cropWidth) × \(cropHeight)") }
        if !parts.isEmpty { parts.append(filter.rawValue) }
        parts.append("mean " + mean.map { "\($0)" }.joined(separator: " "))
        parts.append("std " + standardDeviation.map { "\($0)" }.joined(separator: " "))
        return parts.joined(separator: ", ")
    }
}

extension String {
    /// As a shell must see it to pass it on unchanged.
    package var shellQuoted: String {
        let isPlain = !isEmpty && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=:,@%+".contains($0)) }
        return isPlain ? self : "'" + replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}
