package import Foundation
package import RationaleCore
import RationaleFiles

/// Synonyms from a folder of WordNet 3.0: `index.*` and `*.exc` of nouns, verbs, adjectives and adverbs.
///
/// METEOR's `english.synsets` holds, for each lemma, the offsets of its synsets in WordNet's four data files, without the
/// part of speech; so words of different parts of speech whose offsets happen to be equal are synonyms too (`entity` and
/// `breathe` are both 1740). The same table is derived here, one word at a time.
///
/// Debian's package corrects a few synsets, which moves the offsets after them. They are moved back, so that the table is
/// METEOR's in every number: 147,306 words, 5,940 exceptions.
///
/// *Source:* Fellbaum (1998), "WordNet: An electronic lexical database"; the manual pages wndb(5WN) and morphy(7WN).
///
/// *Cost*: opening reads the eight files once, to index them.
package struct WordNetSynonyms: SynonymSource {
    package let name: String
    private let indexes: [(lines: HashedLines, correction: Correction?)]
    private var irregular = IrregularForms()

    /// Offsets that Debian's data files have beyond those published.
    private struct Correction {
        let range: Range<Int32>
        let surplus: Int32
    }

    /// Opens a folder.
    ///
    /// - Throws: `missingInput` or `badData`, naming the file.
    package init(folder: URL) throws(RationaleError) {
        let parts = ["noun", "verb", "adj", "adv"]
        var indexes: [(HashedLines, Correction?)] = []
        for part in parts {
            let lines = try HashedLines(
                MappedFile(contentsOf: folder.appendingPathComponent("index.\(part)")), linesPerEntry: 1)
            indexes.append((lines, try Self.correction(of: part, lines)))
            irregular.addWordNet(try MappedFile(contentsOf: folder.appendingPathComponent("\(part).exc")))
        }
        self.indexes = indexes
        // The licence at the head of each file says "WordNet 3.0 Copyright 2006".
        let head = indexes[0].0.file.bytes.slice(at: 0, count: min(2048, indexes[0].0.file.count))?.array ?? []
        let text = String(decoding: head, as: UTF8.self)
        guard let mark = text.range(of: #"WordNet \d+\.\d+"#, options: .regularExpression) else {
            throw RationaleError(
                .badData, "\(indexes[0].0.file.name): expected an index of WordNet, whose head names the version.",
                hint:
                    "Install the package wordnet-base, or name a folder that holds index.noun and noun.exc of WordNet 3.0."
            )
        }
        name = text[mark].lowercased().replacingOccurrences(of: " ", with: "-")
    }

    /// Debian's synset of *forget* is 18 bytes further than the published one, that of *placed* one byte.
    private static func correction(of part: String, _ lines: HashedLines) throws(RationaleError) -> Correction? {
        switch part {
        case "verb":
            let isMoved = try offsets(of: Array("forget".utf8)[...], in: lines)?.contains(613_036) ?? false
            return isMoved ? Correction(range: 613_036..<2_422_967, surplus: 18) : nil
        case "adj":
            let isMoved = try offsets(of: Array("placed".utf8)[...], in: lines)?.contains(1_681_478) ?? false
            return isMoved ? Correction(range: 1_681_478..<Int32.max, surplus: 1) : nil
        default: return nil
        }
    }

    package func sets(of word: ArraySlice<UInt8>) throws(RationaleError) -> [Int32]? {
        var found: [Int32]?
        for (lines, correction) in indexes {
            guard var offsets = try Self.offsets(of: word, in: lines) else { continue }
            if let correction {
                for index in offsets.indices where correction.range.contains(offsets[index]) {
                    offsets[index] -= correction.surplus
                }
            }
            found = (found ?? []) + offsets
        }
        return found
    }

    package func bases(of form: ArraySlice<UInt8>) -> [[UInt8]]? { irregular[form] }

    /// `lemma pos synset_cnt p_cnt [symbol…] sense_cnt tagsense_cnt offset…`: the last `synset_cnt` fields.
    private static func offsets(of word: ArraySlice<UInt8>, in lines: HashedLines) throws(RationaleError) -> [Int32]? {
        let found = lines.entry(of: word) { line, _ -> [Int32]? in
            let fields = line.split { $0 <= 0x20 }
            guard fields.count > 6, let count = number(fields[2]), count > 0, fields.count >= Int(count) + 6 else {
                return nil
            }
            let offsets = fields.suffix(Int(count)).compactMap { $0.count == 8 ? number($0) : nil }
            return offsets.count == count ? offsets : nil
        }
        if case .some(nil) = found {
            throw RationaleError(
                .badData,
                "\(lines.file.name): the line of '\(String(decoding: word, as: UTF8.self))' is damaged: expected the number of its synsets and as many offsets.",
                hint: "Install WordNet again: apt-get install --reinstall wordnet-base")
        }
        return found ?? nil
    }

    /// A number of up to nine digits.
    private static func number(_ digits: some Collection<UInt8>) -> Int32? {
        guard (1...9).contains(digits.count) else { return nil }
        var value: Int32 = 0
        for digit in digits {
            guard 0x30...0x39 ~= digit else { return nil }
            value = value * 10 + Int32(digit - 0x30)
        }
        return value
    }
}
