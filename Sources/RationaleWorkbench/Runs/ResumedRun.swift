import Foundation
import RationaleCore
import RationaleImaging

/// What an earlier run left, where the new one asks the same question.
struct ResumedRun {
    struct Input {
        let folder: String
        let result: InputResult?
    }

    /// By the name of the input, once for each time that it was given.
    let inputs: [String: [Input]]

    /// Options that may differ: more inputs and methods are welcome, and the others change no result.
    private static let free: Set<String> = ["input", "method", "output", "threads", "memory", "top-k"]

    /// Reads the results that are there.
    ///
    /// - Throws: `usage` where the earlier run asked something else; what it found would not fit.
    init(_ record: RunRecord, folder: RunFolder, run: ExplainRun) throws {
        let asked = Dictionary(uniqueKeysWithValues: run.options.entries.map { ($0, $1) })
        for name in Set(asked.keys).union(record.options.keys).subtracting(Self.free).sorted()
        where asked[name] != record.options[name] {
            func said(_ values: [String]?) -> String { values?.joined(separator: ",") ?? "not given" }
            throw RationaleError(
                .usage,
                "\(folder.path): --\(name) was \(said(record.options[name])), and is now \(said(asked[name])), "
                    + "so the run cannot be continued", hint: "Repeat the options, or name another folder.")
        }
        let files = try run.source.files.map(FileIdentity.init(ofFileAt:))
        if let before = record.model?.files, before.map(\.sha256) != files.map(\.sha256) {
            throw RationaleError(
                .usage, "\(folder.path): the model's file has changed since, so the run cannot be continued",
                hint: "Name another folder.")
        }
        var inputs: [String: [Input]] = [:]
        for input in record.inputs where !input.folder.contains("/") && !input.folder.hasPrefix(".") {
            let file = "\(folder.path)/\(input.folder)/\(RunFolder.resultName)"
            let bytes = try? InputFile.bytes(of: file, name: file, maximumBytes: 64 << 20)
            var result = bytes.flatMap { try? JSONDecoder().decode(InputResult.self, from: Data($0)) }
            // A photo that failed may be there now; a map that is not there any more is made again.
            if result?.error != nil || result?.input != input.input { result = nil }
            result?.explanations.removeAll { explanation in
                explanation.map.map { !FileManager.default.fileExists(atPath: $0) } ?? true
            }
            inputs[input.input, default: []].append(Input(folder: input.folder, result: result))
        }
        self.inputs = inputs
    }
}
