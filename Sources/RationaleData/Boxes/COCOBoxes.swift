import Foundation
public import RationaleCore
import RationaleImaging

/// Boxes of a COCO file (`instances.json`).
///
/// A picture's class is that of its largest box, and only boxes of that class are its boxes.
///
/// *Source:* Lin et al. (2014), "Microsoft COCO: common objects in context", arXiv 1405.0312, and its data format.
public enum COCOBoxes {
    private struct Document: Decodable {
        struct Picture: Decodable {
            let id: Int
            let fileName: String
            let width, height: Double?
        }
        struct Annotation: Decodable {
            let imageId, categoryId: Int
            let bbox: [Double]?
        }
        struct Category: Decodable {
            let id: Int
            let name: String
        }
        let images: [Picture]
        let annotations: [Annotation]
        let categories: [Category]
    }

    private static let largestFile = 1 << 30

    /// The pictures of a file, in its order.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - folder: that holds the pictures, themselves or in a folder `images`.
    /// - Throws: `RationaleError`: `missingInput`, or `badData` naming the annotation and what is wrong in it.
    public static func pictures(of path: String, in folder: String) throws(RationaleError) -> [AnnotatedPicture] {
        let bytes = try InputFile.bytes(of: path, name: path, maximumBytes: largestFile)
        let document: Document
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do { document = try decoder.decode(Document.self, from: Data(bytes)) } catch {
            throw RationaleError(
                .badData, "\(path): expected COCO's images, annotations and categories: \(Self.words(error))",
                underlying: error)
        }
        let names = Dictionary(document.categories.map { ($0.id, $0.name) }) { first, _ in first }
        var boxes: [Int: [(name: String, box: Box)]] = [:]
        let frames = Dictionary(document.images.map { ($0.id, frame(of: $0)) }) { first, _ in first }
        for (index, annotation) in document.annotations.enumerated() {
            guard let box = annotation.bbox else { continue }
            let place = "\(path), annotation \(index)"
            guard box.count == 4, box.allSatisfy({ $0.isFinite && abs($0) < 1e9 }),
                let frame = frames[annotation.imageId],
                let name = names[annotation.categoryId]
            else {
                throw RationaleError(
                    .badData, "\(place): expected four numbers as bbox, a picture and a category that exist",
                    hint: "It names the picture \(annotation.imageId) and the category \(annotation.categoryId).")
            }
            let edges = [box[0], box[1], box[0] + box[2], box[1] + box[3]]
            boxes[annotation.imageId, default: []].append((name, try Box(edges: edges, in: frame, place: place)))
        }
        let base = FileManager.default.fileExists(atPath: "\(folder)/images") ? "\(folder)/images" : folder
        return document.images.map { picture in
            let found = boxes[picture.id] ?? []
            let name = found.max { $0.box.area < $1.box.area }?.name
            let inFolder = "\(folder)/\(picture.fileName)"
            return AnnotatedPicture(
                path: FileManager.default.fileExists(atPath: inFolder) ? inFolder : "\(base)/\(picture.fileName)",
                label: name.map { .name($0) }, boxes: found.filter { $0.name == name }.map(\.box),
                frame: frame(of: picture))
        }
    }

    private static func frame(of picture: Document.Picture) -> AnnotatedPicture.Frame? {
        guard let width = picture.width, let height = picture.height else { return nil }
        return AnnotatedPicture.Frame(width: width, height: height)
    }

    private static func words(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return error.localizedDescription }
        switch error {
        case .keyNotFound(let key, _): return "there is no '\(key.stringValue)'"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' is of another kind"
        default: return "it is no JSON"
        }
    }
}
