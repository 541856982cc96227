import Foundation
import GRDB
import RationaleCore
import RationaleMetrics

/// What a comparison found, one row a sample, beside what is known of the comparison as a whole.
///
/// ```sql
/// SELECT name, method, measure, value FROM value JOIN sample ON sample = position WHERE measure = 'iou';
/// SELECT errorMessage, count(*) FROM sample WHERE errorCode IS NOT NULL GROUP BY 1;
/// ```
extension ResultStore: ComparisonKeeper {
    private static let tables = """
        CREATE TABLE IF NOT EXISTS sample (
            -- The number of the sample in its source, from 0.
            position INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            -- When it was judged, or passed over.
            judged TEXT NOT NULL,
            -- What was found, in JSON; what is no number is a text.
            document TEXT NOT NULL,
            target INTEGER AS (json_extract(document, '$.target')),
            probability REAL AS (json_extract(document, '$.probability')),
            isImprobable INTEGER AS (json_extract(document, '$.isImprobable')),
            errorCode TEXT AS (json_extract(document, '$.error.code')),
            errorMessage TEXT AS (json_extract(document, '$.error.message')),
            errorHint TEXT AS (json_extract(document, '$.error.hint'))
        );
        CREATE VIEW IF NOT EXISTS value AS SELECT
            position AS sample, method.key AS method, found.key AS measure, found.value AS value
            FROM sample, json_each(document, '$.values') AS method, json_each(method.value) AS found;
        CREATE VIEW IF NOT EXISTS duration AS SELECT position AS sample, key AS method, value AS seconds
            FROM sample, json_each(document, '$.seconds');
        -- What was measured: by the first sample that has it, and by its place among that sample's.
        CREATE TABLE IF NOT EXISTS measure (
            name TEXT PRIMARY KEY, sample INTEGER NOT NULL, place INTEGER NOT NULL, document TEXT NOT NULL
        ) WITHOUT ROWID;
        -- Methods that cannot explain the network, and at which group of samples they failed first.
        CREATE TABLE IF NOT EXISTS failure (
            method TEXT PRIMARY KEY, samples INTEGER NOT NULL, document TEXT NOT NULL
        ) WITHOUT ROWID;
        """

    static let addMeasure = """
        INSERT INTO measure VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
        SET sample = excluded.sample, place = excluded.place WHERE excluded.sample < sample
        """
    static let addFailure = """
        INSERT INTO failure VALUES (?, ?, ?) ON CONFLICT DO UPDATE
        SET samples = excluded.samples, document = excluded.document WHERE excluded.samples < samples
        """

    private static let header = "comparison"

    /// Makes room for samples, and notes what they are samples of.
    func begin(_ comparison: ComparisonHeader) throws(RationaleError) {
        try write { database in
            try database.execute(sql: Self.tables)
            try database.execute(
                sql: "INSERT OR REPLACE INTO property VALUES (?, ?)",
                arguments: [Self.header, Self.text(of: comparison)])
        }
    }

    /// What the samples are samples of.
    ///
    /// - Throws: `badData` where the results are none of a comparison.
    func comparison() throws(RationaleError) -> ComparisonHeader {
        let text = try read { database in
            try String.fetchOne(database, sql: "SELECT value FROM property WHERE name = ?", arguments: [Self.header])
        }
        guard let text else {
            throw RationaleError(
                .badData, "\(folder): the results are none of an evaluation", hint: "Name another run.")
        }
        return try decoded(text, "what it is a comparison of")
    }

    func record(of index: Int) throws -> SampleRecord? {
        let text = try read { database in
            try String.fetchOne(database, sql: "SELECT document FROM sample WHERE position = ?", arguments: [index])
        }
        return try text.map { try decoded($0, "sample \(index)") }
    }

    func records() throws -> [Int: SampleRecord] {
        let rows = try read { database in
            try Row.fetchAll(database, sql: "SELECT position, document FROM sample").map {
                ($0[0] as Int, $0[1] as String)
            }
        }
        return try Dictionary(uniqueKeysWithValues: rows.map { ($0, try decoded($1, "sample \($0)")) })
    }

    func keep(_ record: SampleRecord, of index: Int, measures: [Measure]) throws {
        try write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO sample (position, name, judged, document) VALUES (?, ?, ?, ?)",
                arguments: [index, record.name, Moment.now, Self.text(of: record)])
            let insert = try database.cachedStatement(sql: Self.addMeasure)
            for (place, measure) in measures.enumerated() {
                try insert.execute(arguments: [measure.name, index, place, Self.text(of: measure)])
            }
        }
    }

    func measures() throws -> [Measure] {
        try read { database in
            try String.fetchAll(database, sql: "SELECT document FROM measure ORDER BY sample, place")
        }.map { try decoded($0, "a measure") }
    }

    func keep(_ failure: TruthReport.Failure, at group: Int) throws {
        try write { database in
            try database.execute(
                sql: Self.addFailure, arguments: [failure.method, group, Self.text(of: Failure(failure.error))])
        }
    }

    func failures() throws -> [TruthReport.Failure] {
        let rows = try read { database in
            try Row.fetchAll(database, sql: "SELECT method, document FROM failure ORDER BY samples, method")
                .map { ($0[0] as String, $0[1] as String) }
        }
        return try rows.map { method, text in
            TruthReport.Failure(method: method, error: RationaleError(try decoded(text, "a failure") as Failure))
        }
    }

    /// Whether anything was found: of inputs or of samples.
    func isEmpty() throws(RationaleError) -> Bool {
        try read { database in
            let explained = try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM input WHERE explained IS NOT NULL)")
            guard explained == false else { return false }
            guard try database.tableExists("sample") else { return true }
            return try Bool.fetchOne(database, sql: "SELECT NOT EXISTS (SELECT 1 FROM sample)") ?? true
        }
    }

    private static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private func decoded<Value: Decodable>(_ text: String, _ what: String) throws(RationaleError) -> Value {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do { return try decoder.decode(Value.self, from: Data(text.utf8)) } catch {
            throw RationaleError(
                .badData, "\(folder)/\(RunFolder.resultsName): the row of \(what) is damaged",
                hint: "Replace the run with --overwrite, or name another folder.", underlying: error)
        }
    }
}
