import Foundation
import RationaleCore
import RationaleData

/// The pictures that a person means by `--data` and `--boxes`.
enum PictureData {
    /// Lists pictures with what is known of them.
    ///
    /// - Parameters:
    ///   - folder: holds pictures: a table `boxes.csv` beside them, the lists of CUB-200-2011, of which the test split is
    ///     taken, ImageNet's `images` and `annotations`, VOC's `JPEGImages` and `Annotations`, or pictures alone, perhaps
    ///     in one folder for each class.
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
            if isFolder(boxes) { return try annotated(images: images(of: folder), boxes, folder) }
            guard FileManager.default.fileExists(atPath: boxes) else {
                throw RationaleError(
                    .missingInput, "\(boxes): there is no such file or folder", hint: "Check the spelling of --boxes.")
            }
            return try isJSON(boxes)
                ? try COCOBoxes.pictures(of: boxes, in: folder) : try BoxTable.pictures(of: boxes, in: folder)
        }
        if FileManager.default.fileExists(atPath: "\(folder)/boxes.csv") {
            return try BoxTable.pictures(of: "\(folder)/boxes.csv", in: folder)
        }
        if CUBPictures.areIn(folder) { return try CUBPictures(in: folder).annotated() }
        for (images, annotations) in layouts
        where isFolder("\(folder)/\(images)") && isFolder("\(folder)/\(annotations)") {
            return try annotated(images: "\(folder)/\(images)", "\(folder)/\(annotations)", folder)
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

    /// The published layout has one set to explain beside another to estimate statistics.
    private static let layouts = [
        ("images/attribution", "annotations/attribution"), ("images", "annotations"), ("JPEGImages", "Annotations"),
    ]

    private static func images(of folder: String) -> String {
        layouts.map { "\(folder)/\($0.0)" }.first(where: isFolder) ?? folder
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
