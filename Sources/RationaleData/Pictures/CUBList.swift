import Foundation
import RationaleCore

/// A list of CUB-200-2011: numbered lines, each with a value.
struct CUBList<Value> {
    struct Line {
        /// Counted from 1 in the file.
        let number: Int
        let id: Int
        let value: Value
    }

    /// Those that can be used, in the order of the file.
    let lines: [Line]
    /// Those that cannot.
    let passedOver: PassedOver
    private let path: String

    /// Reads a list.
    ///
    /// - Parameters:
    ///   - name: of the file.
    ///   - folder: that holds it.
    ///   - expected: what follows the number, for messages.
    ///   - read: makes a value of that; `nil` where it is none.
    /// - Throws: `RationaleError`: `missingInput` where the list is not there, `badData` where it is no text or no line
    ///   can be used.
    init(
        _ name: String, in folder: String, expecting expected: String, _ read: (Substring) -> Value?
    ) throws(RationaleError) {
        let path = folder.path(to: name)
        guard FileManager.default.fileExists(atPath: path) else {
            throw RationaleError(
                .missingInput, "\(path): there is no such list",
                hint: "CUB-200-2011 has images.txt, image_class_labels.txt, train_test_split.txt and classes.txt.")
        }
        var lines: [Line] = []
        var known: Set<Int> = []
        var passedOver = PassedOver()
        let texts = try TextFile.lines(of: path)
        for (index, text) in texts.enumerated() {
            let text = text.trimmingSpaces
            if text.isEmpty { continue }
            let number = text.prefix { !$0.isWhitespace }
            guard let id = Int(number), let value = read(text.dropFirst(number.count).trimmingSpaces) else {
                passedOver.add("line \(index + 1): expected a number and \(expected), found '\(text.prefix(60))'")
                continue
            }
            guard known.insert(id).inserted else {
                passedOver.add("line \(index + 1): \(id) stands in a line before")
                continue
            }
            lines.append(Line(number: index + 1, id: id, value: value))
        }
        (self.path, self.passedOver) = (path, passedOver)
        let note = passedOver.note(of: path, total: lines.count + passedOver.count, "lines")
        guard !lines.isEmpty else {
            throw RationaleError(
                .badData, note ?? "\(path): the list is empty", hint: "Each line is a number and \(expected).")
        }
        self.lines = lines
    }

    /// Which lines are passed over, and why; `nil` where none is.
    var note: String? { passedOver.note(of: path, total: lines.count + passedOver.count, "lines") }

    /// The values by their numbers.
    var values: [Int: Value] { Dictionary(lines.map { ($0.id, $0.value) }) { first, _ in first } }
}

/// All lists of a data set.
struct CUBLists {
    let pictures: CUBList<String>
    let labels: CUBList<Int>
    let splits: CUBList<Bool>
    let classes: CUBList<String>
    /// `nil` where there is no such list.
    let boxes: CUBList<Box>?

    /// What the other lists say of a picture.
    struct Entry {
        let classID: Int
        let isTraining: Bool
    }

    private let classOf: [Int: Int]
    private let splitOf: [Int: Bool]
    private let nameOf: [Int: String]

    /// Reads them.
    ///
    /// - Parameter folder: that holds them.
    /// - Throws: as ``CUBList``.
    init(in folder: String) throws(RationaleError) {
        func named(_ text: Substring) -> String? { text.isEmpty ? nil : String(text) }
        pictures = try CUBList("images.txt", in: folder, expecting: "a path", named)
        labels = try CUBList("image_class_labels.txt", in: folder, expecting: "the number of a class") { Int($0) }
        splits = try CUBList("train_test_split.txt", in: folder, expecting: "0 or 1") { ["0": false, "1": true][$0] }
        classes = try CUBList("classes.txt", in: folder, expecting: "a name", named)
        let hasBoxes = FileManager.default.fileExists(atPath: folder.path(to: "bounding_boxes.txt"))
        boxes =
            hasBoxes
            ? try CUBList("bounding_boxes.txt", in: folder, expecting: "left, top, width and height", Self.box) : nil
        (classOf, splitOf, nameOf) = (labels.values, splits.values, classes.values)
    }

    /// What the other lists say of a picture.
    ///
    /// - Throws: `badData` naming the list that does not have it.
    func entry(of line: CUBList<String>.Line) throws(RationaleError) -> Entry {
        guard let classID = classOf[line.id] else {
            throw Self.lacks("image_class_labels.txt has no class for picture \(line.id)", line)
        }
        guard nameOf[classID] != nil else { throw Self.lacks("classes.txt has no class \(classID)", line) }
        guard let isTraining = splitOf[line.id] else {
            throw Self.lacks("train_test_split.txt does not have picture \(line.id)", line)
        }
        return Entry(classID: classID, isTraining: isTraining)
    }

    static func lacks(_ reason: String, _ line: CUBList<String>.Line) -> RationaleError {
        RationaleError(.badData, "images.txt, line \(line.number): \(reason)")
    }

    /// The names of some classes in the order of their ids, and the place of each id among them.
    func numbered(_ used: Set<Int>) -> (names: [String], indices: [Int: Int]) {
        let kept = classes.lines.filter { used.contains($0.id) }.sorted { $0.id < $1.id }
        return (kept.map(\.value), Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1.id, $0) }))
    }

    private static func box(_ text: Substring) -> Box? {
        let fields = text.split(whereSeparator: \.isWhitespace)
        let numbers = fields.compactMap { Double($0) }
        guard fields.count == 4, numbers.count == 4, numbers.allSatisfy({ $0.isFinite && abs($0) < 1e9 }),
            numbers[2] > 0, numbers[3] > 0
        else { return nil }
        return Box(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }
}
