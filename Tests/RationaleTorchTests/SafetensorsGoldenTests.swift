import Foundation
import RationaleFiles
import RationaleTorch
import Testing

/// Files of the official library, as `scripts/reference/safetensors_files.py` wrote them.
struct SafetensorsGolden: Decodable, Sendable, CustomTestStringConvertible {
    struct Tensor: Decodable {
        let name: String
        let dtype: String
        let shape: [Int]
        let bytes: Data
    }

    let name: String
    let file: Data
    let metadata: [String: String]
    let tensors: [Tensor]

    var testDescription: String { name }

    static let all: [SafetensorsGolden] = {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Golden/safetensors.json")
        struct Document: Decodable { let cases: [SafetensorsGolden] }
        let decoder = JSONDecoder()
        return try! decoder.decode(Document.self, from: Data(contentsOf: url)).cases
    }()
}

struct SafetensorsGoldenTests {
    @Test(arguments: SafetensorsGolden.all)
    func `Files of the official library are read`(golden: SafetensorsGolden) throws {
        let file = try SafetensorsFile(bytes: MappedBytes(copying: golden.file))
        #expect(file.metadata == golden.metadata)
        #expect(Set(file.names) == Set(golden.tensors.map(\.name)))
        #expect(file.tensors.count == golden.tensors.count)
        for expected in golden.tensors {
            let tensor = try #require(file.tensors[expected.name])
            #expect("\(tensor.dtype)" == expected.dtype)
            #expect(tensor.shape == expected.shape)
            #expect(tensor.contiguousBytes == [UInt8](expected.bytes))
            #expect(tensor.isContiguous)
        }
    }

    @Test(arguments: SafetensorsGolden.all)
    func `What is written equals the official library's bytes`(golden: SafetensorsGolden) throws {
        let file = try SafetensorsFile(bytes: MappedBytes(copying: golden.file))
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).safetensors")
        defer { try? FileManager.default.removeItem(at: url) }
        // Any order of arguments gives the same file.
        let tensors = file.names.reversed().map { ($0, file.tensors[$0]!) }
        try SafetensorsFile.write(tensors, metadata: file.metadata, to: url)
        #expect(try Data(contentsOf: url) == golden.file)
        #expect(try SafetensorsFile(contentsOf: url).names == file.names)
    }
}
