import Foundation
import RationaleCore

/// The files that a person means by the inputs of a command.
struct InputList {
    /// One of them.
    struct Input: Sendable {
        /// How to open it: as it was given, or the folder as it was given and the path in it.
        let file: String
        /// What it is called in the run's results, each name once: the path in the folder where one folder is
        /// explained, so that a run can go on where the folder has been moved to; otherwise the file as it was given.
        let name: String
        /// After which the folder of its results is called.
        var title: String
        /// Among all inputs, from 0.
        let position: Int
    }

    /// Files in the order given, the pictures of a folder in the order of their names.
    let inputs: [Input]
    /// Whether they are one folder's.
    let isFolder: Bool

    /// Files as they are, and the pictures of folders and of the folders in them.
    ///
    /// A file that does not exist stays in the list, to be reported beside the others, unless none exists.
    /// - Throws: `missingInput` where there is nothing to explain.
    init(_ given: [String]) throws(RationaleError) {
        var files: [(file: String, name: String)] = []
        var missing: [String] = []
        for input in given {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: input, isDirectory: &isFolder) else {
                missing.append(input)
                files.append((input, input))
                continue
            }
            guard isFolder.boolValue else {
                files.append((input, input))
                continue
            }
            let folder = input.hasSuffix("/") ? String(input.dropLast()) : input
            let paths = InputPictures.below(input)
            guard !paths.isEmpty else {
                throw RationaleError(
                    .missingInput, "\(input): there are no pictures in this folder",
                    hint: "Pictures are files that end in .jpg, .jpeg or .png.")
            }
            files += paths.map { ("\(folder)/\($0)", given.count == 1 ? $0 : "\(folder)/\($0)") }
        }
        guard !files.isEmpty else {
            throw RationaleError(
                .usage, "there is nothing to explain", hint: "Name one or more pictures, or a folder of them.")
        }
        if missing.count == given.count {
            throw RationaleError(
                .missingInput,
                "\(missing[0]): there is no such file"
                    + (missing.count > 1 ? ", and neither are the other \(missing.count - 1)" : ""),
                hint: "Check the spelling of the path.")
        }
        isFolder = given.count == 1 && files[0].name != files[0].file
        inputs = Self.named(files)
    }

    /// Texts, which are their own names, and files of texts.
    ///
    /// - Parameters:
    ///   - texts: at least one; those that are no files come first.
    ///   - count: how many are no files.
    init(texts: [String], ofWhichWritten count: Int) {
        isFolder = false
        inputs = Self.named(texts.map { ($0, $0) }).map { input in
            var input = input
            if input.position < count { input.title = "text-\(input.position + 1)" }
            return input
        }
    }

    /// A file that is given several times is an input as often.
    private static func named(_ files: [(file: String, name: String)]) -> [Input] {
        var taken: Set<String> = []
        return files.enumerated().map { position, file in
            var name = file.name
            var number = 2
            while !taken.insert(name).inserted {
                name = "\(file.name) (\(number))"
                number += 1
            }
            return Input(file: file.file, name: name, title: name, position: position)
        }
    }
}
