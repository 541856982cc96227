import Foundation
package import RationaleCore
import RationaleFiles
import RationaleImaging
import SwiftCSV

/// Boxes in a table of comma-separated values: one box a line.
///
/// ```
/// file,class,orig_width,orig_height,xmin,ymin,xmax,ymax
/// cat.jpg,281,500,375,20,175,111,292
/// ```
///
/// Columns are found by their names, in any order; others are passed over. `file` is the picture's name in its folder,
/// `xmin ymin xmax ymax` are edges in pixels. Optional are `class`, a class's number or name: a picture with several classes
/// becomes a picture of each, with the boxes of that class; and `orig_width orig_height` (or `width height`), the size of
/// the picture in which edges are counted, where the file has been resized since or its camera noted how to turn it.
package enum BoxTable {
    private static let largestFile = 1 << 30

    /// The pictures of a table, in the order of their first lines.
    ///
    /// - Parameters:
    ///   - path: of the table.
    ///   - folder: that holds the pictures, themselves or in a folder `images`.
    /// - Returns: also notes of the lines that are passed over, because they cannot be understood, or because their box has
    ///   no size or lies outside of its picture.
    /// - Throws: `RationaleError`: `missingInput` where the table is not there; `badData` where it is no table, lacks a
    ///   column, or has no line that can be used.
    package static func pictures(of path: String, in folder: String) throws(RationaleError) -> AnnotatedPictures {
        let found = try contents(of: path)
        let note = found.passedOver.note(of: path, total: found.lines, "lines")
        guard !found.pictures.isEmpty else {
            throw RationaleError(
                .badData, note ?? "\(path): there are no boxes in it", hint: "Write one box in each line.")
        }
        return AnnotatedPictures(located(found.pictures, in: folder), notes: [note].compactMap(\.self))
    }

    /// Pictures with the paths of their files.
    static func located(_ pictures: [AnnotatedPicture], in folder: String) -> [AnnotatedPicture] {
        let paths = PictureLocator(folder).paths(of: pictures.map(\.path))
        return pictures.map { picture in
            var picture = picture
            picture.path = paths[picture.path] ?? picture.path
            return picture
        }
    }

    /// What the lines of a table say, with pictures as they are named there.
    static func contents(
        of path: String
    ) throws(RationaleError) -> (pictures: [AnnotatedPicture], passedOver: PassedOver, lines: Int) {
        let table = try read(path)
        let header = table.header.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        let columns = try Columns(header, path)
        var pictures: [AnnotatedPicture] = []
        var known: [Key: Int] = [:]
        var passedOver = PassedOver()
        var lines = 0
        for (index, cells) in table.rows.enumerated() {
            if cells.allSatisfy({ $0.allSatisfy(\.isWhitespace) }), cells.count <= 1 { continue }
            lines += 1
            let place = "line \(index + 2)"
            guard
                let row = passedOver.unlessFaulty({ () throws(RationaleError) in try columns.row(cells, place: place) })
            else { continue }
            let key = Key(file: row.file, label: row.label)
            if let known = known[key] {
                guard pictures[known].frame == row.frame else {
                    passedOver.add("\(place): '\(row.file)' has another size than in the lines before")
                    continue
                }
                pictures[known].shapes.append(.box(row.box))
            } else {
                known[key] = pictures.count
                pictures.append(
                    AnnotatedPicture(path: row.file, label: row.label, boxes: [row.box], frame: row.frame))
            }
        }
        return (pictures, passedOver, lines)
    }

    private struct Key: Hashable {
        let file: String
        let label: AnnotatedPicture.Label?
    }

    private static func read(_ path: String) throws(RationaleError) -> CSV<Enumerated> {
        let bytes = try InputFile.bytes(of: path, name: path, maximumBytes: largestFile)
        guard var text = String(validating: bytes, as: UTF8.self) else {
            throw RationaleError(.badData, "\(path): the table is not UTF-8 text", hint: "Save it as UTF-8.")
        }
        if text.first == "\u{FEFF}" { text.removeFirst() }
        do { return try CSV<Enumerated>(string: text, delimiter: .comma, loadColumns: false) } catch {
            throw RationaleError(
                .badData, "\(path): this is no table of comma-separated values: \(error)",
                hint: "A name with a comma stands in quotation marks.", underlying: error)
        }
    }
}

/// Where the values of a line stand.
private struct Columns {
    struct Row {
        let file: String
        let label: AnnotatedPicture.Label?
        let box: Box
        let frame: AnnotatedPicture.Frame?
    }

    private let file: Int
    private let edges: [Int]
    private let label: Int?
    private let size: [Int]?
    private let names: [String]

    init(_ header: [String], _ path: String) throws(RationaleError) {
        func column(_ name: String) throws(RationaleError) -> Int {
            guard let index = header.firstIndex(of: name) else {
                throw RationaleError(
                    .badData,
                    "\(path): there is no column '\(name)' among \(header.prefix(20).joined(separator: ", "))",
                    hint: "The first line must name the columns file, xmin, ymin, xmax, ymax, and perhaps class, "
                        + "orig_width and orig_height.")
            }
            return index
        }
        file = try column("file")
        edges = [try column("xmin"), try column("ymin"), try column("xmax"), try column("ymax")]
        label = header.firstIndex(of: "class")
        let sizes = [["orig_width", "orig_height"], ["width", "height"]]
            .map { $0.compactMap { header.firstIndex(of: $0) } }
        size = sizes.first { $0.count == 2 }
        names = header
    }

    func row(_ cells: [String], place: String) throws(RationaleError) -> Row {
        func number(_ column: Int) throws(RationaleError) -> Double {
            let text = cells.indices.contains(column) ? cells[column].trimmingCharacters(in: .whitespaces) : ""
            guard let value = Double(text), value.isFinite, abs(value) < 1e9 else {
                throw RationaleError(
                    .badData, "\(place): expected a number as \(names[column]), found '\(text.prefix(40))'")
            }
            return value
        }
        let name = cells.indices.contains(file) ? cells[file].trimmingCharacters(in: .whitespaces) : ""
        guard !name.isEmpty, !name.contains("\0") else {
            throw RationaleError(.badData, "\(place): there is no file named")
        }
        let values = try edges.map(number)
        let frame = try size.map { size throws(RationaleError) in
            AnnotatedPicture.Frame(width: try number(size[0]), height: try number(size[1]))
        }
        let box = try Box(edges: values, in: frame, place: place)
        let text = label.map { cells.indices.contains($0) ? cells[$0].trimmingCharacters(in: .whitespaces) : "" }
        let label: AnnotatedPicture.Label? = text.flatMap { text in
            text.isEmpty ? nil : Int(text).map(AnnotatedPicture.Label.index) ?? .name(text)
        }
        return Row(file: name, label: label, box: box, frame: frame)
    }
}
