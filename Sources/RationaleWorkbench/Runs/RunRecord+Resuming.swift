import Foundation
import RationaleCore
import RationaleFiles
import RationaleImaging

extension RunRecord {
    /// Options that may differ: more inputs and methods are welcome, and the others change no result.
    private static let free: Set<String> = ["input", "text", "method", "output", "shard", "threads", "memory", "top-k"]

    /// Whether a run asks what this one asked.
    ///
    /// - Throws: `usage` where it asks something else; what was found would not fit.
    func check(asksTheSameAs run: ExplainRun, folder: RunFolder) throws {
        let asked = Dictionary(uniqueKeysWithValues: run.options.entries.map { ($0, $1) })
        for name in Set(asked.keys).union(options.keys).subtracting(Self.free).sorted()
        where asked[name] != options[name] {
            func said(_ values: [String]?) -> String { values?.joined(separator: ",") ?? "not given" }
            throw RationaleError(
                .usage,
                "\(folder.path): --\(name) was \(said(options[name])), and is now \(said(asked[name])), "
                    + "so the run cannot be continued", hint: "Repeat the options, or name another folder.")
        }
        let files = try run.request.source.files.map(FileIdentity.init(ofFileAt:))
        if let before = model?.files, before.map(\.sha256) != files.map(\.sha256) {
            throw RationaleError(
                .usage, "\(folder.path): the model's file has changed since, so the run cannot be continued",
                hint: "Name another folder.")
        }
    }
}
