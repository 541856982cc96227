import Foundation
import RationaleCore

/// The files that a person means by the inputs of a command.
enum InputList {
    private static let extensions: Set<String> = ["jpg", "jpeg", "png"]

    /// Files as they are, and the pictures of folders, in alphabetical order.
    ///
    /// A file that does not exist stays in the list, to be reported beside the others, unless none exists.
    /// - Throws: `missingInput` where there is nothing to explain.
    static func files(of inputs: [String]) throws(RationaleError) -> [String] {
        var files: [String] = []
        var missing: [String] = []
        for input in inputs {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: input, isDirectory: &isFolder) else {
                missing.append(input)
                files.append(input)
                continue
            }
            guard isFolder.boolValue else {
                files.append(input)
                continue
            }
            let folder = input.hasSuffix("/") ? String(input.dropLast()) : input
            let names = ((try? FileManager.default.contentsOfDirectory(atPath: input)) ?? [])
                .filter { !$0.hasPrefix(".") && extensions.contains(($0 as NSString).pathExtension.lowercased()) }
                .sorted()
            guard !names.isEmpty else {
                throw RationaleError(
                    .missingInput, "\(input): there are no pictures in this folder",
                    hint: "Pictures are files that end in .jpg, .jpeg or .png.")
            }
            files += names.map { "\(folder)/\($0)" }
        }
        guard !files.isEmpty else {
            throw RationaleError(
                .usage, "there is nothing to explain", hint: "Name one or more pictures, or a folder of them.")
        }
        if missing.count == inputs.count {
            throw RationaleError(
                .missingInput,
                "\(missing[0]): there is no such file"
                    + (missing.count > 1 ? ", and neither are the other \(missing.count - 1)" : ""),
                hint: "Check the spelling of the path.")
        }
        return files
    }
}
