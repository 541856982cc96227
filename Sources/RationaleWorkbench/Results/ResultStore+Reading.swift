import Foundation
import GRDB
import RationaleCore

extension ResultStore {
    /// An input as it is listed.
    struct Listed: Sendable {
        let name: String
        let position: Int
        let place: Place
    }

    /// The rows of some inputs, in their order, and whether all methods are through with each.
    ///
    /// An input is open again where it failed, where one of its maps is not there any more, and where its file has
    /// another size now.
    /// - Complexity: one pass over the rows, and a look at the file and the maps of each input.
    func places(
        of inputs: [InputList.Input], methods: [String]
    ) throws(RationaleError) -> [(place: Place, isDone: Bool)] {
        let numbers = Dictionary(uniqueKeysWithValues: inputs.enumerated().map { ($1.name, $0) })
        var found: [(place: Place, isDone: Bool)?] = Array(repeating: nil, count: inputs.count)
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT id, name, folder, bytes, input.errorCode IS NULL, group_concat(method, ' ')
                    FROM input LEFT JOIN explanation ON input = id AND map IS NOT NULL GROUP BY id
                    """)
            while let row = try rows.next() {
                guard let number = numbers[row[1]] else { continue }
                let place = Place(id: row[0], folder: row[2])
                let known = Set(((row[5] as String?) ?? "").split(separator: " ").map(String.init))
                let isDone =
                    row[4] && known.isSuperset(of: methods) && row[3] == Self.bytes(of: inputs[number].file)
                    && methods.allSatisfy { hasMap(of: $0, in: place) }
                found[number] = (place, isDone)
            }
        }
        return try found.enumerated().map { number, row throws(RationaleError) in
            guard let row else {
                throw RationaleError(.badData, "\(folder): the results have no row for \(inputs[number].name)")
            }
            return row
        }
    }

    /// What an earlier run found for an input and is still good.
    func earlier(_ input: InputList.Input, at place: Place) throws(RationaleError) -> InputResult? {
        guard var result = try result(of: input.file, at: place), result.error == nil else { return nil }
        let size = try read { database in
            try Int.fetchOne(database, sql: "SELECT bytes FROM input WHERE id = ?", arguments: [place.id])
        }
        guard size == Self.bytes(of: input.file) else { return nil }
        result.explanations.removeAll { $0.map == nil || !hasMap(of: $0.method, in: place) }
        return result
    }

    /// What is known about an input; `nil` where it is still to be done.
    ///
    /// - Parameter name: what the result calls it.
    func result(of name: String, at place: Place) throws(RationaleError) -> InputResult? {
        try read { database in
            guard
                let row = try Row.fetchOne(
                    database, sql: "SELECT * FROM input WHERE id = ? AND explained IS NOT NULL", arguments: [place.id])
            else { return nil }
            let predictions = try Row.fetchAll(
                database, sql: "SELECT * FROM prediction WHERE input = ? ORDER BY rank", arguments: [place.id])
            let explanations = try StoredExplanation.fetchAll(
                database, sql: "SELECT * FROM explanation WHERE input = ? ORDER BY rowid", arguments: [place.id])
            return InputResult(
                input: name,
                predictions: predictions.map {
                    Prediction(
                        index: $0["class"], label: $0["label"], score: ($0["score"] as Double?).map { Float($0) },
                        probability: ($0["probability"] as Double?).map { Float($0) })
                },
                explanations: explanations.map { $0.result(in: folder) },
                error: Failure(code: row["errorCode"], message: row["errorMessage"], hint: row["errorHint"]))
        }
    }

    /// The first inputs of the latest command, by their positions.
    func first(_ count: Int) throws(RationaleError) -> [Listed] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT id, name, folder, position FROM input WHERE position < ? ORDER BY position",
                arguments: [count]
            ).map { Listed(name: $0[1], position: $0[3], place: Place(id: $0[0], folder: $0[2])) }
        }
    }

    /// How many inputs of the latest command there are, how many are done, and how many of them failed; from a position
    /// on.
    func count(from position: Int = 0) throws(RationaleError) -> (all: Int, explained: Int, failed: Int) {
        try read { database in
            let row = try Row.fetchOne(
                database,
                sql: "SELECT count(*), count(explained), count(errorCode) FROM input WHERE position >= ?",
                arguments: [position])
            return (row?[0] ?? 0, row?[1] ?? 0, row?[2] ?? 0)
        }
    }

    /// Every folder with maps.
    func folders() throws(RationaleError) -> [String] {
        try read { try String.fetchAll($0, sql: "SELECT folder FROM input") }
    }

    private func hasMap(of method: String, in place: Place) -> Bool {
        access("\(folder)/\(place.folder)/\(method).safetensors", F_OK) == 0
    }

    /// The size of a file; `nil` where there is none.
    static func bytes(of file: String) -> Int? {
        var status = stat()
        return stat(file, &status) == 0 ? Int(status.st_size) : nil
    }
}
