import Foundation
import RationaleAttribution
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleReport
import RationaleTorch

extension ExplainSession {
    /// Writes the report and the record.
    mutating func finish() throws -> ExplainResult {
        record.status = wasInterrupted ? .interrupted : .finished
        record.finished = Moment.now
        record.model = RunRecord.Model(
            name: network.name, files: try files.get(), inputShape: network.input.shape,
            classes: network.labels?.count, preprocessing: network.preprocessing, notes: network.notes)
        for index in run.inputs.indices where !isReported.contains(index) { try addToReport(index, nil) }
        report.run = record.facts(of: network, run, preprocessing: network.preprocessing.summary)
        var html: [UInt8] = []
        try report.write { html += Array($0.utf8) }
        try folder.write(html, to: RunFolder.reportName)
        try record.write(to: folder)
        return ExplainResult(run: folder.path, inputs: results.compactMap(\.self), wasInterrupted: wasInterrupted)
    }

    /// Renders what is known about an input.
    ///
    /// - Parameter photo: as it was explained; read again where it is not in memory.
    mutating func addToReport(_ index: Int, _ explained: (photo: Photo, attributions: [String: Attribution])?) throws {
        guard let result = results[index] else { return }
        isReported.insert(index)
        let name = String(result.input.dropFirst(sharedPath))
        if let error = result.error {
            let failure = ReportFailure(error.message, hint: error.hint)
            try report.add(ReportInput(name: name, failure: failure), at: index)
            return
        }
        let photo = try explained?.photo.shown ?? ShownPhoto(result.input, through: network.preprocessing)
        let explanations = try result.explanations.map { explanation in
            let title = MethodSelection.title(of: explanation.method)
            guard let map = explanation.map else {
                let message = explanation.failure?.message ?? explanation.warnings.joined(separator: " ")
                return ReportExplanation(
                    title: title, failure: ReportFailure(message, hint: explanation.failure?.hint))
            }
            let attribution =
                try explained?.attributions[explanation.method] ?? MapFile.attribution(at: map)
            return ReportExplanation(
                attribution, title: title, seconds: explanation.seconds,
                mapFile: String(map.dropFirst(folder.path.count + 1)), colorMap: run.colorMap)
        }
        var input = ReportInput(
            name: name, photo: photo.image, region: photo.region, predictions: result.predictions,
            explanations: explanations)
        input.originalSize = (photo.originalWidth, photo.originalHeight)
        try report.add(input, at: index)
    }

}

extension RunRecord {
    /// What a report says about a run.
    ///
    /// - Parameter preprocessing: how inputs become what the network takes, in words.
    func facts(of network: Network, _ run: ExplainRun, preprocessing: String) -> [Report.Fact] {
        let seed = String(run.options.seed ?? 0)
        var facts: [Report.Fact] = [.init("Model", network.name)]
        for file in model?.files ?? [] {
            facts.append(.init("File", "\(file.path) (SHA-256 \(file.sha256.prefix(16))…)"))
        }
        facts += [
            .init("Preprocessing", preprocessing),
            .init("Device", "\(engine.device), \(engine.threads) thread\(engine.threads == 1 ? "" : "s")"),
            .init("Precision", run.options.precision ?? "float32"), .init("Seed", seed),
            .init("Versions", "Rationale \(engine.rationale), LibTorch \(engine.libTorch)"),
            .init("Date", started),
        ]
        facts += network.notes.map { .init("Note", $0) }
        facts.append(.init("Command", command.map(\.shellQuoted).joined(separator: " "), isCode: true))
        return facts
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
