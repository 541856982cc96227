import Foundation
public import RationaleCore

extension LabeledTexts {
    /// Reads texts of known classes.
    ///
    /// | what is there | layout |
    /// |---|---|
    /// | `train.tsv` and `dev.tsv` in a folder | SST-2: in each line a sentence, a tabulator and its class |
    /// | `train/CLASS/*.txt` and `test/CLASS/*.txt` in a folder | aclImdb: a file for each text, `pos` and `neg` |
    /// | a `.tsv` file | the first of them, a tenth of it held out |
    /// | a `.csv` file | columns `label` and `text`; those to judge by have `is_valid` true, or are a tenth held out |
    ///
    /// A first line `sentence⇥label` is passed over. Of aclImdb, `train/unsup` is no class. What is held out is every tenth
    /// text in the file's order, so that it is the same for all seeds.
    ///
    /// - Throws: `RationaleError`: `missingInput` where it is not there; `badData` with the line where it is of no such
    ///   form, no UTF-8 text, or has too few texts or classes.
    public init(_ path: String) throws(RationaleError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw RationaleError(
                .missingInput, "\(path): there is no such file or folder", hint: "Check the spelling of the path.")
        }
        guard isFolder.boolValue else {
            switch (path as NSString).pathExtension.lowercased() {
            case "csv": try self.init(csv: path)
            case "tsv", "txt": try self.init(heldOutOf: try TabSeparatedTexts.rows(of: path), path: path)
            default:
                throw RationaleError(
                    .badData, "\(path): expected a .csv or .tsv file, or a folder",
                    hint: "Columns label and text, or a sentence, a tabulator and its class in each line.")
            }
            return
        }
        let tables = try ["train", "dev"].map { name throws(RationaleError) -> [Row]? in
            let file = "\(path)/\(name).tsv"
            return FileManager.default.fileExists(atPath: file) ? try TabSeparatedTexts.rows(of: file) : nil
        }
        switch (tables[0], tables[1]) {
        case (let train?, let dev?): try self.init(path: path, training: train, validation: dev)
        case (let train?, nil): try self.init(heldOutOf: train, path: path)
        default:
            try self.init(
                path: path, training: try TextFolder.rows(of: "\(path)/train"),
                validation: try TextFolder.rows(of: "\(path)/test"))
        }
    }

    /// A tenth of the rows is what is judged by.
    init(heldOutOf rows: [Row], path: String) throws(RationaleError) {
        try self.init(
            path: path, training: rows.enumerated().filter { $0.offset % 10 != 9 }.map(\.element),
            validation: rows.enumerated().filter { $0.offset % 10 == 9 }.map(\.element),
            notes: ["every tenth of the \(rows.count) texts is held out, to judge by"])
    }
}
