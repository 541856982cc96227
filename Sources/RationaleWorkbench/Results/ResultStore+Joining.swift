import GRDB
import RationaleCore

extension ResultStore {
    /// An input's row, and whether it is done.
    struct Enrolled: Sendable, Equatable {
        let name: String
        let position: Int?
        let folder: String
        let isDone: Bool
    }

    /// Every input, in the order in which they were listed.
    func enrolled() throws(RationaleError) -> [Enrolled] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT name, position, folder, explained IS NOT NULL FROM input ORDER BY position, id"
            ).map { Enrolled(name: $0[0], position: $0[1], folder: $0[2], isDone: $0[3]) }
        }
    }

    /// Takes over what another part of the same run found of some inputs.
    ///
    /// - Parameters:
    ///   - other: lists the same inputs.
    ///   - isMeant: whether an input belongs to that part, by its name.
    func mergeInputs(of other: ResultStore, where isMeant: (String) -> Bool) throws(RationaleError) {
        let rows = try other.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT position, name, folder, bytes, explained, document FROM input ORDER BY position, id")
        }
        let names = try other.read { try String.fetchOne($0, sql: "SELECT value FROM property WHERE name = 'names'") }
        try write { database in
            try database.execute(sql: "INSERT OR REPLACE INTO property VALUES ('names', ?)", arguments: [names])
            for row in rows where isMeant(row[1]) {
                try database.execute(
                    sql:
                        "INSERT INTO input (position, name, folder, bytes, explained, document) VALUES (?, ?, ?, ?, ?, ?)",
                    arguments: StatementArguments(row.databaseValues))
            }
        }
    }

    /// Takes over all samples of another part of the same comparison, none of which is here.
    func mergeSamples(of other: ResultStore) throws(RationaleError) {
        let (rows, measures, failures) = try other.read { database in
            (
                try Row.fetchAll(database, sql: "SELECT position, name, judged, document FROM sample"),
                try Row.fetchAll(database, sql: "SELECT name, sample, place, document FROM measure"),
                try Row.fetchAll(database, sql: "SELECT method, samples, document FROM failure")
            )
        }
        try write { database in
            for row in rows {
                try database.execute(
                    sql: "INSERT INTO sample (position, name, judged, document) VALUES (?, ?, ?, ?)",
                    arguments: StatementArguments(row.databaseValues))
            }
            for row in measures {
                try database.execute(sql: Self.addMeasure, arguments: StatementArguments(row.databaseValues))
            }
            for row in failures {
                try database.execute(sql: Self.addFailure, arguments: StatementArguments(row.databaseValues))
            }
        }
    }
}
