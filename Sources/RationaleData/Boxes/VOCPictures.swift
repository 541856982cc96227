import Foundation
package import RationaleCore

/// Pictures with annotations of Pascal VOC: ImageNet's layout, VOC's own, and what people make with annotators.
///
/// The annotation of `FOLDER/NAME.JPEG` is `FOLDER/NAME.xml` in the folder of annotations. Where there is none, it is
/// `NAME.xml` anywhere below, as long as one annotation and one picture alone have this name. The class of a picture is that
/// of the folder it lies in where that is a class (a WordNet id, or the name of a thing in its annotation). Otherwise it is
/// that of the first thing where this is a WordNet id, as evaluations on ImageNet take it, and else that of the largest
/// thing. Only boxes of its class are its boxes.
package enum VOCPictures {
    /// The pictures of a data set, in alphabetical order.
    ///
    /// - Parameters:
    ///   - images: the folder that holds pictures, in it or below.
    ///   - annotations: the folder that holds annotations.
    ///   - classes: what stands for each WordNet id.
    /// - Returns: also the pictures without an annotation, which have no boxes, and notes of what is passed over: pictures
    ///   that cannot be read, those whose annotation cannot, and objects that cannot be used.
    /// - Throws: `RationaleError`: `missingInput` for folders that are not there or empty, `badData` where no annotation can
    ///   be read.
    package static func pictures(
        images: String, annotations: String, classes: ImageNetClasses? = nil
    ) throws(RationaleError) -> AnnotatedPictures {
        let files = try PictureFiles(below: images).required()
        let pairs = try AnnotationPairs(files.names, annotations: annotations)
        var faultyFiles = PassedOver()
        var faultyObjects = PassedOver()
        var objects = 0
        var pictures: [AnnotatedPicture] = []
        for name in files.names {
            let path = images.path(to: name)
            guard let file = pairs.annotation(of: name) else {
                pictures.append(picture(path, nil, classes))
                continue
            }
            let read = faultyFiles.unlessFaulty { () throws(RationaleError) in try VOCAnnotation(contentsOf: file) }
            guard let annotation = read else { continue }
            objects += annotation.count
            faultyObjects.add(annotation.passedOver)
            pictures.append(picture(path, annotation, classes))
        }
        guard !pictures.isEmpty else {
            throw RationaleError(
                .badData, faultyFiles.note(of: annotations, total: files.names.count, "annotations") ?? annotations,
                hint: "Check that this is the folder of annotations.")
        }
        return AnnotatedPictures(
            pictures,
            notes: [
                files.note, faultyFiles.note(of: annotations, total: files.names.count, "annotations"),
                faultyObjects.note(of: annotations, total: objects, "objects"), pairs.note,
            ].compactMap(\.self))
    }

    private static func picture(
        _ path: String, _ annotation: VOCAnnotation?, _ classes: ImageNetClasses?
    ) -> AnnotatedPicture {
        let folder = ((path as NSString).deletingLastPathComponent as NSString).lastPathComponent
        let things = ClassLookup(Set((annotation?.things ?? []).map(\.name)).sorted())
        var name = annotation?.firstName
        if name?.isWordNetID != true { name = annotation?.things.max { $0.box.area < $1.box.area }?.name }
        if classes?.index(of: folder) != nil {
            name = folder
        } else if case .found(let index) = things.match(folder) {
            name = things.names[index]
        }
        guard let name else { return AnnotatedPicture(path: path, frame: annotation?.frame) }
        let meant = annotation?.things.filter { $0.name == name } ?? []
        return AnnotatedPicture(
            path: path, label: classes?.index(of: name).map { .index($0) } ?? .name(name),
            shapes: meant.map { .box($0.box) }, isDifficult: !meant.isEmpty && meant.allSatisfy(\.isDifficult),
            frame: annotation?.frame)
    }
}

extension String {
    /// Whether it is of the form `n01440764`.
    fileprivate var isWordNetID: Bool {
        utf8.count == 9 && hasPrefix("n") && utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
    }
}
