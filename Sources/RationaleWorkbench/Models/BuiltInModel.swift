import Foundation
import RationaleCore

/// A trained network that comes with the program, so that it can be tried on a fresh machine.
public enum BuiltInModel: String, Sendable, CaseIterable {
    /// Names the fifty species of the standard aviary.
    case aviary

    /// The one that is used where none is named.
    public static let standard = BuiltInModel.aviary

    /// What it is, for a person.
    public var summary: String {
        switch self {
        case .aviary: "50 species of drawn birds (`rationale data aviary` draws them)"
        }
    }

    /// What is said where nobody chose it.
    var assumption: String {
        "no --model was named, so this is what the built-in model '\(rawValue)' sees; it knows \(summary), and nothing else"
    }

    /// Where its file is.
    ///
    /// It is looked for as `aviary.safetensors` in the folder that the environment's `RATIONALE_MODELS` names, and where
    /// that is not set, in `../share/rationale/Models` beside the program, in the `Models` of the checkout that the
    /// program was built in, and in the `Models` of the checkout of this source.
    ///
    /// - Throws: `RationaleError.Code.unavailable` where it is in none of them.
    public var path: String { get throws(RationaleError) { try Self.path(of: rawValue) } }

    /// Where the concepts of its classes are: `aviary-concepts.safetensors`, looked for as ``path`` is.
    ///
    /// - Throws: `RationaleError.Code.unavailable` where it is not installed.
    public var conceptsPath: String { get throws(RationaleError) { try Self.path(of: "\(rawValue)-concepts") } }

    /// Where what describes its answers in words is: `aviary-narrator.safetensors`, looked for as ``path`` is.
    ///
    /// - Throws: `RationaleError.Code.unavailable` where it is not installed.
    public var narratorPath: String { get throws(RationaleError) { try Self.path(of: "\(rawValue)-narrator") } }

    private static func path(of name: String) throws(RationaleError) -> String {
        let paths = folders.map { "\($0)/\(name).safetensors" }
        guard let found = paths.first(where: FileManager.default.fileExists(atPath:)) else {
            throw RationaleError(
                .unavailable, "the built-in model '\(name)' is not installed: there is no \(paths[0])",
                hint: "Set RATIONALE_MODELS to the folder Models of the repository, or name a model with --model.")
        }
        return found
    }

    private static var folders: [String] {
        if let chosen = ProcessInfo.processInfo.environment["RATIONALE_MODELS"], !chosen.isEmpty { return [chosen] }
        var folders: [String] = []
        if let program = Bundle.main.executableURL?.resolvingSymlinksInPath() {
            var place = program.deletingLastPathComponent()
            folders.append(place.deletingLastPathComponent().appending(path: "share/rationale/Models").path)
            while place.path != "/" {
                folders.append(place.appending(path: "Models").path)
                place.deleteLastPathComponent()
            }
        }
        var source = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { source.deleteLastPathComponent() }
        return folders + [source.appending(path: "Models").path]
    }
}
