import Foundation
import RationaleCore

/// One of the 700 validation photos: its file, its class, and the boxes of that class.
struct BoxedPhoto {
    /// In pixels of the photo stretched to 224×224; both ends belong to it.
    struct Box {
        let columns, rows: ClosedRange<Int>
    }

    static let side = 224

    let file: URL
    let classIndex: Int
    let boxes: [Box]

    func contains(row: Int, column: Int) -> Bool {
        boxes.contains { $0.rows.contains(row) && $0.columns.contains(column) }
    }

    /// The part of the photo that its boxes cover together.
    var coverage: Double {
        var covered = 0
        for row in 0..<Self.side {
            for column in 0..<Self.side where contains(row: row, column: column) { covered += 1 }
        }
        return Double(covered) / Double(Self.side * Self.side)
    }

    static func all() throws -> [BoxedPhoto] {
        let folder = SharedData.folder.appendingPathComponent("imagenet-val-boxes")
        let table = try String(contentsOf: folder.appendingPathComponent("boxes.csv"), encoding: .utf8)
        var order: [String] = []
        var found: [String: (classIndex: Int, boxes: [Box])] = [:]
        for line in table.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: ",").map(String.init)
            let numbers = cells.dropFirst(3).compactMap(Double.init)  // width, height, left, top, right, bottom
            func range(_ low: Double, _ high: Double, of length: Double) -> ClosedRange<Int> {
                let scale = Double(side) / length
                return Int(low * scale)...max(Int(low * scale), Int(high * scale))
            }
            let box = Box(
                columns: range(numbers[2], numbers[4], of: numbers[0]),
                rows: range(numbers[3], numbers[5], of: numbers[1]))
            if found[cells[0]] == nil { order.append(cells[0]) }
            found[cells[0], default: (Int(cells[1])!, [])].boxes.append(box)
        }
        return order.map { name in
            BoxedPhoto(
                file: folder.appendingPathComponent("images/\(name)"), classIndex: found[name]!.classIndex,
                boxes: found[name]!.boxes)
        }
    }
}
