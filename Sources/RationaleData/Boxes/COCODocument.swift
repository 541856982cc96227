import Foundation
package import RationaleCore
import RationaleFiles

/// What a COCO file (`instances_*.json`) says of pictures.
///
/// The file is read one record at a time, in whatever order its lists stand, so that memory holds what is kept of the
/// records and not the file.
///
/// *Source:* Lin et al. (2014), "Microsoft COCO: common objects in context", arXiv 1405.0312, and the description of its data
/// format.
package struct COCODocument: Sendable {
    package struct Picture: Sendable {
        let id: Int
        package let name: String
        /// The size that annotations are counted in; `nil` where the file does not say.
        let frame: AnnotatedPicture.Frame?
    }

    package struct Annotation: Sendable {
        /// The place in the file's list.
        let index: Int
        let pictureID: Int
        let categoryID: Int
        /// Polygons or runs where there are some, otherwise the box; `nil` for an annotation without either.
        let shape: Shape?
    }

    package let path: String
    package private(set) var pictures: [Picture] = []
    /// Names by ids.
    package private(set) var categories: [Int: String] = [:]
    /// Those whose picture and category exist, and whose shape lies in the picture.
    package private(set) var annotations: [Annotation] = []
    /// Records of another form, or with a shape that is not in its picture.
    package private(set) var faulty = PassedOver()
    /// Annotations of a category that is not in the file.
    package private(set) var strangers = PassedOver()
    /// Annotations of a picture that is not in the file.
    package private(set) var orphans = PassedOver()
    /// How many records there are, with all of those.
    package private(set) var count = 0
    /// What is lost because the file ends too early; `nil` where it is whole.
    package private(set) var loss: String?

    private static let lists: Set<String> = ["images", "annotations", "categories"]

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - keepsShapes: whether polygons and runs are kept; otherwise the boxes around them are, which is all that a check
    ///     needs.
    /// - Throws: `RationaleError`: `missingInput`; `badData` where it is no COCO file, or ends before all three lists began.
    /// - Complexity: one pass over the file, and memory for the corners and runs of its shapes.
    package init(contentsOf path: String, keepsShapes: Bool = true) throws(RationaleError) {
        self.path = path
        var (pictures, categories, found) = ([Picture](), [Int: String](), [Annotation]())
        var known: [Int: Int] = [:]
        var passedOver = PassedOver()
        let outcome = try JSONLists.read(path, lists: Self.lists, others: ["info", "licenses", "type"]) {
            (element, list, index) throws(RationaleError) in
            do throws(RationaleError) {
                let record = try COCORecord(element, "\(Self.singular[list] ?? list) \(index)")
                switch list {
                case "images":
                    let picture = try record.picture()
                    if let other = known[picture.id] {
                        throw record.failure("it has the id \(picture.id) of '\(pictures[other].name)'")
                    }
                    known[picture.id] = pictures.count
                    pictures.append(picture)
                case "categories":
                    let (id, name) = try record.category()
                    if let other = categories[id] { throw record.failure("it has the id \(id) of '\(other)'") }
                    categories[id] = name
                default: found.append(try record.annotation(index, keepsShape: keepsShapes))
                }
            } catch {
                passedOver.add(error)
            }
        }
        count = outcome.counts.values.reduce(0, +)
        if let list = outcome.cutIn {
            loss = "the file ends too early, \(list.isEmpty ? "between its lists" : "within its \(list)")"
        }
        for list in ["images", "annotations", "categories"] where outcome.counts[list] == nil {
            throw RationaleError(
                .badData,
                "\(path): expected COCO's images, annotations and categories: "
                    + (loss.map { "\($0), before there are \(list)" } ?? "there is no list '\(list)'"),
                hint: loss == nil ? "Other COCO files, of captions, have other lists." : "Copy or download it again.")
        }
        annotations.reserveCapacity(found.count)
        for annotation in found {
            let place = "annotation \(annotation.index)"
            guard let picture = known[annotation.pictureID] else {
                orphans.add("\(place): there is no image \(annotation.pictureID)")
                continue
            }
            guard categories[annotation.categoryID] != nil else {
                strangers.add("\(place): there is no category \(annotation.categoryID)")
                continue
            }
            let isPlaced: Void? = passedOver.unlessFaulty { () throws(RationaleError) in
                try annotation.shape?.check(in: pictures[picture].frame, place: place)
            }
            if isPlaced != nil { annotations.append(annotation) }
        }
        (self.pictures, self.categories, self.faulty) = (pictures, categories, passedOver)
    }

    private static let singular = ["images": "image", "annotations": "annotation", "categories": "category"]

    /// What is passed over and lost, in words.
    package var notes: [String] {
        var passedOver = faulty
        passedOver.add(orphans)
        passedOver.add(strangers)
        return [
            passedOver.note(of: path, total: count, "records"), loss.map { "\(path): \($0); what followed is lost" },
        ].compactMap(\.self)
    }
}

extension Shape {
    /// Whether the shape can be one of a picture of that size.
    ///
    /// - Throws: `RationaleError.Code.badData` where it has no size or lies outside, or where runs are of another picture.
    fileprivate func check(in frame: AnnotatedPicture.Frame?, place: String) throws(RationaleError) {
        if case .runs(let runs) = self, let frame,
            (Double(runs.width), Double(runs.height)) != (frame.width, frame.height)
        {
            throw RationaleError(
                .badData,
                "\(place): its runs are of a picture of \(runs.width)×\(runs.height) pixels, not of "
                    + "\(frame.width)×\(frame.height)", underlying: MisplacedShape())
        }
        guard let box else {
            throw RationaleError(.badData, "\(place): its runs cover nothing", underlying: MisplacedShape())
        }
        _ = try Box(
            edges: [box.x, box.y, box.x + box.width, box.y + box.height], in: frame, place: place)
    }
}
