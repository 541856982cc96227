import Foundation
public import RationaleCore
import RationaleFiles
import RationaleImaging

/// Whether a data set of pictures is whole: what is missing, unreadable, in the wrong place, twice there.
///
/// Layouts are those that evaluations and training read: folders for classes, annotations of Pascal VOC and ImageNet, COCO,
/// CUB-200-2011, YOLO, a table of boxes.
public struct DataCheck: Sendable, Hashable, Codable {
    /// The folder, as it was given.
    public let data: String
    /// The layout, in words.
    public let layout: String
    /// Pictures on the disk, those that cannot be read included.
    public let pictures: Int
    /// Classes that are listed, or that pictures have.
    public let classes: Int
    /// In the order of ``DataProblem``; empty for a data set that is whole.
    public let findings: [DataFinding]

    /// Checks a data set.
    ///
    /// - Parameters:
    ///   - data: the folder that holds it.
    ///   - boxes: annotations in place of those in the folder: a table, a COCO file or a folder of annotations; `nil` for
    ///     those.
    ///   - progress: called with how many pictures are read, and how many there are.
    /// - Throws: `RationaleError`: `missingInput` or `badData` where there is no data set that can be read at all;
    ///   `interrupted`.
    /// - Complexity: reads every picture once, and those of equal size twice.
    public init(
        of data: String, boxes: String? = nil, progress: (Int, Int) -> Void = { _, _ in }
    ) throws(RationaleError) {
        let inventory = try DataInventory(of: data, boxes: boxes)
        var findings = inventory.findings
        let files = inventory.files
        for file in files.unreadable { findings.add(.unreadable, file.error.message) }

        var sizes: [String: StoredSize] = [:]
        var copies: [Int: [String]] = [:]
        for (index, file) in files.names.enumerated() {
            try Cancellation.check()
            let path = files.folder.path(to: file)
            do {
                let bytes = try InputFile.bytes(of: path, name: path)
                sizes[path] = try StoredSize(of: bytes, named: path)
                copies[bytes.count, default: []].append(path)
            } catch {
                findings.add(.unreadable, error.message)
            }
            progress(index + 1, files.names.count)
        }
        let twins = try Self.duplicates(among: copies)
        for (path, first) in twins { findings.add(.duplicate, "\(inventory.name(path)) is \(inventory.name(first))") }

        var named: Set<String> = []
        for picture in inventory.annotated {
            let isNew = named.insert(picture.path).inserted
            if isNew, !inventory.isPresent(picture.path) {
                findings.add(.missing, inventory.name(picture.path))
            }
            if let size = sizes[picture.path] {
                for problem in picture.misplacements(in: size) {
                    findings.add(.misplaced, "\(inventory.name(picture.path)): \(problem)")
                }
            }
        }
        if inventory.isAnnotated {
            for path in inventory.present.subtracting(named).sorted() {
                findings.add(.unannotated, inventory.name(path))
            }
        }
        self.data = data
        layout = inventory.layout
        pictures = inventory.present.count
        classes = inventory.classes.count
        self.findings = findings.all
    }

    /// Files with the bytes of another one, each with the first that has them.
    private static func duplicates(
        among files: [Int: [String]]
    ) throws(RationaleError) -> [(path: String, first: String)] {
        var found: [(path: String, first: String)] = []
        for paths in files.values where paths.count > 1 {
            var known: [String: String] = [:]
            for path in paths.sorted() {
                try Cancellation.check()
                guard let bytes = try? InputFile.bytes(of: path, name: path) else { continue }
                var hash = SHA256()
                bytes.withUnsafeBytes { hash.update($0) }
                let digest = hash.hexadecimal()
                if let first = known[digest] { found.append((path, first)) } else { known[digest] = path }
            }
        }
        return found.sorted { $0.path < $1.path }
    }
}

extension AnnotatedPicture {
    /// What is wrong with the places of its shapes, now that the picture's size is known.
    fileprivate func misplacements(in stored: StoredSize) -> [String] {
        let placement: Placement
        do { placement = try self.placement(in: stored) } catch {
            return shapes.isEmpty ? [] : [error.message.replacing("\(path): ", with: "")]
        }
        let frame = stored.shownFrame
        return boxes.compactMap { box in
            let placed = placement.place(box)
            let isOutside =
                placed.x >= frame.width || placed.y >= frame.height || placed.x + placed.width <= 0
                || placed.y + placed.height <= 0
            return isOutside
                ? "the box from (\(box.x), \(box.y)) to (\(box.x + box.width), \(box.y + box.height)) lies outside of its "
                    + "picture of \(Int(frame.width))×\(Int(frame.height)) pixels" : nil
        }
    }
}
