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
        var places: [(place: Place, isDone: Bool)?] = Array(repeating: nil, count: inputs.count)
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT id, name, folder, bytes, explained IS NOT NULL AND errorCode IS NULL, (
                        SELECT group_concat(
                            json_extract(value, '$.method') || char(9) || ifnull(json_extract(value, '$.map'), ''), char(10))
                        FROM json_each(document, '$.explanations') WHERE json_extract(value, '$.error') IS NULL)
                    FROM input
                    """)
            while let row = try rows.next() {
                guard let number = numbers[row[1]] else { continue }
                let found = ((row[5] as String?) ?? "").split(separator: "\n").map { line in
                    line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                }
                let known = Set(found.filter { $0[1].isEmpty || isThere($0[1]) }.map { $0[0] })
                places[number] = (
                    Place(id: row[0], folder: row[2]),
                    row[4] && known.isSuperset(of: methods) && row[3] == Self.bytes(of: inputs[number].file)
                )
            }
        }
        return try places.enumerated().map { number, row throws(RationaleError) in
            guard let row else {
                throw RationaleError(.badData, "\(folder): the results have no row for \(inputs[number].name)")
            }
            return row
        }
    }

    /// What an earlier run found for an input and is still good.
    func earlier(_ input: InputList.Input, at place: Place) throws(RationaleError) -> Explanation? {
        guard var found = try explanation(of: input.file, at: place), found.error == nil else { return nil }
        let size = try read { database in
            try Int.fetchOne(database, sql: "SELECT bytes FROM input WHERE id = ?", arguments: [place.id])
        }
        guard size == Self.bytes(of: input.file) else { return nil }
        found.findings.removeAll { $0.error != nil || !($0.map.map(isThere) ?? true) }
        return found
    }

    /// What was found for an input, with paths in the run's folder; `nil` where it is still to be done.
    ///
    /// - Parameter name: what the explanation calls it: a folder may have been moved since.
    /// - Throws: `badData` for a document that this program did not write.
    func explanation(of name: String, at place: Place) throws(RationaleError) -> Explanation? {
        let document = try read { database in
            try String.fetchOne(
                database, sql: "SELECT document FROM input WHERE id = ? AND explained IS NOT NULL",
                arguments: [place.id])
        }
        guard let document else { return nil }
        do {
            var found = try JSONDecoder().decode(Explanation.self, from: Data(document.utf8))
            found.input = name
            return found
        } catch let error as RationaleError {
            throw error
        } catch {
            throw RationaleError(
                .badData, "\(folder)/\(RunFolder.resultsName): the row of \(place.folder) is damaged",
                hint: "Replace the run with --overwrite, or name another folder.", underlying: error)
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

    /// Whether a file of the run is still there.
    private func isThere(_ path: String) -> Bool { access("\(folder)/\(path)", F_OK) == 0 }

    /// The size of a file; `nil` where there is none.
    static func bytes(of file: String) -> Int? {
        var status = stat()
        return stat(file, &status) == 0 ? Int(status.st_size) : nil
    }
}
