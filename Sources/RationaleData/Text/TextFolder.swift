import Foundation
import RationaleCore

/// aclImdb's form: a folder for each class, in it a file for each text.
struct TextFolder {
    let rows: [LabeledTexts.Row]
    /// Which files are passed over, and why; `nil` where none is.
    let note: String?

    /// - Throws: `missingInput` where the folder is not there, `badData` where no file is a text.
    init(_ path: String) throws(RationaleError) {
        let manager = FileManager.default
        guard let names = try? manager.contentsOfDirectory(atPath: path) else {
            throw RationaleError(
                .missingInput, "\(path): there is no such folder",
                hint: "Texts are expected as train.tsv and dev.tsv, or as train/CLASS/NAME.txt and test/CLASS/NAME.txt."
            )
        }
        var rows: [LabeledTexts.Row] = []
        var passedOver = PassedOver()
        // Reviews without a class, which come with aclImdb.
        for name in names.sorted() where name != "unsup" {
            let folder = "\(path)/\(name)"
            guard let files = try? manager.contentsOfDirectory(atPath: folder) else { continue }
            for file in files.sorted() where file.hasSuffix(".txt") {
                let place = "\(folder)/\(file)"
                guard let text = passedOver.unlessFaulty({ () throws(RationaleError) in try TextFile.text(of: place) })
                else { continue }
                guard !text.allSatisfy(\.isWhitespace) else {
                    passedOver.add("\(place) is empty")
                    continue
                }
                rows.append(.init(text: text, label: name))
            }
        }
        note = passedOver.note(of: path, total: rows.count + passedOver.count, "texts")
        if rows.isEmpty, let note { throw RationaleError(.badData, note, hint: "Save them as UTF-8.") }
        self.rows = rows
    }
}
