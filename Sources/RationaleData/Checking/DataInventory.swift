import Foundation
import RationaleCore

/// What a data set says of its pictures, whatever its layout, with what is wrong in its files.
struct DataInventory {
    /// The layout, in words.
    private(set) var layout = ""
    /// The pictures that are on the disk.
    private(set) var files = PictureFiles(below: "")
    /// The pictures that are named: once for each class of things in them, with all shapes of that class; once without a
    /// class where nothing is in them.
    private(set) var annotated: [AnnotatedPicture] = []
    /// The classes that the data set lists, or has pictures of.
    private(set) var classes: Set<String> = []
    /// Whether a picture is expected to be named somewhere.
    private(set) var isAnnotated = true
    private(set) var findings = DataFindings()
    private let folder: String
    /// The paths of all files that are meant to be pictures.
    private(set) var present: Set<String> = []

    /// Reads the lists and annotations of a data set.
    ///
    /// - Parameters:
    ///   - folder: that holds it.
    ///   - boxes: annotations in place of those in the folder.
    /// - Throws: `RationaleError`: `missingInput` or `badData` where there is no data set that can be read at all.
    init(of folder: String, boxes: String?) throws(RationaleError) {
        var folder = folder
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        self.folder = folder
        switch try DataLayout(of: folder, boxes: boxes) {
        case .table(let path):
            layout = "a table of boxes"
            try read(table: path)
            files = PictureFiles(below: folderOfNamed)
        case .cub:
            layout = "CUB-200-2011"
            files = PictureFiles(below: folder.path(to: "images"))
            try readLists()
        case .coco(let paths):
            layout = "COCO"
            for path in paths { try read(coco: path) }
            files = PictureFiles(below: folderOfNamed)
        case .annotations(let images, let annotations):
            layout = "annotations of Pascal VOC"
            files = PictureFiles(below: images)
            try read(annotations: annotations)
        case .relative(let images, let labels):
            layout = "YOLO"
            files = PictureFiles(below: images)
            try read(relative: labels)
        case .pictures:
            layout = "folders of pictures"
            isAnnotated = false
            files = PictureFiles(below: folder)
            readFolders()
        }
        let root = files.folder
        present = Set(files.all.map { root.path(to: $0) })
        for picture in annotated { if let label = picture.label { classes.insert(label.text) } }
        let used = Set(annotated.compactMap(\.label?.text))
        for name in classes.sorted() where !used.contains(name) { findings.add(.empty, name) }
    }

    /// Whether a picture's file is there, readable or not.
    func isPresent(_ path: String) -> Bool { present.contains(path) || FileManager.default.fileExists(atPath: path) }

    /// A path as it is told: without the data set's folder.
    func name(_ path: String) -> String {
        path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : path
    }

    /// The smallest folder that holds all named pictures that are there: others in it should be named as well.
    private var folderOfNamed: String {
        let folders = Set(annotated.map { ($0.path as NSString).deletingLastPathComponent })
            .filter { ($0 + "/").hasPrefix(folder + "/") && FileTree.isFolder($0) }
        guard var common = folders.first?.split(separator: "/", omittingEmptySubsequences: false) else { return folder }
        for other in folders {
            let parts = other.split(separator: "/", omittingEmptySubsequences: false)
            common = zip(common, parts).prefix { $0 == $1 }.map(\.0)
        }
        return common.joined(separator: "/")
    }

    private mutating func read(table path: String) throws(RationaleError) {
        let found = try BoxTable.contents(of: path)
        findings.add(found.passedOver, in: name(path))
        annotated = BoxTable.located(found.pictures, in: folder)
    }

    private mutating func readLists() throws(RationaleError) {
        let lists = try CUBLists(in: folder)
        for (list, passedOver) in [
            ("images.txt", lists.pictures.passedOver), ("image_class_labels.txt", lists.labels.passedOver),
            ("train_test_split.txt", lists.splits.passedOver), ("classes.txt", lists.classes.passedOver),
        ] { findings.add(passedOver, in: list) }
        if let boxes = lists.boxes { findings.add(boxes.passedOver, in: "bounding_boxes.txt") }
        let known = Set(lists.pictures.lines.map(\.id))
        for (list, ids) in [
            ("image_class_labels.txt", lists.labels.lines.map(\.id)),
            ("train_test_split.txt", lists.splits.lines.map(\.id)),
            ("bounding_boxes.txt", lists.boxes?.lines.map(\.id) ?? []),
        ] {
            let strangers = ids.filter { !known.contains($0) }
            findings.add(
                .orphaned, count: strangers.count,
                strangers.prefix(PassedOver.mostReasons).map { "\(list): images.txt has no picture \($0)" })
        }
        let (classOf, splitOf, nameOf) = (lists.labels.values, lists.splits.values, lists.classes.values)
        let boxOf = lists.boxes?.values
        classes = Set(nameOf.values)
        for line in lists.pictures.lines {
            let place = "images.txt, line \(line.number)"
            let label = classOf[line.id].flatMap { nameOf[$0] }
            if let label {
                let parent = line.value.split(separator: "/").dropLast().last.map(String.init)
                if let parent, parent != label, classes.contains(parent) {
                    findings.add(.mislabelled, "\(place): \(line.value) has the class \(label)")
                }
            } else if let id = classOf[line.id] {
                findings.add(.mislabelled, "\(place): classes.txt has no class \(id)")
            } else {
                findings.add(.unannotated, "\(place): image_class_labels.txt has no picture \(line.id)")
            }
            if splitOf[line.id] == nil {
                findings.add(.unannotated, "\(place): train_test_split.txt has no picture \(line.id)")
            }
            if let boxOf, boxOf[line.id] == nil {
                findings.add(.unannotated, "\(place): bounding_boxes.txt has no picture \(line.id)")
            }
            annotated.append(
                AnnotatedPicture(
                    path: "\(folder)/images/\(line.value)", label: label.map { .name($0) },
                    boxes: boxOf?[line.id].map { [$0] } ?? []))
        }
    }

    private mutating func read(coco path: String) throws(RationaleError) {
        let document = try COCODocument(contentsOf: path, keepsShapes: false)
        let place = name(path)
        findings.add(document.faulty, in: place)
        findings.add(.orphaned, count: document.orphans.count, document.orphans.reasons.map { "\(place): \($0)" })
        findings.add(
            .mislabelled, count: document.strangers.count, document.strangers.reasons.map { "\(place): \($0)" })
        if let loss = document.loss { findings.add(.faulty, "\(place): \(loss)") }
        classes.formUnion(document.categories.values)
        let pictures = COCOPictures.pictures(of: document, in: folder)
        for picture in pictures where picture.label == nil {
            findings.add(.unannotated, "\(place): \(name(picture.path)) has no annotations")
        }
        annotated += pictures
    }

    private mutating func read(annotations: String) throws(RationaleError) {
        let listed = try ImageNetClasses.beside(folder)
        let pairs = try AnnotationPairs(files.all, annotations: annotations)
        var read: [(name: String, annotation: VOCAnnotation)] = []
        for picture in files.all {
            guard let path = pairs.annotation(of: picture) else { continue }
            do {
                let annotation = try VOCAnnotation(contentsOf: path)
                findings.add(annotation.passedOver)
                read.append((picture, annotation))
                for thing in Set(annotation.things.map(\.name)).sorted() where listed?.index(of: thing) == nil {
                    guard listed != nil else { break }
                    findings.add(.mislabelled, "\(name(path)): there is no class '\(thing)' in the list of classes")
                }
            } catch {
                findings.add(.faulty, error.message)
            }
        }
        for path in pairs.unused { findings.add(.orphaned, name(path)) }
        let things = Set(read.flatMap { $0.annotation.things.map(\.name) })
        for (picture, annotation) in read {
            let path = files.folder.path(to: picture)
            let names = annotation.things.map(\.name)
            let parent = picture.split(separator: "/").dropLast().last.map(String.init)
            if let parent, things.contains(parent) || listed?.index(of: parent) != nil, !names.isEmpty,
                !names.contains(parent)
            {
                findings.add(
                    .mislabelled, "\(name(path)): its annotation has \(Set(names).sorted().joined(separator: ", "))")
            }
            if names.isEmpty { findings.add(.unannotated, "\(name(path)): its annotation has no objects") }
            let groups = Dictionary(grouping: annotation.things, by: \.name).sorted { $0.key < $1.key }
            for (thing, things) in groups {
                annotated.append(
                    AnnotatedPicture(
                        path: path, label: .name(thing), boxes: things.map(\.box), frame: annotation.frame))
            }
            if groups.isEmpty { annotated.append(AnnotatedPicture(path: path, frame: annotation.frame)) }
        }
    }

    private mutating func read(relative labels: String) throws(RationaleError) {
        let found = try YOLOPictures.contents(files, labels: labels, in: folder)
        findings.add(found.passedOver)
        findings.add(.mislabelled, count: found.strangers.count, found.strangers.reasons)
        for path in found.unused { findings.add(.orphaned, name(path)) }
        classes = Set(found.names.values)
        annotated = found.pictures
        for picture in annotated where picture.label == nil {
            findings.add(.unannotated, "\(name(picture.path)): there is nothing in its annotation")
        }
    }

    /// Folders for classes, in `train` and `val` where both are there.
    private mutating func readFolders() {
        let isSplit = ["train", "val"].allSatisfy { FileTree.isFolder(folder.path(to: $0)) }
        let splits = isSplit ? ["train", "val"] : [""]
        for split in splits {
            let place = split.isEmpty ? folder : folder.path(to: split)
            let names = ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [])
                .filter { !$0.hasPrefix(".") && FileTree.isFolder(place.path(to: $0)) }.sorted()
            if split == "val" {
                for name in names where !classes.contains(name) {
                    findings.add(.mislabelled, "val/\(name): there is no such class in train")
                }
                let judged = Set(names)
                for name in classes.sorted() where !judged.contains(name) { findings.add(.empty, "val/\(name)") }
            } else {
                classes = Set(names)
            }
        }
        let depth = isSplit ? 2 : 1
        for file in files.names {
            let parts = file.split(separator: "/")
            let label: AnnotatedPicture.Label? = parts.count > depth ? .name(String(parts[depth - 1])) : nil
            annotated.append(AnnotatedPicture(path: files.folder.path(to: file), label: label))
        }
    }
}

extension AnnotatedPicture.Label {
    /// As people write it.
    var text: String {
        switch self {
        case .index(let index): String(index)
        case .name(let name): name
        }
    }
}
