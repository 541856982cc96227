import Foundation
public import RationaleCore

/// Pictures with annotations of Pascal VOC: ImageNet's layout, VOC's own, and what people make with annotators.
///
/// The annotation of `NAME.JPEG` is `NAME.xml`, anywhere below the folder of annotations: side by side, or in one folder for
/// each class. The class of a picture is that of the folder it lies in where that is a class (a WordNet id, or the name of a
/// thing in its annotation), and otherwise that of the largest thing. Only boxes of its class are its boxes.
public enum VOCPictures {
    /// The pictures of a data set, in alphabetical order.
    ///
    /// - Parameters:
    ///   - images: the folder that holds pictures, in it or below.
    ///   - annotations: the folder that holds annotations.
    ///   - classes: what stands for each WordNet id.
    /// - Returns: also the pictures without an annotation, which have no boxes.
    /// - Throws: `RationaleError`: `missingInput` for folders that are not there or empty, `badData` for an annotation that
    ///   cannot be read, or two of the same name.
    public static func pictures(
        images: String, annotations: String, classes: ImageNetClasses? = nil
    ) throws(RationaleError) -> [AnnotatedPicture] {
        let files = try index(of: annotations)
        return try PictureFiles.paths(below: images).map { path throws(RationaleError) in
            let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
            let folder = ((path as NSString).deletingLastPathComponent as NSString).lastPathComponent
            let annotation = try files[name].map { path throws(RationaleError) in try VOCAnnotation(contentsOf: path) }
            let largest = annotation?.things.max { $0.box.area < $1.box.area }?.name
            let isNamed = classes?.index(of: folder) != nil || annotation?.things.contains { $0.name == folder } == true
            guard let found = isNamed ? folder : largest else { return AnnotatedPicture(path: path) }
            return AnnotatedPicture(
                path: path, label: classes?.index(of: found).map { .index($0) } ?? .name(found),
                boxes: annotation?.boxes(of: found) ?? [], frame: annotation?.frame)
        }
    }

    private static func index(of folder: String) throws(RationaleError) -> [String: String] {
        let files = FileTree.paths(below: folder, endingWith: "xml")
        guard !files.isEmpty else {
            throw RationaleError(
                .missingInput, "\(folder): there are no annotations in this folder",
                hint: "They are files that end in .xml.")
        }
        var index: [String: String] = [:]
        for file in files {
            let name = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
            if let other = index.updateValue(file, forKey: name) {
                throw RationaleError(
                    .badData, "\(file): there is another annotation of this name, \(other)",
                    hint: "Names of pictures must be unique; name the folder of one set of annotations.")
            }
        }
        return index
    }
}
