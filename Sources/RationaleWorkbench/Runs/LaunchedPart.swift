public import RationaleCore
import RationaleTorch

/// The part of a run that a process has which `torchrun`, `srun` or `mpirun` started beside others.
///
/// The processes do not talk to each other: each has the shard of its rank, and a run of its own in a folder below the one that
/// was named. ``RunJoin`` makes one run of them.
public struct LaunchedPart: Sendable {
    /// As `--shard` has it: `2/4`.
    public let shard: String
    /// The folder of this process's run.
    public let output: String
    /// What a person should know of it.
    public let note: String

    /// - Parameters:
    ///   - variables: the environment.
    ///   - output: the folder that was named; `nil` for none.
    /// - Returns: `nil` where no launcher started the process, or started it alone.
    /// - Throws: `RationaleError.Code.usage` for an environment that makes no sense, and where no folder is named.
    public init?(_ variables: [String: String], output: String?) throws(RationaleError) {
        guard let place = try WorkerEnvironment.place(in: variables), place.size > 1 else { return nil }
        guard var output else {
            throw RationaleError(
                .usage,
                "\(place.launcher) started \(place.size) processes, which need --output, to say where their parts go",
                hint: "Name a folder that all of them can write to.")
        }
        let part = try Shard("\(place.rank + 1)/\(place.size)")
        while output.count > 1, output.hasSuffix("/") { output.removeLast() }
        shard = "\(part.number)/\(part.count)"
        self.output = "\(output)/\(part.folder)"
        note =
            "part \(part.number) of \(part.count), as \(place.launcher) says, goes to \(self.output); "
            + "`rationale join \(output) --output FOLDER` joins all parts"
    }
}
