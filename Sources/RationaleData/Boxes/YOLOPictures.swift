import Foundation
package import RationaleCore
import RationaleFiles
import RationaleImaging

/// Pictures with YOLO's text files: one thing a line, in parts of the picture's width and height as it is shown.
///
/// ```
/// 45 0.479492 0.688771 0.955609 0.5955
/// 51 0.284375 0.108333 0.2 0.145833 0.103125 0.2 0 0.245833
/// ```
///
/// A line with five numbers is a class with the middle, width and height of a box; a longer one is a class with the
/// corners of an outline. The text of `images/NAME.jpg` is `NAME.txt` in the folder of labels. Names of classes are read from
/// the YAML file beside the folder of labels: `FOLDER-classes.yaml`, or the only one with a member `names`.
///
/// *Source:* the dataset formats of Ultralytics' YOLO, for detection and segmentation.
package enum YOLOPictures {
    /// What the texts say, before anything is left out.
    struct Contents {
        /// Once for each class of things in a picture; once without a class where there are none.
        var pictures: [AnnotatedPicture] = []
        /// Lines and files that cannot be used.
        var passedOver = PassedOver()
        /// Lines of a class that has no name, where others have.
        var strangers = PassedOver()
        var lines = 0
        /// Texts that belong to no picture.
        var unused: [String] = []
        var names: [Int: String] = [:]
        var note: String?
    }

    /// Whether a folder has such texts, by the first of them.
    package static func areIn(_ folder: String) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard let first = names.filter({ $0.hasSuffix(".txt") && $0 != "classes.txt" }).min(),
            let text = try? TextFile.text(of: folder.path(to: first)),
            let line = text.split(whereSeparator: \.isNewline).first
        else { return false }
        let fields = line.split(separator: " ")
        return fields.count >= 5 && Int(fields[0]) != nil && fields.allSatisfy { Double($0) != nil }
    }

    /// The pictures of a data set, in alphabetical order.
    ///
    /// - Parameters:
    ///   - images: the folder that holds pictures, in it or below.
    ///   - labels: the folder that holds the texts.
    ///   - folder: the data set's, where the names of classes are looked for.
    /// - Returns: a picture once for each class of things in it, and once without a class where there are none; also notes.
    /// - Throws: `RationaleError`: `missingInput` for folders that are empty, `badData` where no line can be used.
    package static func pictures(
        images: String, labels: String, in folder: String
    ) throws(RationaleError) -> AnnotatedPictures {
        let files = try PictureFiles(below: images).required()
        let found = try contents(files, labels: labels, in: folder)
        var passedOver = found.passedOver
        passedOver.add(found.strangers)
        let note = passedOver.note(of: labels, total: found.lines, "lines")
        guard found.pictures.contains(where: { $0.label != nil }) || note == nil else {
            throw RationaleError(.badData, note ?? labels, hint: "Check that this is the folder of labels.")
        }
        return AnnotatedPictures(found.pictures, notes: [files.note, note, found.note].compactMap(\.self))
    }

    static func contents(
        _ files: PictureFiles, labels: String, in folder: String
    ) throws(RationaleError) -> Contents {
        let pairs = try AnnotationPairs(files.all, annotations: labels, endingWith: "txt")
        var found = Contents()
        found.names = try classNames(beside: labels, in: folder)
        found.note = pairs.note
        found.unused = pairs.unused.filter { ($0 as NSString).lastPathComponent != "classes.txt" }
        for name in files.names {
            let path = files.folder.path(to: name)
            do throws(RationaleError) {
                let frame = try StoredSize(of: InputFile.bytes(of: path, name: path), named: path).shownFrame
                guard let text = pairs.annotation(of: name) else {
                    found.pictures.append(AnnotatedPicture(path: path, frame: frame))
                    continue
                }
                try read(text, of: path, frame, into: &found)
            } catch {
                found.passedOver.add(error)
            }
        }
        return found
    }

    private static func read(
        _ file: String, of path: String, _ frame: AnnotatedPicture.Frame, into found: inout Contents
    ) throws(RationaleError) {
        let text = try TextFile.text(of: file)
        var things: [(number: Int, shapes: [Shape])] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            if line.allSatisfy(\.isWhitespace) { continue }
            found.lines += 1
            let place = "\(file), line \(index + 1)"
            let thing = found.passedOver.unlessFaulty { () throws(RationaleError) in
                try shape(line, in: frame, place: place)
            }
            guard let (number, shape) = thing else { continue }
            guard found.names.isEmpty || found.names[number] != nil else {
                found.strangers.add("\(place): there is no class \(number)")
                continue
            }
            if let known = things.firstIndex(where: { $0.number == number }) {
                things[known].shapes.append(shape)
            } else {
                things.append((number, [shape]))
            }
        }
        for (number, shapes) in things {
            found.pictures.append(
                AnnotatedPicture(
                    path: path, label: found.names[number].map { .name($0) } ?? .index(number), shapes: shapes,
                    frame: frame))
        }
        if things.isEmpty { found.pictures.append(AnnotatedPicture(path: path, frame: frame)) }
    }

    private static func shape(
        _ line: Substring, in frame: AnnotatedPicture.Frame, place: String
    ) throws(RationaleError) -> (number: Int, shape: Shape) {
        let fields = line.split(whereSeparator: \.isWhitespace)
        let values = fields.dropFirst().compactMap { Double($0) }.filter { $0.isFinite && abs($0) <= 100 }
        guard let number = fields.first.flatMap({ Int($0) }), number >= 0, values.count == fields.count - 1,
            values.count == 4 || values.count >= 6 && values.count.isMultiple(of: 2)
        else {
            throw RationaleError(
                .badData,
                "\(place): expected a class with a box (4 numbers) or an outline (6 or more), found '\(line.prefix(60))'"
            )
        }
        let points = stride(from: 0, to: values.count, by: 2).map {
            SIMD2(values[$0] * frame.width, values[$0 + 1] * frame.height)
        }
        var shape = Shape.polygons([points])
        if values.count == 4 {
            let corner = points[0] - points[1] / 2
            shape = .box(Box(x: corner.x, y: corner.y, width: points[1].x, height: points[1].y))
        }
        guard let box = shape.box else { throw RationaleError(.badData, "\(place): there is no outline") }
        _ = try Box(edges: [box.x, box.y, box.x + box.width, box.y + box.height], in: frame, place: place)
        return (number, shape)
    }

    /// The names of classes by their numbers; empty where no file says.
    private static func classNames(beside labels: String, in folder: String) throws(RationaleError) -> [Int: String] {
        let own = "\(labels)-classes.yaml"
        if FileManager.default.fileExists(atPath: own) { return names(in: try TextFile.text(of: own)) }
        let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
        var found: [[Int: String]] = []
        for file in files { found.append(names(in: try TextFile.text(of: folder.path(to: file)))) }
        found.removeAll(where: \.isEmpty)
        return found.count == 1 ? found[0] : [:]
    }

    /// The member `names` in the three forms that people write: `0: cat` and `- cat` in lines of their own, `[cat, dog]`.
    private static func names(in yaml: String) -> [Int: String] {
        let lines = yaml.split(whereSeparator: \.isNewline).filter { !$0.trimmingSpaces.hasPrefix("#") }
        guard let start = lines.firstIndex(where: { $0.hasPrefix("names:") }) else { return [:] }
        func bare(_ text: Substring) -> String {
            text.trimmingSpaces.trimmingCharacters(in: CharacterSet(charactersIn: "'\""))
        }
        let rest = lines[start].dropFirst("names:".count).trimmingSpaces
        if rest.hasPrefix("["), rest.hasSuffix("]") {
            return Dictionary(
                uniqueKeysWithValues: rest.dropFirst().dropLast().split(separator: ",").map(bare).enumerated().map {
                    ($0.offset, $0.element)
                })
        }
        var found: [Int: String] = [:]
        for line in lines[(start + 1)...] {
            let entry = line.trimmingSpaces
            if entry.hasPrefix("- ") {
                found[found.count] = bare(entry.dropFirst(2))
            } else if line.first?.isWhitespace == true, let colon = entry.firstIndex(of: ":"),
                let number = Int(entry[..<colon])
            {
                found[number] = bare(entry[entry.index(after: colon)...])
            } else {
                break
            }
        }
        return found
    }
}
