import Foundation
package import RationaleCore
import RationaleFiles

/// How a folder of pictures says what is in them.
package enum DataLayout: Sendable, Hashable {
    /// A table `boxes.csv` beside the pictures.
    case table(String)
    /// The lists of CUB-200-2011.
    case cub
    /// COCO's files `annotations/instances_NAME.json`.
    case coco([String])
    /// Annotations of Pascal VOC, of which ImageNet's boxes have the form: two folders, which may be the same.
    case annotations(images: String, annotations: String)
    /// YOLO's text files with places relative to the size of the picture.
    case relative(images: String, labels: String)
    /// Pictures alone, perhaps in one folder for each class.
    case pictures

    /// The published layout of InputIBA has one set to explain beside another to estimate statistics; ImageNet's validation
    /// pictures have their annotations in `annotation` or beside them.
    private static let folders = [
        ("images/attribution", "annotations/attribution"), ("images", "annotations"), ("JPEGImages", "Annotations"),
        ("val", "annotation"), ("val", "annotations"), ("val", "val"),
    ]

    /// Looks for the files by which layouts are told apart.
    ///
    /// - Parameters:
    ///   - folder: that holds the data set.
    ///   - boxes: a table, a COCO file or a folder of annotations in place of those in the folder.
    /// - Throws: `RationaleError`: `missingInput` for what is not there, `badData` for a file in place of the folder.
    package init(of folder: String, boxes: String? = nil) throws(RationaleError) {
        guard FileTree.isFolder(folder) else {
            let isFile = FileManager.default.fileExists(atPath: folder)
            throw RationaleError(
                isFile ? .badData : .missingInput,
                isFile
                    ? "\(folder): expected a folder of pictures, found a file" : "\(folder): there is no such folder",
                hint: isFile ? "Name the folder that it lies in." : "Check the spelling of the path.")
        }
        let table = folder.path(to: "boxes.csv")
        let coco = Self.instances(in: folder)
        if let boxes {
            self = try Self.named(boxes, images: Self.images(in: folder))
        } else if FileManager.default.fileExists(atPath: table) {
            self = .table(table)
        } else if CUBPictures.areIn(folder) {
            self = .cub
        } else if !coco.isEmpty {
            self = .coco(coco)
        } else if let (images, annotations) = Self.annotated(folder) {
            self = .annotations(images: images, annotations: annotations)
        } else if let labels = Self.relative(folder) {
            self = .relative(images: folder.path(to: "images"), labels: labels)
        } else {
            self = .pictures
        }
    }

    /// What a person names as annotations.
    private static func named(_ path: String, images: String) throws(RationaleError) -> DataLayout {
        if FileTree.isFolder(path) {
            return YOLOPictures.areIn(path)
                ? .relative(images: images, labels: path) : .annotations(images: images, annotations: path)
        }
        guard FileManager.default.fileExists(atPath: path) else {
            throw RationaleError(
                .missingInput, "\(path): there is no such file or folder", hint: "Check the spelling of --boxes.")
        }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw RationaleError(.missingInput, "\(path): cannot be opened", hint: "Check the permissions of the file.")
        }
        defer { try? file.close() }
        let start = (try? file.read(upToCount: 64)) ?? Data()
        let isJSON = start.first { !" \t\r\n\u{FEFF}".utf8.contains($0) } == UInt8(ascii: "{")
        return isJSON ? .coco([path]) : .table(path)
    }

    /// The folder of the pictures within a data set.
    private static func images(in folder: String) -> String {
        folders.map { folder.path(to: $0.0) }.first(where: FileTree.isFolder) ?? folder
    }

    private static func instances(in folder: String) -> [String] {
        let annotations = folder.path(to: "annotations")
        return ((try? FileManager.default.contentsOfDirectory(atPath: annotations)) ?? [])
            .filter { $0.hasPrefix("instances") && $0.hasSuffix(".json") }.sorted().map { annotations.path(to: $0) }
    }

    private static func annotated(_ folder: String) -> (String, String)? {
        for (images, annotations) in folders.map({ (folder.path(to: $0), folder.path(to: $1)) })
        where FileTree.isFolder(images) && FileTree.isFolder(annotations) {
            // A folder of pictures alone is no folder of annotations.
            if images != annotations || holdsXML(images) { return (images, annotations) }
        }
        return holdsXML(folder) ? (folder, folder) : nil
    }

    /// Outlines say more than boxes.
    private static func relative(_ folder: String) -> String? {
        guard FileTree.isFolder(folder.path(to: "images")) else { return nil }
        return ["labels", "polygons", "boxes"].map { folder.path(to: $0) }.first(where: YOLOPictures.areIn)
    }

    private static func holdsXML(_ folder: String) -> Bool {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .contains { ($0 as NSString).pathExtension.lowercased() == "xml" }
    }
}
