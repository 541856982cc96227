import Foundation
public import RationaleCore
import RationaleFiles
import RationaleImaging

/// Birds in the layout of CUB-200-2011: pictures in `images`, and lists of numbered lines beside it.
///
/// | list | line |
/// |---|---|
/// | `images.txt` | id of the picture, its path in `images` |
/// | `image_class_labels.txt` | id of the picture, id of its class |
/// | `train_test_split.txt` | id of the picture, 1 for training or 0 for testing |
/// | `classes.txt` | id of the class, its name |
/// | `bounding_boxes.txt`, may be missing | id of the picture, left edge, upper edge, width and height in pixels |
///
/// A part of the data set is read as well: `images.txt` decides which pictures there are, and classes without a picture are
/// left out. So a class's index is its place among those that have pictures, in the order of ids; in the whole data set it
/// is the id less 1.
///
/// *Source:* Wah, Branson, Welinder, Perona and Belongie (2011), "The Caltech-UCSD Birds-200-2011 dataset",
/// CNS-TR-2011-001.
public struct CUBPictures: Sendable {
    public struct Picture: Sendable, Hashable {
        /// By which other lists, of parts and attributes, name the picture.
        public let id: Int
        /// The path in `images`; captions lie under the same one with the ending `.txt`.
        public let name: String
        /// Where the file is.
        public let path: String
        /// The index of its class.
        public let label: Int
        /// Whether it is one to learn from, by the published split.
        public let isTraining: Bool
        /// Around the bird, in pixels of the picture as it is shown; `nil` where the list has none.
        public let box: Box?
    }

    /// The folder, as it was given.
    public let path: String
    /// The names of the classes that have pictures, such as `001.Black_footed_Albatross`, by their indices.
    public let classes: [String]
    /// Those that can be read, in the order of `images.txt`.
    public let pictures: [Picture]
    /// What a person should know: lines, pictures and classes that are passed over, and why.
    public let notes: [String]

    /// Without these it is another layout.
    private static let marks = ["images.txt", "image_class_labels.txt"]

    /// Whether a folder has the two lists by which this layout is told from others.
    public static func areIn(_ folder: String) -> Bool {
        marks.allSatisfy { FileManager.default.fileExists(atPath: folder.path(to: $0)) }
    }

    /// Reads the lists and looks for the pictures.
    ///
    /// - Parameter path: of the folder that holds the lists and `images`.
    /// - Throws: `RationaleError`: `missingInput` for a list that is not there, `badData` where no picture can be used.
    /// - Complexity: one listing of `images`; of each picture the first and last bytes are read.
    public init(in path: String) throws(RationaleError) {
        let lists = try CUBLists(in: path)
        let boxOf = lists.boxes?.values ?? [:]

        let images = path.path(to: "images")
        let files = PictureFiles(below: images)
        let readable = Set(files.names)
        let refused = Dictionary(files.unreadable.map { ($0.name, $0.error) }) { first, _ in first }
        var passedOver = PassedOver()
        var found: [(id: Int, name: String, entry: CUBLists.Entry)] = []
        for line in lists.pictures.lines {
            let usable = passedOver.unlessFaulty { () throws(RationaleError) in
                if let error = refused[line.value] { throw error }
                guard readable.contains(line.value) else {
                    throw CUBLists.lacks("there is no picture images/\(line.value)", line)
                }
                return (line.id, line.value, try lists.entry(of: line))
            }
            if let usable { found.append(usable) }
        }
        let note = passedOver.note(of: path, total: lists.pictures.lines.count, "pictures")
        guard !found.isEmpty else {
            throw RationaleError(
                .badData, note ?? path, hint: "Pictures are expected in \(images), as images.txt names them.")
        }
        let used = Set(found.map(\.entry.classID))
        let indices: [Int: Int]
        (classes, indices) = lists.numbered(used)
        var empty = PassedOver()
        for line in lists.classes.lines where !used.contains(line.id) { empty.add("\(line.value) has no pictures") }

        let known = Set(lists.pictures.lines.map(\.id))
        let others =
            lists.labels.lines.count { !known.contains($0.id) } + lists.splits.lines.count { !known.contains($0.id) }
        let unlisted = Set(files.names).subtracting(lists.pictures.lines.map(\.value)).sorted()
        let boxless = found.count { boxOf[$0.id] == nil }

        self.path = path
        pictures = found.map { id, name, entry in
            Picture(
                id: id, name: name, path: images.path(to: name), label: indices[entry.classID] ?? 0,
                isTraining: entry.isTraining, box: boxOf[id])
        }
        notes =
            [
                lists.pictures.note, lists.labels.note, lists.splits.note, lists.classes.note, lists.boxes?.note, note,
            ].compactMap(\.self)
            + [empty.note(of: path.path(to: "classes.txt"), total: lists.classes.lines.count, "classes")]
            .compactMap(\.self)
            + Self.counted(
                [
                    (others, "lines of classes and splits are of pictures that images.txt does not have"),
                    (unlisted.count, "pictures in images are not in images.txt, such as \(unlisted.first ?? "")"),
                    (boxless, "pictures have no box in bounding_boxes.txt"),
                ], path)
    }

    private static func counted(_ facts: [(count: Int, text: String)], _ path: String) -> [String] {
        facts.filter { $0.count > 0 }.map { "\(path): \($0.count) \($0.text)" }
    }
}
