import Foundation

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
    /// - Parameter folder: that holds the data set.
    package init(of folder: String) {
        let table = folder.path(to: "boxes.csv")
        let coco = Self.instances(in: folder)
        if FileManager.default.fileExists(atPath: table) {
            self = .table(table)
        } else if CUBPictures.areIn(folder) {
            self = .cub
        } else if !coco.isEmpty {
            self = .coco(coco)
        } else if let (images, annotations) = Self.annotated(folder) {
            self = .annotations(images: images, annotations: annotations)
        } else {
            self = .pictures
        }
    }

    /// The folder of the pictures within a data set.
    package static func images(in folder: String) -> String {
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

    private static func holdsXML(_ folder: String) -> Bool {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .contains { ($0 as NSString).pathExtension.lowercased() == "xml" }
    }
}
