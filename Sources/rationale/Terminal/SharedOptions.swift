import ArgumentParser
import RationaleCore

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
