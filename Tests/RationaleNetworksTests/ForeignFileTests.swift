import Foundation
import RationaleCore
import RationaleFiles
import RationaleNetworks
import RationaleTorch
import Testing

/// Files that are no networks are named before their structure is asked for.
struct ForeignFileTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let hint: String

        init(_ kind: String, _ bytes: [UInt8], hint: String = "torch.export.save") {
            testDescription = kind
            self.bytes = bytes
            self.hint = hint
        }
    }

    private static func zip(_ names: String..., method: UInt16 = 8) -> [UInt8] {
        ZipFixture(
            records: names.map { name in
                var record = ZipFixture.Record(name, "x")
                record.method = method
                return record
            }
        ).bytes
    }

    static let all: [Example] = [
        Example("TorchScript", zip("m/data.pkl", "m/code/__torch__.py", "m/constants.pkl", "m/version")),
        Example("TorchScript", zip("m/data.pkl", "m/constants.pkl", method: 0), hint: "state_dict()"),
        Example("a JPEG picture", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16], hint: "rationale explain"),
        Example("a PNG picture", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], hint: "rationale explain"),
        Example("a WebP picture", Array("RIFF....WEBPVP8 ".utf8), hint: "rationale explain"),
        Example("ONNX", [8, 8, 0x12, 7] + Array("pytorch".utf8) + [0x1A, 5]),
        Example("HDF5", [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]),
        Example("Keras", zip("metadata.json", "config.json", "model.weights.h5")),
        Example("TensorFlow Lite", [0x1C, 0, 0, 0] + Array("TFL3".utf8) + [0, 0]),
        Example("GGUF", Array("GGUF".utf8) + [3, 0, 0, 0]),
        Example("NumPy", zip("a.npy", "b.npy")),
        Example(
            "a zip archive of other files", zip("inner/model.pth", "readme.md"),
            hint: "Unpack it and name inner/model.pth"),
        Example("a web page", Array("\n<!DOCTYPE html><html>404".utf8), hint: "Download"),
        Example(
            "a Git LFS pointer", Array("version https://git-lfs.github.com/spec/v1\noid sha256:0\n".utf8),
            hint: "git lfs pull"),
        Example("the index of weights", Array(#"{"metadata": {}, "weight_map": {"a": "b"}}"#.utf8), hint: "one file"),
        Example("a JSON document", Array(#"{"a":{ {"b": 1}}"#.utf8), hint: ".safetensors"),
        Example("a text file", Array("hello".utf8), hint: ".safetensors"),
        Example("a gzip archive", [0x1F, 0x8B, 8, 0], hint: "Unpack"),
    ]

    @Test(arguments: all) func `A foreign file is named, with the way to go on`(example: Example) throws {
        let file = try MappedFile(copying: example.bytes, name: "it.pt")
        let readers: [(MappedFile) throws -> Void] = [{ _ = try PyTorchWeights($0) }, { _ = try ExportArchive($0) }]
        for read in readers {
            let error = #expect(throws: RationaleError.self) { try read(file) }
            #expect(error?.code == .badData)
            #expect(error?.message.contains(example.testDescription) == true, "\(error?.message ?? "")")
            #expect(error?.message.hasPrefix("it.pt: ") == true)
            #expect(error?.hint?.contains(example.hint) == true, "\(error?.hint ?? "")")
        }
    }

    @Test func `Networks and weights are not foreign`() throws {
        let ours = [
            ZipFixture.saved(pickle: [0x80, 2, 0x7D, 0x2E]).bytes, Self.zip("m/archive_format", "m/models/model.json"),
            [0x80, 2, 0x8A], Array(SafetensorsFileBytes.empty), [1, 2, 3],
        ]
        for bytes in ours { #expect(try ForeignFile(MappedFile(copying: bytes)) == nil) }
    }
}

private enum SafetensorsFileBytes {
    /// A header of two bytes, and no tensors.
    static let empty: [UInt8] = [2, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8)
}
