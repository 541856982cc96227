import Foundation
import RationaleCore
import RationaleData
import RationaleText
import RationaleTorch
import Testing

/// Data folders of InterpNET as `scripts/reference/interpnet_data.py` wrote them.
private struct InterpNETGolden: Decodable, CustomTestStringConvertible {
    let name: String
    let files: [String: Data?]
    let message: String?

    var testDescription: String { name }

    static let all: [InterpNETGolden] = {
        let url = URL(fileURLWithPath: #filePath).appending(path: "../../Golden/interpnet_data.json").standardized
        do {
            let cases = try JSONDecoder().decode([String: [InterpNETGolden]].self, from: Data(contentsOf: url))
            return cases["cases"] ?? []
        } catch {
            fatalError("interpnet_data.json: \(error)")
        }
    }()

    static let sound = all.filter { $0.message == nil }
    static let bad = all.filter { $0.message != nil }

    /// Reads the folder; a bad one has the files of the last sound one, less its own.
    func read<Value>(_ change: (DataFiles) throws -> Void = { _ in }, _ body: (String) throws -> Value) throws -> Value
    {
        let folder = try DataFiles()
        defer { folder.remove() }
        var all = message == nil ? [:] : Self.sound.last?.files ?? [:]
        for (name, data) in files { all[name] = .some(data) }
        for case (let name, let data?) in all { try folder.write([UInt8](data), to: name) }
        try change(folder)
        return try body(folder.path)
    }
}

struct InterpNETDataTests {
    @Test(arguments: InterpNETGolden.sound)
    private func `A published folder is read`(golden: InterpNETGolden) throws {
        try golden.read { path in
            #expect(InterpNETData.isIn(path))
            let data = try InterpNETData(in: path)
            #expect(data.names == ["001.Wren/a.jpg", "001.Wren/b.jpg", "002.Tit/d.jpg", "002.Tit/e.jpg"])
            #expect(data.features.shape == [4, 3] && data.features.dtype == .float32)
            #expect(try Tensor(data.features).floats == (0..<12).map { Float($0) / 8 })
            #expect(data.labels == [0, 0, 1, 1] && data.classes == ["001.Wren", "002.Tit"])
            #expect(
                data.vocabulary.words == ["<start>", "the", "bird", "has", "a", "red", "black", "wing", "bill", "."])
            #expect(data.maximumLength == 5)
            #expect(data.tokens(of: 1) == [[1, 2, 9], [5, 7, 9]])
            #expect(data.words(of: 0) == [["bird", "has", "a", "wing", "."], ["a", "black", "bird", "."]])
            #expect(data.words(of: 3) == [["black", "."], ["bird", "."]])
            #expect(data.training == [0, 2] && data.validation == [3] && data.test == [1])
            #expect(data.notes.isEmpty, "\(data.notes)")
        }
    }

    @Test(arguments: InterpNETGolden.bad)
    private func `A folder whose files do not fit is refused with the reason`(golden: InterpNETGolden) throws {
        try golden.read { path in
            let error = #expect(throws: RationaleError.self) { try InterpNETData(in: path) }
            let message = (error?.message ?? "").replacingOccurrences(of: path, with: "FOLDER")
            #expect(message.hasPrefix("FOLDER/"), "\(message)")
            #expect(message.contains(golden.message ?? "?"), "\(message)")
        }
    }

    @Test func `A file that is not there is told apart`() throws {
        for golden in InterpNETGolden.bad where golden.name == "no names" || golden.name == "no list" {
            try golden.read { path in
                let error = #expect(throws: RationaleError.self) { try InterpNETData(in: path) }
                #expect(error?.code == .missingInput)
            }
        }
    }

    @Test func `What is odd but can be read is said`() throws {
        let golden = try #require(InterpNETGolden.sound.first)
        try golden.read { folder in
            try folder.write("001.Wren/a.jpg\n\n 001.Wren/b.jpg \n001.Wren/a.jpg\n", to: "train_no_cub.txt")
        } _: { path in
            let data = try InterpNETData(in: path)
            #expect(data.training == [0, 1] && data.test == [1])
            let says = [
                "test_no_cub.txt: a picture stands in", "train_no_cub.txt: 1 of 3 lines is passed over: line 4",
                "1 of 2 classes have no pictures to learn from, such as 002.Tit",
            ]
            #expect(data.notes.count == says.count, "\(data.notes)")
            for (note, text) in zip(data.notes, says) { #expect(note.contains(text), "\(note)") }
        }
    }
}
