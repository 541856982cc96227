import Foundation
import RationaleCore
import RationaleData
import RationaleFiles
import RationaleText

/// The tokenizer of a file or of a transformer's folder.
enum TokenizerFile {
    /// - Parameter path: a `tokenizer.json`, BERT's `vocab.txt`, or a folder with either.
    /// - Throws: `RationaleError`: `missingInput`, or `badData` with what is wrong in the file.
    static func reader(at path: String) throws -> any TextReader {
        guard FolderInputs.isFolder(path) else { return try reader(of: path) }
        let folder = TransformerFolder(path)
        guard let file = folder.tokenizer else {
            throw RationaleError(
                .missingInput, "\(path): there is no tokenizer in this folder",
                hint: "It is called tokenizer.json, or vocab.txt; tokenizer.save_pretrained writes it.")
        }
        let reader = try reader(of: file)
        guard var tokenizer = reader as? Tokenizer, let length = try folder.longestText() else { return reader }
        tokenizer.maximumLength = length
        return tokenizer
    }

    private static func reader(of file: String) throws -> any TextReader {
        if file.lowercased().hasSuffix(".txt") { return try TextFile.vocabulary(of: file) }
        return try Tokenizer(contentsOf: file)
    }
}

extension TransformerFolder {
    /// The longest text by `tokenizer_config.json`, in tokens; `nil` where it does not say.
    ///
    /// - Throws: `RationaleError.Code.badData` where it is no JSON object.
    fileprivate func longestText() throws(RationaleError) -> Int? {
        guard let file = file("tokenizer_config.json") else { return nil }
        let length = try JSONObjectFile.object(of: file)["model_max_length"]?.integer
        // What has no limit says 10^30.
        return length.flatMap { (1...1_000_000).contains($0) ? $0 : nil }
    }
}

/// The JSON object in a small file of a transformer's folder.
enum JSONObjectFile {
    private static let largestFile = 64 << 20

    /// - Throws: `RationaleError`: `missingInput`, or `badData` where it is no JSON object.
    static func object(of path: String) throws(RationaleError) -> JSONObject {
        let bytes = try InputFile.bytes(of: path, name: path, maximumBytes: largestFile)
        let text = try MappedBytes(copying: bytes, name: path)
        let value: JSONValue
        do throws(JSONParser.Failure) { value = try JSONParser.parse(text) } catch {
            throw RationaleError(
                .badData, "\(path): it is no JSON, at byte \(error.position): \(error.message)",
                hint: "Save the model again with save_pretrained.")
        }
        guard let object = value.object else {
            throw RationaleError(
                .badData, "\(path): expected an object, found \(value.kind)",
                hint: "Save the model again with save_pretrained.")
        }
        return object
    }
}
