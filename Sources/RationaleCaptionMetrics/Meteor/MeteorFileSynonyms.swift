package import Foundation
package import RationaleCore
import RationaleFiles

/// Synonyms from METEOR's own files: `english.synsets` and `english.exceptions`. (`english.relations` is part of the
/// program too, which never reads it.)
///
/// Both files are pairs of lines: a word, then the numbers of its sets; a base form, then its irregular forms.
///
/// *Cost*: opening reads both files once, to index them.
package struct MeteorFileSynonyms: SynonymSource {
    package let name = "meteor"
    private let synsets: HashedLines
    private var irregular = IrregularForms()

    /// Opens a folder.
    ///
    /// - Throws: `missingInput` or `badData`, naming the file.
    package init(folder: URL) throws(RationaleError) {
        synsets = try HashedLines(
            MappedFile(contentsOf: folder.appendingPathComponent("english.synsets")), linesPerEntry: 2)
        irregular.addMeteor(try MappedFile(contentsOf: folder.appendingPathComponent("english.exceptions")))
    }

    package func sets(of word: ArraySlice<UInt8>) throws(RationaleError) -> [Int32]? {
        let fields = synsets.entry(of: word) { _, numbers in
            numbers.split { $0 == 0x20 || $0 == 0x09 }.map { Int32(String(decoding: $0, as: UTF8.self)) }
        }
        guard let fields else { return nil }
        let numbers = fields.compactMap(\.self)
        guard numbers.count == fields.count else {
            throw RationaleError(
                .badData,
                "\(synsets.file.name): the sets of '\(String(decoding: word, as: UTF8.self))' are damaged: expected numbers.",
                hint: "Take the file from METEOR 1.5 again (resources/synonym).")
        }
        return numbers
    }

    package func bases(of form: ArraySlice<UInt8>) -> [[UInt8]]? { irregular[form] }
}
