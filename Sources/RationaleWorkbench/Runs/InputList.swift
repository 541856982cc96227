import Foundation
import RationaleAttribution
import RationaleCore
import RationaleData

/// The files that a person means by the inputs of a command.
struct InputList {
    /// One of them.
    struct Input: Sendable {
        /// How to open it: as it was given, or the folder as it was given and the path in it; or the text itself.
        let file: String
        /// What it is called in the run's results, each name once: the path in the folder where one folder is
        /// explained, so that a run can go on where the folder has been moved to; otherwise the file as it was given.
        let name: String
        /// Among all inputs, from 0.
        let position: Int
        /// Whether it is a text itself, and no file.
        let isWritten: Bool
        /// After which the folder of its results is called.
        var title: String { isWritten ? "text-\(position + 1)" : name }
    }

    /// Texts, then files in the order given, those of a folder in the order of their names.
    let inputs: [Input]
    /// Whether they are one folder's.
    let isFolder: Bool
    /// What a person should know: rows of tables that are passed over, and why.
    let notes: [String]

    /// Files as they are, and those of folders and of the folders in them.
    ///
    /// A file that does not exist stays in the list, to be reported beside the others, unless there are none.
    ///
    /// - Parameters:
    ///   - given: files and folders; the texts of a table are as many inputs.
    ///   - kind: which of a folder's files are meant.
    ///   - texts: texts themselves.
    /// - Throws: `missingInput` where there is nothing to explain.
    init(_ given: [String], of kind: InputKind, after texts: [String]) throws(RationaleError) {
        var files: [(file: String, name: String)] = []
        var missing: [String] = []
        var texts = texts
        var notes: [String] = []
        for input in given {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: input, isDirectory: &isFolder) else {
                missing.append(input)
                files.append((input, input))
                continue
            }
            if !isFolder.boolValue, kind == .text, TextTableFile.isNamed(input) {
                let table = try TextTableFile.texts(of: input)
                texts += table.texts
                notes += [table.note].compactMap(\.self)
                continue
            }
            guard isFolder.boolValue else {
                files.append((input, input))
                continue
            }
            let folder = input.hasSuffix("/") ? String(input.dropLast()) : input
            let paths = FolderInputs.names(of: kind, below: input)
            guard !paths.isEmpty else {
                throw RationaleError(
                    .missingInput, "\(input): there are no pictures in this folder, no texts and no tensors",
                    hint:
                        "Pictures are JPEG and PNG files, whatever they are called; texts end in .txt, tensors in .npy or .safetensors."
                )
            }
            files += paths.map { ("\(folder)/\($0)", given.count == 1 ? $0 : "\(folder)/\($0)") }
        }
        guard !files.isEmpty || !texts.isEmpty else {
            throw RationaleError(
                .usage, "there is nothing to explain", hint: "Name one or more pictures, or a folder of them.")
        }
        if texts.isEmpty, missing.count == given.count {
            throw RationaleError(
                .missingInput,
                "\(missing[0]): there is no such file"
                    + (missing.count > 1 ? ", and neither are the other \(missing.count - 1)" : ""),
                hint: "Check the spelling of the path.")
        }
        self.notes = notes
        isFolder = texts.isEmpty && given.count == 1 && files[0].name != files[0].file
        inputs = Self.named(texts.map { ($0, $0) } + files, ofWhichWritten: texts.count)
    }

    /// A file that is given several times is an input as often.
    private static func named(_ files: [(file: String, name: String)], ofWhichWritten count: Int) -> [Input] {
        var taken: Set<String> = []
        return files.enumerated().map { position, file in
            var name = file.name
            var number = 2
            while !taken.insert(name).inserted {
                name = "\(file.name) (\(number))"
                number += 1
            }
            return Input(file: file.file, name: name, position: position, isWritten: position < count)
        }
    }
}
