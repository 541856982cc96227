import RationaleCore
import RationaleFiles

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
