import Foundation
import RationaleCore

/// aclImdb's form: a folder for each class, in it a file for each text.
enum TextFolder {
    /// - Throws: `missingInput` where the folder is not there, `badData` for a file that is no text.
    static func rows(of path: String) throws(RationaleError) -> [LabeledTexts.Row] {
        let manager = FileManager.default
        guard let names = try? manager.contentsOfDirectory(atPath: path) else {
            throw RationaleError(
                .missingInput, "\(path): there is no such folder",
                hint: "Texts are expected as train.tsv and dev.tsv, or as train/CLASS/NAME.txt and test/CLASS/NAME.txt."
            )
        }
        var rows: [LabeledTexts.Row] = []
        // Reviews without a class, which come with aclImdb.
        for name in names.sorted() where name != "unsup" {
            let folder = "\(path)/\(name)"
            guard let files = try? manager.contentsOfDirectory(atPath: folder) else { continue }
            for file in files.sorted() where file.hasSuffix(".txt") {
                rows.append(.init(text: try TextFile.text(of: "\(folder)/\(file)"), label: name))
            }
        }
        return rows
    }
}
