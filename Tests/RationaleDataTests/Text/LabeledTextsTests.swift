import Foundation
import RationaleCore
import RationaleData
import Testing

/// The layouts of texts with classes, and what is wrong with them.
struct LabeledTextsTests {
    /// Files in a folder of their own.
    private func folder(_ files: [String: Data]) throws -> String {
        let place = FileManager.default.temporaryDirectory.appending(path: "rationale-texts-\(UUID().uuidString)")
        for (name, bytes) in files {
            let file = place.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try bytes.write(to: file)
        }
        return place.path
    }

    private func texts(_ files: [String: String], _ name: String = "") throws -> LabeledTexts {
        let place = try folder(files.mapValues { Data($0.utf8) })
        defer { try? FileManager.default.removeItem(atPath: place) }
        return try LabeledTexts(name.isEmpty ? place : "\(place)/\(name)")
    }

    @Test func `SST-2's tables, with and without a first line`() throws {
        let found = try texts([
            "train.tsv": "sentence\tlabel\na , good film \t1\r\nbad\t0\n\n", "dev.tsv": "not bad\t1\n",
        ])
        #expect(found.classes == ["0", "1"])
        #expect(found.training == [.init("a , good film ", 1), .init("bad", 0)])
        #expect(found.validation == [.init("not bad", 1)])
        #expect(found.notes.isEmpty)
    }

    @Test func `A folder for each class, reviews without one left out`() throws {
        let found = try texts([
            "train/pos/0_9.txt": "good", "train/neg/0_1.txt": "bad\nfilm", "train/unsup/0_0.txt": "?",
            "train/neg/notes.md": "no", "test/neg/1_1.txt": "worse", "train/urls.txt": "x",
        ])
        #expect(found.classes == ["neg", "pos"])
        #expect(found.training == [.init("bad\nfilm", 0), .init("good", 1)])
        #expect(found.validation == [.init("worse", 0)])
    }

    @Test func `A table with quotation marks, and which rows are judged by`() throws {
        let csv = "Label,text,is_valid\nneg,\"a, \"\"bad\"\"\nfilm\",False\npos,good,false\npos,\"fine\",True\n"
        let found = try texts(["t.csv": csv], "t.csv")
        #expect(found.training == [.init("a, \"bad\"\nfilm", 0), .init("good", 1)])
        #expect(found.validation == [.init("fine", 1)])
    }

    @Test(arguments: ["csv", "tsv"]) func `A tenth is held out where nobody says which`(kind: String) throws {
        let rows = (0..<30).map { kind == "csv" ? "\($0 % 2),text \($0)" : "text \($0)\t\($0 % 2)" }
        let file = (kind == "csv" ? ["label,text"] : []) + rows
        let found = try texts(["t.\(kind)": file.joined(separator: "\n")], "t.\(kind)")
        #expect(found.validation.map(\.text) == ["text 9", "text 19", "text 29"])
        #expect(found.training.count == 27)
        #expect(found.notes == ["every tenth of the 30 texts is held out, to judge by"])
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let name: String
        let files: [String: String]
        let says: [String]
        var code = RationaleError.Code.badData
        var testDescription: String { says.joined(separator: " ") }
    }

    static let bad = [
        Bad(name: "t.tsv", files: ["t.tsv": "good\t1\nno label\n"], says: ["t.tsv", "line 2", "1 field"]),
        Bad(name: "t.tsv", files: ["t.tsv": "a\tb\tc\n"], says: ["line 1", "3 fields"]),
        Bad(name: "t.tsv", files: ["t.tsv": "good\t \n"], says: ["line 1"]),
        Bad(name: "t.tsv", files: ["t.tsv": ""], says: ["no texts to learn from"]),
        Bad(name: "t.tsv", files: ["t.tsv": "a\t1\nb\t1\n"], says: ["class '1'"]),
        Bad(name: "t.tsv", files: ["t.tsv": "a\t1\nb\t0\n"], says: ["no texts to judge by"]),
        Bad(name: "t.csv", files: ["t.csv": "class,body\n1,a\n"], says: ["class, body", "label and text"]),
        Bad(name: "t.csv", files: ["t.csv": "label,text\n,a\n"], says: ["text 1"]),
        Bad(name: "t.csv", files: ["t.csv": "label,text\n1,\"never closed\n"], says: ["t.csv"]),
        Bad(name: "t.csv", files: ["t.csv": ""], says: ["t.csv"]),
        Bad(name: "t.doc", files: ["t.doc": "x"], says: [".csv or .tsv"]),
        Bad(name: "gone", files: ["t.tsv": ""], says: ["gone"], code: .missingInput),
        Bad(name: "", files: ["readme.md": ""], says: ["train.tsv", "train/CLASS"], code: .missingInput),
        Bad(
            name: "", files: ["train/a/1.txt": "x", "train/b/1.txt": "x", "test/c/1.txt": "x"], says: ["class 'c'"]),
        Bad(name: "", files: ["train/a/1.txt": "x", "train/b/1.txt": "x"], says: ["test"], code: .missingInput),
    ]

    @Test(arguments: bad) func `What cannot be used is refused, naming the place`(example: Bad) throws {
        let error = #expect(throws: RationaleError.self) { try texts(example.files, example.name) }
        #expect(error?.code == example.code)
        let words = "\(error?.message ?? "") \(error?.hint ?? "")"
        for part in example.says { #expect(words.contains(part), "\(words)") }
    }

    @Test func `Bytes that are no text are refused with their line`() throws {
        let place = try folder(["t.tsv": Data("good\t1\nba".utf8) + Data([0xff, 0xfe]) + Data("d\t0\n".utf8)])
        defer { try? FileManager.default.removeItem(atPath: place) }
        let error = #expect(throws: RationaleError.self) { try LabeledTexts("\(place)/t.tsv") }
        #expect(error?.message.contains("line 2 is not UTF-8") == true, "\(error?.message ?? "")")
    }
}
