import Foundation
import RationaleCore
import RationaleData
import RationaleFiles
import RationaleText

/// The tokenizer of a file or of a transformer's folder.
enum TokenizerFile {
    static func reader(at path: String) throws -> any TextReader {
        let file = FolderInputs.isFolder(path) ? "\(path)/tokenizer.json" : path
        let bytes = try InputFile.bytes(of: file, name: file, maximumBytes: 1 << 30)
        let value = try JSONParser.parse(MappedBytes(copying: bytes, name: file))
        guard let model = value.object?["model"]?.object, let members = model["vocab"]?.object?.members else {
            throw RationaleError(.badData, "\(file): no WordPiece")
        }
        let words = members.sorted { $0.value.integer ?? 0 < $1.value.integer ?? 0 }.map(\.name)
        return try Vocabulary(words: words)
    }
}
