import GRDB
import RationaleCore

extension ResultStore {
    /// An input's row and the folder of its maps.
    struct Place: Sendable {
        let id: Int64
        let folder: String
    }

    /// Gives every input a row and a folder of its own, where it has none yet.
    ///
    /// - Parameter isFolder: whether they are one folder's, so that their names are paths in it.
    /// - Throws: `usage` where the run's names mean something else: the same picture would be explained twice.
    func enroll(_ list: InputList) throws(RationaleError) {
        let kind = list.isFolder ? "in a folder" : "as given"
        try write { database in
            let before = try String.fetchOne(database, sql: "SELECT value FROM property WHERE name = 'names'")
            guard before == nil || before == kind else {
                throw RationaleError(
                    .usage,
                    list.isFolder
                        ? "\(folder): the run explains files one by one, and cannot go on with a whole folder"
                        : "\(folder): the run explains one whole folder, and cannot go on with other files",
                    hint: "Explain them in a run of their own, with another --output.")
            }
            try database.execute(sql: "INSERT OR REPLACE INTO property VALUES ('names', ?)", arguments: [kind])
            var names = InputNames()
            var known: Set<String> = []
            let rows = try Row.fetchCursor(database, sql: "SELECT name, folder FROM input")
            while let row = try rows.next() {
                known.insert(row[0])
                names.reserve(row[1])
            }
            try database.execute(sql: "UPDATE input SET position = NULL WHERE position IS NOT NULL")
            let update = try database.makeStatement(sql: "UPDATE input SET position = ? WHERE name = ?")
            let insert = try database.makeStatement(
                sql: "INSERT INTO input (position, name, folder) VALUES (?, ?, ?)")
            for input in list.inputs {
                if known.contains(input.name) {
                    try update.execute(arguments: [input.position, input.name])
                } else {
                    let place = names.name(for: input.title, keepingFolders: list.isFolder)
                    try insert.execute(arguments: [input.position, input.name, place])
                }
            }
        }
    }

    /// Writes what was found for an input, in place of what was there.
    ///
    /// - Parameters:
    ///   - document: the explanation in JSON, with paths in the run's folder.
    ///   - bytes: of its file, by which a later run knows whether it is still the same.
    func save(_ document: String, at place: Place, bytes: Int?) throws(RationaleError) {
        try write { database in
            try database.execute(
                sql: "UPDATE input SET explained = ?, bytes = ?, document = ? WHERE id = ?",
                arguments: [Moment.now, bytes, document, place.id])
        }
    }
}
