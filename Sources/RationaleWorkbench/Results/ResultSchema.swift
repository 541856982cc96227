import GRDB
import RationaleCore

/// The tables of `results.sqlite`.
///
/// What was found for an input is one JSON document, the `Explanation` itself; the views show its parts as rows.
///
/// ```sql
/// SELECT name, label, probability FROM input JOIN prediction ON input = input.id WHERE rank = 1;
/// SELECT name, method, map FROM input JOIN explanation ON input = input.id WHERE targetProbability >= 0.6;
/// ```
enum ResultSchema {
    /// Makes the tables of a new file.
    ///
    /// - Throws: `badData` where another version of this program made the file.
    static func prepare(_ database: Database, file: String) throws {
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        if version == Explanation.version { return }
        // The version before had no number.
        let isNew = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
        guard version == 0, isNew else {
            throw FormatVersion.refusal(of: file, max(1, version), Explanation.version)
        }
        try database.execute(sql: tables)
        try database.execute(sql: "PRAGMA user_version = \(Explanation.version)")
    }

    private static let tables = """
        CREATE TABLE input (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            -- The path in the folder that is explained, or the file as it was given.
            name TEXT NOT NULL UNIQUE,
            -- Among the inputs of the latest command; none where it did not name this one.
            position INTEGER,
            -- Of its maps, in the run's folder.
            folder TEXT NOT NULL UNIQUE,
            -- Of its file, when it was explained.
            bytes INTEGER,
            -- When; none where it is still to be done.
            explained TEXT,
            -- What was found, in JSON; paths are in the run's folder.
            document TEXT,
            errorCode TEXT AS (json_extract(document, '$.error.code')),
            errorMessage TEXT AS (json_extract(document, '$.error.message')),
            errorHint TEXT AS (json_extract(document, '$.error.hint'))
        );
        CREATE INDEX inputPosition ON input(position);
        CREATE VIEW prediction AS SELECT
            input.id AS input, key + 1 AS rank, json_extract(value, '$.index') AS class,
            json_extract(value, '$.label') AS label, json_extract(value, '$.score') AS score,
            json_extract(value, '$.probability') AS probability
            FROM input, json_each(document, '$.predictions');
        CREATE VIEW explanation AS SELECT
            input.id AS input, key + 1 AS number, json_extract(value, '$.method') AS method, json_extract(value, '$.kind') AS kind,
            json_extract(value, '$.layer') AS layer, json_extract(value, '$.target.index') AS target,
            json_extract(value, '$.target.label') AS targetLabel,
            json_extract(value, '$.targetProbability') AS targetProbability,
            json_extract(value, '$.target.insteadOf') AS insteadOf, json_extract(value, '$.target.change') AS change,
            json_extract(value, '$.map') AS map, json_extract(value, '$.overlay') AS overlay,
            json_extract(value, '$.unit') AS unit, json_extract(value, '$.seconds') AS seconds,
            json_extract(value, '$.convergenceGap') AS convergenceGap,
            json_extract(value, '$.warnings') AS warnings, json_extract(value, '$.settings') AS settings,
            -- As text: SQLite has no number of 64 bits without a sign. Of two paths it gives the text of a list.
            nullif(trim(json_extract(value, '$.seed', '$.none'), '[],nul'), '') AS seed,
            json_extract(value, '$.sentence') AS sentence, json_extract(value, '$.error.code') AS errorCode,
            json_extract(value, '$.error.message') AS errorMessage, json_extract(value, '$.error.hint') AS errorHint
            FROM input, json_each(document, '$.explanations');
        -- What the rows as a whole are.
        CREATE TABLE property (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        """
}
