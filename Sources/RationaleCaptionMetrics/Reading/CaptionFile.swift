import Foundation
import RationaleCore
import RationaleFiles

/// Reads one file of sentences.
enum CaptionFile {
    /// A sentence about an image.
    struct Entry {
        /// The identifier as text: 42 and "42" are the same.
        let image: String
        let caption: String
    }

    static func isJSON(_ path: String) -> Bool { path.lowercased().hasSuffix(".json") }

    private static func bytes(of path: String) throws(RationaleError) -> [UInt8] {
        do throws(RationaleError) {
            let bytes = try InputFile.bytes(of: path, name: path)
            return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        } catch {
            // The reader's own hints for bad data are about pictures.
            throw error.code == .badData ? RationaleError(.badData, error.message) : error
        }
    }

    /// The lines of a text file, none of them empty.
    static func lines(of path: String) throws(RationaleError) -> [String] {
        let bytes = try bytes(of: path)
        var lines: [String] = []
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let last = end > start && bytes[end - 1] == 0x0D ? end - 1 : end
            guard let line = String(validating: bytes[start..<last], as: UTF8.self) else {
                throw RationaleError(
                    .badData, "\(path), line \(lines.count + 1): the text is not UTF-8",
                    hint: "Convert it, for example with iconv -f latin1 -t utf-8.")
            }
            guard !isBlank(line) else {
                throw RationaleError(
                    .badData, "\(path), line \(lines.count + 1): the line is empty",
                    hint: "Each line holds a sentence. Take it out of all files where there is none.")
            }
            lines.append(line)
            start = end + 1
        }
        guard !lines.isEmpty else { throw RationaleError(.badData, "\(path): the file is empty") }
        return lines
    }

    /// The entries of a COCO file: a list, or the list `annotations` of an object.
    static func entries(of path: String) throws(RationaleError) -> [Entry] {
        let refusal = FileRefusal(file: path)
        let bytes = try bytes(of: path)
        let mapped = try MappedBytes(copying: bytes, name: path)
        let document: JSONValue
        do throws(JSONParser.Failure) {
            document = try JSONParser.parse(mapped, valueLimit: 50_000_000)
        } catch {
            let line = bytes.prefix(error.position).count { $0 == 0x0A } + 1
            throw RationaleError(.badData, "\(path), line \(line): no JSON: \(error.message)")
        }
        guard let list = document.array ?? document.object?["annotations"]?.array else {
            throw refusal(
                "expected a list of {\"image_id\", \"caption\"}, or an object with such a list as \"annotations\"; found "
                    + document.kind)
        }
        guard !list.isEmpty else { throw refusal("the list is empty") }
        var entries: [Entry] = []
        entries.reserveCapacity(list.count)
        for (index, value) in list.enumerated() {
            guard let object = value.object else {
                throw refusal("entry \(index + 1): expected an object, found \(value.kind)")
            }
            guard let image = object["image_id"].flatMap({ $0.integer.map { "\($0)" } ?? $0.string }) else {
                throw refusal(
                    "entry \(index + 1): expected image_id, a number or a string, found "
                        + (object["image_id"]?.kind ?? "none"))
            }
            guard let caption = object["caption"]?.string else {
                throw refusal(
                    "entry \(index + 1), image_id \(image): expected caption, a string, found "
                        + (object["caption"]?.kind ?? "none"))
            }
            guard !isBlank(caption) else {
                throw refusal(
                    "entry \(index + 1), image_id \(image): the caption is empty",
                    hint: "Take the image out of both files where there is no sentence.")
            }
            entries.append(Entry(image: image, caption: caption))
        }
        return entries
    }

    private static func isBlank(_ text: String) -> Bool { text.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}
