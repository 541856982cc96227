public import RationaleCore
import RationaleFiles
import RationaleImaging
import RationaleReport

/// What was answered about photos, one after another: by `why`, `whynot` and `describe`.
public struct PhotoAnswers: Sendable, Encodable {
    /// One for each photo.
    public let answers: [Explanation]
    /// The report's path; `nil` where no folder was named.
    public let report: String?
    /// What a person should know.
    public let notes: [String]

    /// Answers, and writes `report.html`, `answer.json` and pictures where a folder is named. A run that fails leaves no folder
    /// behind that it made.
    ///
    /// - Parameters:
    ///   - photos: their paths.
    ///   - output: the folder.
    ///   - existing: what to do about one that holds something already.
    ///   - isCancelled: asked between photos.
    ///   - prepare: loads what answers, once the folder is there.
    static func of(
        _ photos: [String], output: String?, existing: ExistingOutput, isCancelled: @escaping @Sendable () -> Bool,
        prepare: () throws -> Answering
    ) throws -> PhotoAnswers {
        let folder = try output.map { path throws(RationaleError) in try ConceptFolder(path, existing: existing) }
        do {
            let answering = try prepare()
            var writer = try ReportWriter(title: answering.title, run: answering.facts)
            var answers: [Explanation] = []
            try Cancellation.whenever(isCancelled) {
                for (place, path) in photos.enumerated() {
                    try Cancellation.check()
                    let answer = try answering.answer(path)
                    answers.append(try folder.map { try answer.keep(in: $0, number: place + 1) } ?? answer.explanation)
                    if folder != nil {
                        try writer.add(answer.reportInput(answers[place], number: place + 1), at: place)
                    }
                }
            }
            var report: String?
            if let folder {
                var page = ""
                try writer.write { page += $0 }
                try folder.write(page, to: "report.html")
                report = folder.path(of: "report.html")
            }
            let result = PhotoAnswers(answers: answers, report: report, notes: answering.notes)
            if let folder { try folder.write(try JSONDocument.text(of: result) + "\n", to: "answer.json") }
            return result
        } catch {
            folder?.withdraw()
            throw error
        }
    }

    /// What answers, and what the report says of it.
    struct Answering {
        let title: String
        let facts: [Report.Fact]
        let notes: [String]
        let answer: (String) throws -> any PhotoAnswer

        /// - Parameters:
        ///   - facts: of what answers; version and command are added.
        ///   - notes: of what answers; for the built-in model, that it is.
        init(
            title: String, facts: [Report.Fact], notes: [String], isBuiltIn: Bool, command: [String],
            answer: @escaping (String) throws -> any PhotoAnswer
        ) {
            self.title = title
            self.answer = answer
            var facts = facts + [.init("Version", "Rationale \(Rationale.version)")]
            if !command.isEmpty {
                facts.append(.init("Command", command.map(\.shellQuoted).joined(separator: " "), isCode: true))
            }
            self.facts = facts
            let builtIn =
                "no --model was named, so this is what the built-in model sees; it knows drawn birds, and nothing else"
            self.notes = notes + (isBuiltIn ? [builtIn] : [])
        }
    }
}

/// What was found about one photo, with its pictures.
protocol PhotoAnswer {
    var explanation: Explanation { get }

    /// Writes the pictures.
    ///
    /// - Returns: the explanation with the paths of its files.
    func keep(in folder: ConceptFolder, number: Int) throws -> Explanation

    func reportInput(_ kept: Explanation, number: Int) -> ReportInput
}
