import Foundation
import RationaleCore
import RationaleFiles

/// The sentences of birds in the layout of CUB-200-2011: one file a picture, one sentence a line.
enum CUBCaptions {
    /// Folders of sentences: as this package writes them, and as they are published.
    private static let folders = ["text_c10", "text"]

    /// - Throws: `RationaleError`: `missingInput` where a list or the sentences are not there, `badData` where no picture
    ///   can be used.
    static func found(in path: String, needsPictures: Bool) throws(RationaleError) -> FoundCaptions {
        let lists = try CUBLists(in: path)
        guard let folder = folders.map({ path.path(to: $0) }).first(where: FileTree.isFolder) else {
            throw RationaleError(
                .missingInput, "\(path): there are no sentences: expected a folder text_c10 or text",
                hint: "Reed et al. (2016) published ten sentences for each picture, as text/CLASS/NAME.txt.")
        }
        let images = path.path(to: "images")
        let files = PictureFiles(below: images)
        let readable = Set(files.names)
        let refused = Dictionary(files.unreadable.map { ($0.name, $0.error) }) { first, _ in first }

        var (passedOver, text) = (PassedOver(), CaptionText())
        var usable: [(entry: CUBLists.Entry, name: String, sentences: [String])] = []
        var withoutFile = 0
        for line in lists.pictures.lines {
            let entry = passedOver.unlessFaulty { () throws(RationaleError) in
                if needsPictures {
                    if let error = refused[line.value] { throw error }
                    guard readable.contains(line.value) else {
                        withoutFile += 1
                        throw CUBLists.lacks("there is no picture images/\(line.value)", line)
                    }
                }
                return try lists.entry(of: line)
            }
            guard let entry else { continue }
            let file = folder.path(to: (line.value as NSString).deletingPathExtension + ".txt")
            let sentences = passedOver.unlessFaulty { () throws(RationaleError) in
                let sentences = try Self.sentences(of: file, &text)
                guard !sentences.isEmpty else { throw RationaleError(.badData, "\(file): there are no sentences") }
                return sentences
            }
            if let sentences { usable.append((entry, line.value, sentences)) }
        }
        var notes = [
            lists.pictures.note, lists.labels.note, lists.splits.note, lists.classes.note,
            passedOver.note(of: path, total: lists.pictures.lines.count, "pictures"),
        ].compactMap(\.self)
        if withoutFile > 0 {
            notes.append(
                "\(path): \(withoutFile) of those \(withoutFile == 1 ? "has" : "have") no file in images; where features stand for pictures, they can be "
                    + "read without (needsPictures: false)")
        }
        guard !usable.isEmpty else {
            throw RationaleError(
                .badData, notes.last ?? "\(path): there are no pictures",
                hint: "Pictures are expected in \(images) and sentences in \(folder), as images.txt names them.")
        }
        let (classes, indices) = lists.numbered(Set(usable.map(\.entry.classID)))
        var found = FoundCaptions(classes: classes)
        for (entry, name, sentences) in usable {
            found.samples.append(
                CaptionedPictures.Sample(
                    name: name, path: readable.contains(name) ? images.path(to: name) : nil,
                    label: indices[entry.classID], sentences: sentences))
            found.parts.append(entry.isTraining ? .training : .test)
        }
        found.notes = notes + text.notes(path)
        return found
    }

    private static func sentences(of file: String, _ text: inout CaptionText) throws(RationaleError) -> [String] {
        var lines = try TextFile.bytes(of: file).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // What ends the last line begins no other.
        if lines.last?.isEmpty == true { lines.removeLast() }
        var sentences: [String] = []
        for (index, line) in lines.enumerated() {
            if let sentence = text.sentence(line, "\(file): line \(index + 1)") { sentences.append(sentence) }
        }
        return sentences
    }
}
