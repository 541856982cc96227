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
    ///     them, YOLO's `images` and `labels`, or pictures alone, perhaps in one folder for each class.
    ///   - boxes: a table, a COCO file or a folder of annotations in place of those.
    ///   - areStretched: whether pictures may have another shape than those that were annotated.
    /// - Returns: also notes of what is passed over.
    /// - Throws: `RationaleError`: `missingInput` for what is not there, `badData` for what cannot be read.
    static func pictures(
        in folder: String, boxes: String?, areStretched: Bool = false
    ) throws(RationaleError) -> AnnotatedPictures {
        var found = try listed(in: folder, boxes: boxes)
        for index in found.pictures.indices { found.pictures[index].mayBeStretched = areStretched }
        return found
    }

    private static func listed(in folder: String, boxes: String?) throws(RationaleError) -> AnnotatedPictures {
        switch try DataLayout(of: folder, boxes: boxes) {
        case .table(let table): return try BoxTable.pictures(of: table, in: folder)
        case .cub: return try CUBPictures(in: folder).annotated()
        case .coco(let files): return try COCOPictures.pictures(of: COCOPictures.judging(files), in: folder)
        case .annotations(let images, let annotations):
            return try VOCPictures.pictures(
                images: images, annotations: annotations, classes: try ImageNetClasses.beside(folder))
        case .relative(let images, let labels):
            return try YOLOPictures.pictures(images: images, labels: labels, in: folder)
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
}
