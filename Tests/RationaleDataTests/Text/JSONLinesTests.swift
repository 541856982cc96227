import Foundation
import RationaleCore
import RationaleData
import RationaleText
import Testing

/// Tables of texts to explain or to learn from, one JSON object in each line.
@Suite struct JSONLinesTests {
    private func written(_ text: String, _ name: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "rationale-lines-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    @Test func `Texts and labels, with what is passed over`() throws {
        let lines = """
            {"text": "a \\"fine\\" film", "label": "good", "year": 1999}
            {"text": "dull", "label": 0}

            {"text": "no label"}
            [1]
            {"label": "good"}
            {"text": " ", "label": "good"}
            not json
            {"text": "also fine", "label": "good"}
            {"text": "also dull", "label": 0}
            """
        let path = try written(lines, "texts.jsonl")
        let found = try LabeledTexts(path)
        #expect(found.classes == ["0", "good"])
        #expect(found.training.count + found.validation.count == 4)
        let note = try #require(found.notes.first { $0.contains("line 4") })
        #expect(note.contains("5"), "\(note)")
        // Labels are not needed to explain.
        let texts = try TextTableFile.texts(of: path)
        #expect(texts.texts == ["a \"fine\" film", "dull", "no label", "also fine", "also dull"])
    }

    @Test func `Only line feeds end a line`() throws {
        let path = try written("{\"text\": \"a\u{2028}b\u{85}c\"}\r\n{\"text\": \"d\"}\n", "t.jsonl")
        #expect(try TextTableFile.texts(of: path).texts == ["a\u{2028}b\u{85}c", "d"])
        let table = try written("a\u{2028}b\t1\rc\t0\n", "t.tsv")
        #expect(try TextTableFile.texts(of: table).texts == ["a\u{2028}b", "c"])
        let words = try TextFile.vocabulary(of: written("the\nx\u{2028}y\r\nbird\n", "words.txt")).words
        #expect(words == ["the", "x\u{2028}y", "bird"])
    }

    @Test func `Tables of texts are told by their names, and need no labels`() throws {
        #expect(TextTableFile.isNamed("A.CSV") && TextTableFile.isNamed("b.jsonl") && !TextTableFile.isNamed("c.txt"))
        #expect(try TextTableFile.texts(of: written("id,text\n1,\"a, b\"\n2,c\n", "t.csv")).texts == ["a, b", "c"])
        #expect(try TextTableFile.texts(of: written("good\t1\nbad\t0\n", "t.tsv")).texts == ["good", "bad"])
    }

    @Test(arguments: ["", "nothing", "{\"text\": 3}", "{\"text\":", "{\"text\": \"\"}"])
    func `What has no texts is refused`(text: String) throws {
        let path = try written(text, "t.jsonl")
        guard !text.isEmpty else {
            #expect(try TextTableFile.texts(of: path).texts.isEmpty)
            return
        }
        let error = #expect(throws: RationaleError.self) { try TextTableFile.texts(of: path) }
        #expect(error?.code == .badData && error?.hint?.contains("\"text\"") == true)
    }
}
