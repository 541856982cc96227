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

    @Test(arguments: ["csv", "tsv"]) func `A tenth of each class is held out, drawn with a fixed seed`(kind: String)
        throws
    {
        // Sorted by class, as people's tables are, and with a period of ten.
        for rows in [(0..<60).map { ($0, $0 / 40) }, (0..<60).map { ($0, $0 % 10 == 9 ? 1 : 0) }] {
            let lines = rows.map { kind == "csv" ? "\($0.1),text \($0.0)" : "text \($0.0)\t\($0.1)" }
            let file = (kind == "csv" ? ["label,text"] : []) + lines
            let found = try texts(["t.\(kind)": file.joined(separator: "\n")], "t.\(kind)")
            for label in 0...1 {
                let count = rows.count { $0.1 == label }
                #expect(found.validation.count { $0.label == label } == max(1, (count + 5) / 10))
                #expect(found.training.contains { $0.label == label })
            }
            #expect(Set(found.training.map(\.text)).isDisjoint(with: found.validation.map(\.text)))
            #expect(found.training.count + found.validation.count == 60)
            #expect(found.notes.last?.contains("texts are held out, to judge by") == true, "\(found.notes)")
            // The same each time, and no stride.
            let again = try texts(["t.\(kind)": file.joined(separator: "\n")], "t.\(kind)")
            #expect(again.validation == found.validation)
            let places = found.validation.compactMap { Int($0.text.dropFirst(5)) }
            #expect(Set(places.map { $0 % 10 }).count > 1, "\(places)")
        }
    }

    @Test func `Small classes are in both parts, and a text is in one`() throws {
        let rows = [("a", 0), ("b", 0), ("c", 1), ("d", 1), ("e", 2), ("same", 0), ("same", 1), ("a", 0), ("b", 0)]
        let found = try texts(["t.tsv": rows.map { "\($0.0)\t\($0.1)" }.joined(separator: "\n")], "t.tsv")
        #expect(Set(found.training.map(\.label)) == [0, 1, 2])
        #expect(Set(found.validation.map(\.label)) == [0, 1])
        #expect(Set(found.training.map(\.text)).isDisjoint(with: found.validation.map(\.text)))
        #expect(found.training.count { $0.text == "same" } == 2)
        #expect(found.notes.contains { $0.contains("nothing is held out of '2'") }, "\(found.notes)")
    }

    @Test(arguments: [
        (
            "t.tsv", "good\t1\nno label\nbad\t0\nfine\t1\nworse\t0\na\tb\tc\nx\t \n", 4, "3 of 7 lines",
            "line 2 has 1 field"
        ),
        (
            "t.csv", "label,text\n1,good\n0\n0,bad\n1,fine\n0,worse\n,no label\n1,a,b\n", 4, "3 of 7 texts",
            "text 2 has no words"
        ),
    ])
    func `Faulty lines are passed over and counted`(
        name: String, text: String, count: Int, counted: String, named: String
    ) throws {
        let found = try texts([name: text], name)
        #expect(found.training.count + found.validation.count == count)
        #expect(
            found.notes.first?.contains(counted) == true && found.notes.first?.contains(named) == true, "\(found.notes)"
        )
    }

    @Test func `A file that is no text does not spoil the folder`() throws {
        let place = try folder([
            "train/a/1.txt": Data("x".utf8), "train/b/1.txt": Data("y".utf8), "train/b/2.txt": Data([0xFF]),
            "test/a/1.txt": Data("z".utf8), "test/a/2.txt": Data(),
        ])
        defer { try? FileManager.default.removeItem(atPath: place) }
        let found = try LabeledTexts(place)
        #expect(found.training.count == 2 && found.validation.count == 1)
        #expect(found.notes.count == 2 && found.notes[0].contains("1 of 3 texts is passed over"), "\(found.notes)")
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let name: String
        let files: [String: String]
        let says: [String]
        var code = RationaleError.Code.badData
        var testDescription: String { says.joined(separator: " ") }
    }

    static let bad = [
        Bad(name: "t.tsv", files: ["t.tsv": "no label\n"], says: ["t.tsv", "line 1", "1 field"]),
        Bad(name: "t.tsv", files: ["t.tsv": "a\tb\tc\n"], says: ["line 1", "3 fields"]),
        Bad(name: "t.tsv", files: ["t.tsv": "good\t \n"], says: ["line 1"]),
        Bad(name: "t.tsv", files: ["t.tsv": ""], says: ["no texts to learn from"]),
        Bad(name: "t.tsv", files: ["t.tsv": "a\t1\nb\t1\n"], says: ["class '1'"]),
        Bad(name: "t.tsv", files: ["t.tsv": "a\t1\nb\t0\n"], says: ["no texts to judge by"]),
        Bad(name: "t.csv", files: ["t.csv": "class,body\n1,a\n"], says: ["class, body", "label and text"]),
        Bad(name: "t.csv", files: ["t.csv": "label,text\n,a\n"], says: ["text 1"]),
        Bad(name: "t.csv", files: ["t.csv": "label,text\n1,\"never closed\n"], says: ["t.csv"]),
        Bad(name: "t.csv", files: ["t.csv": ""], says: ["t.csv"]),
        Bad(name: "t.doc", files: ["t.doc": "x"], says: [".csv, .tsv or .jsonl"]),
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
