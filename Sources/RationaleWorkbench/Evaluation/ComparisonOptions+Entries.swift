extension ComparisonOptions {
    /// What the command is called that asks for this.
    var task: String { "evaluate \(kind.rawValue)" }

    /// The options that are set, as texts by the names of their flags.
    var entries: [String: [String]] {
        var entries = Dictionary(uniqueKeysWithValues: explain.entries.map { ($0, $1) })
        func note(_ name: String, _ values: [String]) { if !values.isEmpty { entries[name] = values } }
        func note(_ name: String, _ value: (some CustomStringConvertible)?) {
            if let value { note(name, ["\(value)"]) }
        }
        note("data", data)
        note("boxes", boxes)
        note("stretched", areStretched ? true : nil)
        note("texts", texts)
        note("count", count)
        note("min-probability", minProbability)
        note("published", isPublished ? true : nil)
        note("reference", reference)
        note("agreement", measuresAgreement ? true : nil)
        note("metric", metrics)
        note("step", step)
        note("blur", blur)
        note("sizes", sizes.map(String.init))
        note("masks-per-size", masksPerSize)
        note("tile", tile)
        note("tolerance", tolerance)
        note("skip-difficult", skipsDifficult ? true : nil)
        note("max-region", largestRegion)
        note("layers", layers)
        note("output", output)
        note("shard", shard)
        return entries
    }
}
