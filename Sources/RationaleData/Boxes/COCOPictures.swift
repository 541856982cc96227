import Foundation
package import RationaleCore

/// Pictures of COCO files, one for each picture and category in it, as published evaluations have it.
///
/// A thing's region is what its polygons or runs cover, those of crowds included, and its box where there are none.
package enum COCOPictures {
    /// The pictures of files, in their order.
    ///
    /// - Parameters:
    ///   - paths: of the files.
    ///   - folder: that holds the pictures: themselves, in a folder `images`, or in a folder named as the file is
    ///     (`val2014` for `instances_val2014.json`).
    /// - Returns: a picture once for each category of things in it, in the order of the first of each; a picture
    ///   without annotations once, without a class. Also notes of records that are passed over.
    /// - Throws: `RationaleError`: as ``COCODocument/init(contentsOf:)``, and `badData` where no annotation can be used.
    package static func pictures(of paths: [String], in folder: String) throws(RationaleError) -> AnnotatedPictures {
        var all = AnnotatedPictures([])
        for path in paths {
            let document = try COCODocument(contentsOf: path)
            let notes = document.notes
            guard !document.annotations.isEmpty || notes.isEmpty else {
                throw RationaleError(.badData, notes[0], hint: "Check the file.")
            }
            all.pictures += pictures(of: document, in: folder)
            all.notes += notes
        }
        return all
    }

    /// Those of several files that an evaluation judges by: the ones for validation where there are any.
    package static func judging(_ paths: [String]) -> [String] {
        let validation = paths.filter { ($0 as NSString).lastPathComponent.contains("val") }
        return validation.isEmpty ? paths : validation
    }

    static func pictures(of document: COCODocument, in folder: String) -> [AnnotatedPicture] {
        var found: [Int: [(category: Int, shapes: [Shape])]] = [:]
        for annotation in document.annotations {
            guard let shape = annotation.shape else { continue }
            var groups = found.removeValue(forKey: annotation.pictureID) ?? []
            if let group = groups.firstIndex(where: { $0.category == annotation.categoryID }) {
                groups[group].shapes.append(shape)
            } else {
                groups.append((annotation.categoryID, [shape]))
            }
            found[annotation.pictureID] = groups
        }
        let paths = locator(of: document.path, in: folder).paths(of: document.pictures.map(\.name))
        return document.pictures.flatMap { picture -> [AnnotatedPicture] in
            let path = paths[picture.name] ?? picture.name
            guard let groups = found[picture.id] else { return [AnnotatedPicture(path: path, frame: picture.frame)] }
            return groups.map { category, shapes in
                AnnotatedPicture(
                    path: path, label: document.categories[category].map { .name($0) }, shapes: shapes,
                    frame: picture.frame)
            }
        }
    }

    /// Where the pictures of a file may be.
    static func locator(of path: String, in folder: String) -> PictureLocator {
        let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
        let split = name.drop { $0 != "_" }.dropFirst()
        return PictureLocator(folder, within: split.isEmpty ? [] : [String(split), "images/\(split)"])
    }
}
