import ArgumentParser
import Foundation
import RationaleCore
import RationaleWorkbench

/// What to do about results that are there, for every command that writes a folder.
struct ExistingOptions: ParsableArguments {
    @Flag(help: "Continue what is in the output folder.")
    var resume = false

    @Flag(help: "Replace what is in the output folder.")
    var overwrite = false

    var existing: ExistingOutput { resume ? .resume : overwrite ? .overwrite : .refuse }

    func validate() throws {
        if resume, overwrite { throw ValidationError("--resume and --overwrite cannot be used together.") }
    }
}

/// Which part of a run a process has: what was asked, or what a launcher says.
struct ProcessPart {
    let shard: String?
    let output: String?

    /// - Parameters:
    ///   - shard: of the flag, which wins.
    ///   - output: the run's folder; that of the part is in it where a launcher started several processes.
    ///   - isQuiet: whether nothing is said.
    init(shard: String?, output: String?, isQuiet: Bool) throws {
        guard shard == nil,
            let part = try LaunchedPart(ProcessInfo.processInfo.environment, output: output)
        else {
            (self.shard, self.output) = (shard, output)
            return
        }
        (self.shard, self.output) = (part.shard, part.output)
        if !isQuiet { Terminal.note("note: \(part.note)") }
    }
}

/// How results are printed, for every command that takes a while.
struct PrintingOptions: ParsableArguments {
    @Flag(help: "Print one JSON document.")
    var json = false

    @Flag(help: "Print results only, no progress.")
    var quiet = false
}

/// A network of the aviary, for every command that judges one.
struct AviaryModelOptions: ParsableArguments {
    @Option(help: "A network trained on the aviary: a file or a name. The built-in model 'aviary' by default.")
    var model: String?

    @Option(help: "The weights of a named architecture: a .safetensors or .pth file.")
    var weights: String?
}
