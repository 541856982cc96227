import Foundation
import RationaleCore
import RationaleData

/// The pictures that a person means by `--data` and `--boxes`.
enum PictureData {
    /// Lists pictures with what is known of them.
    ///
    /// - Parameters:
    ///   - folder: holds pictures: a table `boxes.csv` beside them, the lists of CUB-200-2011, of which the test split is
    ///     taken, COCO's `annotations/instances_*.json`, of which those for validation are taken, ImageNet's `images` and
    ///     `annotations` or `val` and `annotation`, VOC's `JPEGImages` and `Annotations`, pictures with annotations beside
    ///     them, or pictures alone, perhaps in one folder for each class.
    ///   - boxes: a table, a COCO file or a folder of annotations in place of those.
    /// - Returns: also notes of what is passed over.
    /// - Throws: `RationaleError`: `missingInput` for what is not there, `badData` for what cannot be read.
    static func pictures(in folder: String, boxes: String?) throws(RationaleError) -> AnnotatedPictures {
        guard isFolder(folder) else {
            let isFile = FileManager.default.fileExists(atPath: folder)
            throw RationaleError(
                isFile ? .badData : .missingInput,
                isFile
                    ? "\(folder): expected a folder of pictures, found a file" : "\(folder): there is no such folder",
                hint: isFile ? "Name the folder that it lies in." : "Check the spelling of --data.")
        }
        if let boxes {
            if isFolder(boxes) { return try annotated(images: DataLayout.images(in: folder), boxes, folder) }
            guard FileManager.default.fileExists(atPath: boxes) else {
                throw RationaleError(
                    .missingInput, "\(boxes): there is no such file or folder", hint: "Check the spelling of --boxes.")
            }
            return try isJSON(boxes)
                ? try COCOPictures.pictures(of: [boxes], in: folder) : try BoxTable.pictures(of: boxes, in: folder)
        }
        switch DataLayout(of: folder) {
        case .table(let table): return try BoxTable.pictures(of: table, in: folder)
        case .cub: return try CUBPictures(in: folder).annotated()
        case .coco(let files): return try COCOPictures.pictures(of: COCOPictures.judging(files), in: folder)
        case .annotations(let images, let annotations): return try annotated(images: images, annotations, folder)
        case .pictures: break
        }
        let files = try PictureFiles(below: folder).required()
        let pictures = files.names.map { name in
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            let parent = ((path as NSString).deletingLastPathComponent as NSString).lastPathComponent
            return AnnotatedPicture(path: path, label: .name(parent))
        }
        return AnnotatedPictures(pictures, notes: [files.note].compactMap(\.self))
    }

    /// Whether a file begins as a JSON object does.
    private static func isJSON(_ path: String) throws(RationaleError) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw RationaleError(.missingInput, "\(path): cannot be opened", hint: "Check the permissions of the file.")
        }
        defer { try? file.close() }
        let start = (try? file.read(upToCount: 64)) ?? Data()
        return start.first { !" \t\r\n\u{FEFF}".utf8.contains($0) } == UInt8(ascii: "{")
    }

    private static func annotated(
        images: String, _ annotations: String, _ folder: String
    ) throws(RationaleError) -> AnnotatedPictures {
        try VOCPictures.pictures(
            images: images, annotations: annotations, classes: try ImageNetClasses.beside(folder))
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
