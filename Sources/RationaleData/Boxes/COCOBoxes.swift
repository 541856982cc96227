import Foundation
package import RationaleCore
import RationaleFiles
import RationaleImaging

/// Boxes of a COCO file (`instances.json`).
///
/// A picture's class is that of its largest box, and only boxes of that class are its boxes.
///
/// *Source:* Lin et al. (2014), "Microsoft COCO: common objects in context", arXiv 1405.0312, and its data format.
package enum COCOBoxes {
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
        let images: [Record<Picture>]
        let annotations: [Record<Annotation>]
        let categories: [Record<Category>]
    }

    /// A record that may be faulty, which does not spoil the others.
    private struct Record<Value: Decodable>: Decodable {
        let result: Result<Value, any Error>

        init(from decoder: any Decoder) throws { result = Result { try Value(from: decoder) } }
    }

    private static let largestFile = 1 << 30

    /// The pictures of a file, in its order.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - folder: that holds the pictures, themselves or in a folder `images`.
    /// - Returns: also notes of pictures, annotations and categories that are passed over: of another form, of a picture or
    ///   category that does not exist, with a box that has no size or lies outside of its picture.
    /// - Throws: `RationaleError`: `missingInput`; `badData` where it is no COCO file, or none of its boxes can be used.
    package static func pictures(of path: String, in folder: String) throws(RationaleError) -> AnnotatedPictures {
        let bytes = try InputFile.bytes(of: path, name: path, maximumBytes: largestFile)
        let document: Document
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do { document = try decoder.decode(Document.self, from: Data(bytes)) } catch {
            throw RationaleError(
                .badData, "\(path): expected COCO's images, annotations and categories: \(words(error))",
                underlying: error)
        }
        var passedOver = PassedOver()
        let categories = usable(document.categories, "category", &passedOver)
        let names = Dictionary(categories.map { ($0.value.id, $0.value.name) }) { first, _ in first }
        var images: [Document.Picture] = []
        var known: [Int: Document.Picture] = [:]
        for (index, image) in usable(document.images, "image", &passedOver) {
            if let other = known[image.id] {
                passedOver.add("image \(index): it has the id \(image.id) of '\(other.fileName)'")
                continue
            }
            known[image.id] = image
            images.append(image)
        }
        var boxes: [Int: [(name: String, box: Box)]] = [:]
        for (index, annotation) in usable(document.annotations, "annotation", &passedOver) {
            guard let values = annotation.bbox else { continue }
            let found = passedOver.unlessFaulty { () throws(RationaleError) in
                try box(values, of: annotation, known[annotation.imageId], names, place: "annotation \(index)")
            }
            if let found { boxes[annotation.imageId, default: []].append(found) }
        }
        let total = document.images.count + document.annotations.count + document.categories.count
        let note = passedOver.note(of: path, total: total, "records")
        guard !boxes.isEmpty || note == nil else {
            throw RationaleError(.badData, note ?? path, hint: "Check the file.")
        }
        let paths = PictureLocator(folder).paths(of: images.map(\.fileName))
        let pictures = images.map { picture in
            let found = boxes[picture.id] ?? []
            let name = found.max { $0.box.area < $1.box.area }?.name
            return AnnotatedPicture(
                path: paths[picture.fileName] ?? picture.fileName, label: name.map { .name($0) },
                boxes: found.filter { $0.name == name }.map(\.box), frame: frame(of: picture))
        }
        return AnnotatedPictures(pictures, notes: [note].compactMap(\.self))
    }

    /// The records that have the right form, each with its number.
    private static func usable<Value>(
        _ records: [Record<Value>], _ kind: String, _ passedOver: inout PassedOver
    ) -> [(index: Int, value: Value)] {
        var found: [(index: Int, value: Value)] = []
        for (index, record) in records.enumerated() {
            switch record.result {
            case .success(let value): found.append((index, value))
            case .failure(let error): passedOver.add("\(kind) \(index): \(words(error))")
            }
        }
        return found
    }

    private static func box(
        _ values: [Double], of annotation: Document.Annotation, _ picture: Document.Picture?, _ names: [Int: String],
        place: String
    ) throws(RationaleError) -> (name: String, box: Box) {
        guard values.count == 4, values.allSatisfy({ $0.isFinite && abs($0) < 1e9 }) else {
            throw RationaleError(.badData, "\(place): expected four numbers as bbox, found \(values.count)")
        }
        guard let picture else {
            throw RationaleError(.badData, "\(place): there is no image \(annotation.imageId)")
        }
        guard let name = names[annotation.categoryId] else {
            throw RationaleError(.badData, "\(place): there is no category \(annotation.categoryId)")
        }
        let edges = [values[0], values[1], values[0] + values[2], values[1] + values[3]]
        return (name, try Box(edges: edges, in: frame(of: picture), place: place))
    }

    private static func frame(of picture: Document.Picture) -> AnnotatedPicture.Frame? {
        guard let width = picture.width, let height = picture.height, width >= 1, height >= 1 else { return nil }
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
