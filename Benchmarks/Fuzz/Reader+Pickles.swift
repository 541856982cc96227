import Foundation
import RationaleFiles
import RationaleNetworks
import RationaleTorch

extension Reader {
    static let pickle = Reader(
        name: "pickle",
        seeds: {
            struct Document: Decodable {
                struct File: Decodable { let file: Data }
                let cases: [File]
            }
            let path = "../../../Tests/RationaleNetworksTests/Golden/pickles.json"
            let url = URL(filePath: #filePath).appending(path: path).standardized
            return try JSONDecoder().decode(Document.self, from: Data(contentsOf: url)).cases.map { [UInt8]($0.file) }
        },
        lengthFields: { bytes in
            // Behind instructions with a length or a number of 4 bytes.
            let marks = "XBTJjr".utf8
            return bytes.indices.dropLast(4).filter { marks.contains(bytes[$0]) }.map { $0 + 1 }
        },
        read: { bytes in
            let pickle = try PickleFile(MappedFile(copying: bytes))
            for object in pickle.document.objects.indices {
                guard case .array = pickle.document.objects[object] else { continue }
                let value = PickleValue.object(object)
                if let tensor = try? pickle.tensor(value, "array") {
                    precondition(tensor.contiguousBytes.count == tensor.elementCount * tensor.dtype.size)
                } else {
                    _ = try? pickle.strings(value, "text")
                }
            }
        })
}
