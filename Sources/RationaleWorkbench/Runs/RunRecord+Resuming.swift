import RationaleCore
import RationaleFiles

extension RunRecord {
    /// Options of every run that may differ: they change no result.
    static let free: Set<String> = ["output", "shard", "threads", "memory"]
    /// Those of `explain`: more inputs and methods are welcome.
    static let freeOfExplain = free.union(["input", "text", "method", "top-k"])
    /// Those of `evaluate`.
    static let freeOfEvaluate = free.union(["reference"])

    /// Whether a run asks what this one asked.
    ///
    /// - Parameters:
    ///   - other: what is asked now, with the identities of its model's files.
    ///   - free: options that may differ.
    ///   - folder: of this record.
    ///   - consequence: what cannot be done where the runs differ.
    /// - Throws: `usage` where it asks something else; what was found would not fit.
    func check(
        asksTheSameAs other: (task: String?, options: [String: [String]], files: [FileIdentity]?), free: Set<String>,
        folder: String, consequence: String = "so the run cannot be continued"
    ) throws(RationaleError) {
        guard task == other.task else {
            throw RationaleError(
                .usage,
                "\(folder): the run is one of `\(task ?? "explain")`, and is now to be one of `\(other.task ?? "explain")`, "
                    + consequence, hint: "Name another folder.")
        }
        for name in Set(other.options.keys).union(options.keys).subtracting(free).sorted()
        where other.options[name] != options[name] {
            func said(_ values: [String]?) -> String { values?.joined(separator: ",") ?? "not given" }
            throw RationaleError(
                .usage,
                "\(folder): --\(name) was \(said(options[name])), and is now \(said(other.options[name])), "
                    + consequence, hint: "Repeat the options, or name another folder.")
        }
        if let before = model?.files, let files = other.files, before.map(\.sha256) != files.map(\.sha256) {
            throw RationaleError(
                .usage, "\(folder): the model's file has changed since, \(consequence)", hint: "Name another folder.")
        }
    }
}
