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
    /// | a `.jsonl` file | an object in each line, `{"text": …, "label": …}`, a tenth held out |
    /// | a `.csv` file | columns `label` and `text`; those to judge by have `is_valid` true, or are a tenth held out |
    ///
    /// A first line `sentence⇥label` is no text. Of aclImdb, `train/unsup` is no class. What is held out is a tenth of each
    /// class, drawn with a fixed seed: it is the same in every training and every evaluation of a file. Lines that cannot be
    /// understood are passed over; ``notes`` says how many.
    ///
    /// - Throws: `RationaleError`: `missingInput` where it is not there; `badData` where it is of no such form, no UTF-8
    ///   text, or has too few texts or classes.
    public init(_ path: String) throws(RationaleError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw RationaleError(
                .missingInput, "\(path): there is no such file or folder", hint: "Check the spelling of the path.")
        }
        guard isFolder.boolValue else {
            switch (path as NSString).pathExtension.lowercased() {
            case "csv": try self.init(csv: path)
            case "jsonl":
                let lines = try JSONLinesTexts(path)
                try self.init(heldOutOf: lines.rows, path: path, notes: [lines.note].compactMap(\.self))
            case "tsv", "txt": try self.init(heldOutOf: try TabSeparatedTexts(path), path: path)
            default:
                throw RationaleError(
                    .badData, "\(path): expected a .csv, .tsv or .jsonl file, or a folder",
                    hint: "Columns label and text, or a sentence, a tabulator and its class in each line.")
            }
            return
        }
        let tables = try ["train", "dev"].map { name throws(RationaleError) -> TabSeparatedTexts? in
            let file = "\(path)/\(name).tsv"
            return FileManager.default.fileExists(atPath: file) ? try TabSeparatedTexts(file) : nil
        }
        switch (tables[0], tables[1]) {
        case (let train?, let dev?):
            try self.init(
                path: path, training: train.rows, validation: dev.rows,
                notes: [train.note, dev.note].compactMap(\.self))
        case (let train?, nil): try self.init(heldOutOf: train, path: path)
        default:
            let (train, test) = (try TextFolder("\(path)/train"), try TextFolder("\(path)/test"))
            try self.init(
                path: path, training: train.rows, validation: test.rows,
                notes: [train.note, test.note].compactMap(\.self))
        }
    }

    private init(heldOutOf table: TabSeparatedTexts, path: String) throws(RationaleError) {
        try self.init(heldOutOf: table.rows, path: path, notes: [table.note].compactMap(\.self))
    }

    /// A tenth of each class is what is judged by, at least one text where there are two different ones.
    ///
    /// A text that occurs several times stays in one part, and one that occurs in several classes is learnt from: nothing
    /// that was learnt is judged by.
    init(heldOutOf rows: [Row], path: String, notes: [String]) throws(RationaleError) {
        var classes: [String: Set<String>] = [:]
        for row in rows { classes[row.text, default: []].insert(row.label) }
        var held: Set<String> = []
        var single: [String] = []
        for (label, own) in Dictionary(grouping: rows, by: \.label).sorted(by: { $0.key < $1.key }) {
            var seen: Set<String> = []
            let texts = own.map(\.text).filter { seen.insert($0).inserted }
            let candidates = texts.filter { classes[$0]?.count == 1 }
            let most = candidates.count == texts.count ? candidates.count - 1 : candidates.count
            if most < 1 { single.append("'\(label)'") }
            var random = SplitMix64(seed: 0, for: "held out \(label)")
            held.formUnion(random.shuffled(candidates).prefix(min(most, max(1, (own.count + 5) / 10))))
        }
        let validation = rows.filter { held.contains($0.text) }
        var notes = notes
        notes.append(
            "\(validation.count) of \(rows.count) texts are held out, to judge by: a tenth of each class, drawn with a "
                + "fixed seed")
        if !single.isEmpty {
            notes.append("nothing is held out of \(single.prefix(8).joined(separator: ", ")): there is one text of it")
        }
        try self.init(
            path: path, training: rows.filter { !held.contains($0.text) }, validation: validation, notes: notes)
    }
}
