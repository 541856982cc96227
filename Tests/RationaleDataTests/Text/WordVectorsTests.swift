import Foundation
import RationaleCore
import RationaleData
import RationaleText
import Testing

struct WordVectorsTests {
    private let vocabulary = Vocabulary(mostFrequentOf: [["film", "good"]])

    private func file(_ bytes: Data) throws -> String {
        let place = FileManager.default.temporaryDirectory.appending(path: "rationale-\(UUID().uuidString).txt")
        try bytes.write(to: place)
        return place.path
    }

    private func vectors(_ text: String) throws -> WordVectors {
        try WordVectors(file(Data(text.utf8)), for: vocabulary)
    }

    @Test func `The vocabulary's words are read, others passed over`() throws {
        let found = try vectors("the 9 9 9\ngood 0.5 -1e-1 2\nzebra x y z\n")
        #expect(found.width == 3 && found.vectors == [3: [0.5, -0.1, 2]] && found.notes.isEmpty)
    }

    @Test func `A last line that is cut off is left out and said so`() throws {
        let found = try vectors("good 1 2\nfilm 3 4\nbird 5")
        #expect(found.vectors.count == 2)
        #expect(found.notes.count == 1 && found.notes[0].contains("cut off"))
    }

    @Test func `Words in other encodings are passed over`() throws {
        let bytes = Data("good 1 2\n".utf8) + Data([0x96]) + Data(" 3 4\nfilm 5 6\n".utf8)
        #expect(try WordVectors(file(bytes), for: vocabulary).vectors == [3: [1, 2], 2: [5, 6]])
    }

    @Test(arguments: [
        ("", "no vectors"), ("good\n", "line 1"), ("good 1 2\nfilm 1\nthe 1 2\n", "line 2 has 1 numbers, expected 2"),
        ("good 1 nan\n", "'good'"), ("good 1 x\nfilm 1 2\n", "'good'"),
        ("the 1 2\n", "none of the vocabulary's 4 words"),
    ])
    func `What cannot be used is refused`(text: String, says: String) throws {
        let error = #expect(throws: RationaleError.self) { try vectors(text) }
        #expect(error?.code == .badData)
        #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
    }

    @Test func `A vocabulary's file is one word a line`() throws {
        #expect(try TextFile.vocabulary(of: file(Data("<unk>\r\n<pad>\r\ngood\n\n".utf8))).words.last == "good")
        for (text, says) in [("a\n\nb\n", "line 2 is empty"), ("a\na\n", "'a' twice"), ("", "1 to")] {
            let error = #expect(throws: RationaleError.self) { try TextFile.vocabulary(of: file(Data(text.utf8))) }
            #expect(error?.code == .badData && error?.message.contains(says) == true, "\(error?.message ?? "")")
        }
    }
}
