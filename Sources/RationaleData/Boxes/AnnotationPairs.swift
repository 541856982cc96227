import Foundation
import RationaleCore

/// Which annotation belongs to which picture.
struct AnnotationPairs {
    private let folder: String
    private let ending: String
    /// Annotations by their path below the folder, without the ending.
    private var files: [String: String] = [:]
    /// Those of a bare name, where one annotation alone has it and one picture that has no other.
    private var unique: [String: String] = [:]
    private var ambiguous = PassedOver()
    private let pictures: [String]

    /// - Parameters:
    ///   - pictures: their paths in their folder.
    ///   - folder: that holds the annotations.
    ///   - ending: of their files, in small letters.
    /// - Throws: `missingInput` where there are none.
    init(
        _ pictures: [String], annotations folder: String, endingWith ending: String = "xml"
    ) throws(RationaleError) {
        self.ending = ending
        self.folder = folder
        self.pictures = pictures
        let found = FileTree.files(below: folder) { name, _ in
            (name as NSString).pathExtension.lowercased() == ending
        }
        guard !found.isEmpty else {
            throw RationaleError(
                .missingInput, "\(folder): there are no annotations in this folder",
                hint: "They are files that end in .\(ending).")
        }
        for name in found { files[Self.stem(name)] = folder.path(to: name) }
        let taken = Set(pictures.map(Self.stem))
        let named = Dictionary(grouping: found.filter { !taken.contains(Self.stem($0)) }, by: Self.bareName)
        let open = Dictionary(grouping: pictures.filter { files[Self.stem($0)] == nil }, by: Self.bareName)
        for (name, pictures) in open.sorted(by: { $0.key < $1.key }) {
            guard let annotations = named[name] else { continue }
            if annotations.count == 1, pictures.count == 1 {
                unique[name] = folder.path(to: annotations[0])
            } else {
                for picture in pictures {
                    ambiguous.add(
                        "\(picture) may belong to \(annotations.count) annotations named \(name).\(ending), which "
                            + "\(pictures.count) pictures share")
                }
            }
        }
    }

    func annotation(of picture: String) -> String? { files[Self.stem(picture)] ?? unique[Self.bareName(picture)] }

    /// Annotations that belong to none of the pictures.
    var unused: [String] {
        let used = Set(pictures.compactMap(annotation))
        return files.values.filter { !used.contains($0) }.sorted()
    }

    /// Pictures that stay without an annotation because names are shared.
    var note: String? {
        ambiguous.note(of: folder, total: pictures.count, "pictures without an annotation of their own")
    }

    private static func stem(_ path: String) -> String { (path as NSString).deletingPathExtension }

    private static func bareName(_ path: String) -> String { stem((path as NSString).lastPathComponent) }
}
