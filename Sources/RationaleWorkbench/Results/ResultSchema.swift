import GRDB

/// The tables of `results.sqlite`.
///
/// ```sql
/// SELECT name, label, probability FROM input JOIN prediction ON input = input.id WHERE rank = 1;
/// SELECT name, method, map FROM input JOIN explanation ON input = input.id WHERE targetProbability >= 0.6;
/// ```
enum ResultSchema {
    /// What was ever published stays; a change is another migration.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("inputs, predictions, explanations") { database in
            try database.create(table: "input") { table in
                table.autoIncrementedPrimaryKey("id")
                // The path in the folder that is explained, or the file as it was given.
                table.column("name", .text).notNull().unique()
                // Among the inputs of the latest command; none where it did not name this one.
                table.column("position", .integer).indexed()
                // Of its maps, in the run's folder.
                table.column("folder", .text).notNull().unique()
                // Of its file, when it was explained.
                table.column("bytes", .integer)
                // When; none where it is still to be done.
                table.column("explained", .text)
                addFailure(to: table)
            }
            try database.create(table: "prediction", options: .withoutRowID) { table in
                table.column("input", .integer).notNull().references("input", onDelete: .cascade)
                // From 1.
                table.column("rank", .integer).notNull()
                table.column("class", .integer).notNull()
                table.column("label", .text)
                table.column("probability", .double).notNull()
                table.primaryKey(["input", "rank"])
            }
            try database.create(table: "explanation") { table in
                table.column("input", .integer).notNull().references("input", onDelete: .cascade)
                table.column("method", .text).notNull()
                table.column("layer", .text)
                table.column("target", .integer).notNull()
                table.column("targetLabel", .text)
                table.column("targetProbability", .double)
                table.column("insteadOf", .integer)
                // Files, in the run's folder.
                table.column("map", .text)
                table.column("overlay", .text)
                table.column("unit", .text).notNull()
                // As text: SQLite has no number of 64 bits without a sign.
                table.column("seed", .text)
                table.column("seconds", .double).notNull()
                table.column("convergenceGap", .double)
                // A JSON list, and a JSON object.
                table.column("warnings", .text).notNull()
                table.column("settings", .text).notNull()
                addFailure(to: table)
                table.uniqueKey(["input", "method"])
            }
            // What the rows as a whole are.
            try database.create(table: "property", options: .withoutRowID) { table in
                table.primaryKey("name", .text)
                table.column("value", .text).notNull()
            }
        }
        migrator.registerMigration("stages of explanations") { database in
            try database.alter(table: "explanation") { table in
                // A JSON list; none where a method has no stages.
                table.add(column: "stages", .text)
            }
        }
        migrator.registerMigration("scores of predictions, changes of targets") { database in
            // SQLite cannot make a column nullable: a regression has values and no probabilities.
            try database.rename(table: "prediction", to: "earlierPrediction")
            try database.create(table: "prediction", options: .withoutRowID) { table in
                table.column("input", .integer).notNull().references("input", onDelete: .cascade)
                table.column("rank", .integer).notNull()
                table.column("class", .integer).notNull()
                table.column("label", .text)
                // What goes into the final nonlinearity; none in rows of earlier versions.
                table.column("score", .double)
                // None of a regression.
                table.column("probability", .double)
                table.primaryKey(["input", "rank"])
            }
            try database.execute(
                sql: """
                    INSERT INTO prediction SELECT input, rank, class, label, NULL, probability FROM earlierPrediction
                    """)
            try database.drop(table: "earlierPrediction")
            try database.alter(table: "explanation") { table in
                // Whether an increase or a decrease of the score is explained; none for the score itself.
                table.add(column: "change", .text)
            }
        }
        return migrator
    }

    private static func addFailure(to table: TableDefinition) {
        for name in ["errorCode", "errorMessage", "errorHint"] { table.column(name, .text) }
    }
}
