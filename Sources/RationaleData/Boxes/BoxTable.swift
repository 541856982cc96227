import Foundation
public import RationaleCore
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
/// `xmin ymin xmax ymax` are edges in pixels. Optional are `class`, a class's number or name, the same in all lines of a
/// picture; and `orig_width orig_height` (or `width height`), the size of the picture in which edges are counted, where the
/// file has been resized since.
public enum BoxTable {
    private static let largestFile = 1 << 30

    /// The pictures of a table, in the order of their first lines.
    ///
    /// - Parameters:
    ///   - path: of the table.
    ///   - folder: that holds the pictures, themselves or in a folder `images`.
    /// - Throws: `RationaleError`: `missingInput` where the table or all pictures are not there; `badData` naming the line
    ///   and what is wrong in it.
    public static func pictures(of path: String, in folder: String) throws(RationaleError) -> [AnnotatedPicture] {
        let table = try read(path)
        let header = table.header.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        let columns = try Columns(header, path)
        var pictures: [AnnotatedPicture] = []
        var known: [String: Int] = [:]
        for (index, cells) in table.rows.enumerated() where !cells.allSatisfy(\.isEmpty) {
            let row = try columns.row(cells, place: "\(path), line \(index + 2)")
            if let place = known[row.file] {
                guard pictures[place].label == row.label else {
                    throw RationaleError(
                        .badData, "\(path), line \(index + 2): '\(row.file)' has another class than before",
                        hint: "Give the boxes of one class for each picture.")
                }
                pictures[place].boxes.append(row.box)
            } else {
                known[row.file] = pictures.count
                pictures.append(
                    AnnotatedPicture(path: row.file, label: row.label, boxes: [row.box], frame: row.frame))
            }
        }
        guard !pictures.isEmpty else {
            throw RationaleError(.badData, "\(path): there are no boxes in it", hint: "Write one box in each line.")
        }
        return located(pictures, in: folder)
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

    /// Pictures lie in the folder itself, or in its `images`.
    private static func located(_ pictures: [AnnotatedPicture], in folder: String) -> [AnnotatedPicture] {
        let folders = [folder, "\(folder)/images"]
        return pictures.map { picture in
            var picture = picture
            let paths = folders.map { "\($0)/\(picture.path)" }
            picture.path = paths.first(where: FileManager.default.fileExists(atPath:)) ?? paths[0]
            return picture
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
