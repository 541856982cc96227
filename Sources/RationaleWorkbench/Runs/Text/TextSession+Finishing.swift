import RationaleCore
import RationaleNetworks
import RationaleReport

extension TextSession {
    /// Writes the report and the record.
    mutating func finish() throws -> ExplainResult {
        record.status = wasInterrupted ? .interrupted : .finished
        record.finished = Moment.now
        record.model = RunRecord.Model(network, files: try files.get())
        for index in run.inputs.indices { try addToReport(index) }
        report.run = record.facts(
            of: network, run, preprocessing: "words as basic_english, \(network.vocabulary?.count ?? 0) tokens")
        var html: [UInt8] = []
        try report.write { html += Array($0.utf8) }
        try folder.write(html, to: RunFolder.reportName)
        try record.write(to: folder)
        let inputs = zip(run.inputs, places).map { (file: $0.file, place: $1) }
        return ExplainResult(
            run: folder.path, wasInterrupted: wasInterrupted, failures: failures, inputs: inputs, areTexts: true)
    }

    /// Renders what is known about a text.
    private mutating func addToReport(_ index: Int) throws {
        guard let result = results[index] else { return }
        let name = run.isFile(index) ? result.input : "Text \(index + 1)"
        if let error = result.error {
            try report.add(ReportInput(name: name, failure: ReportFailure(error.message, hint: error.hint)), at: index)
            return
        }
        let explanations = try result.explanations.map { explanation in
            let title = MethodSelection.title(of: explanation.method)
            guard let map = explanation.map else {
                let message = explanation.failure?.message ?? explanation.warnings.joined(separator: " ")
                return ReportExplanation(
                    title: title, failure: ReportFailure(message, hint: explanation.failure?.hint))
            }
            return ReportExplanation(
                try MapFile.attribution(at: map), title: title, seconds: explanation.seconds,
                mapFile: String(map.dropFirst(folder.path.count + 1)), colorMap: run.colorMap)
        }
        try report.add(
            ReportInput(
                name: name, words: result.words ?? [], unknown: result.unknownWords ?? [],
                predictions: result.predictions, explanations: explanations), at: index)
    }
}
