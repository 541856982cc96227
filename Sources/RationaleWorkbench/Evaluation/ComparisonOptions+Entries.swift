extension ComparisonOptions: NamedOptions {
    /// What the command is called that asks for this.
    var task: String { "evaluate \(kind.rawValue)" }

    /// Those of the command; where a setting of methods has the name of one of them, the command's.
    package var fields: [OptionField<Self>] {
        let own = Self.shared + Self.own(kind)
        let names = Set(own.map(\.name))
        return ExplainOptions.fields.filter { !names.contains($0.name) }.map { $0.lifted(to: \.explain) } + own
    }

    /// The options that are given, as texts by the names of their flags.
    var entries: [String: [String]] { Dictionary(uniqueKeysWithValues: given.map { ($0, $1) }) }

    private static let shared: [OptionField<Self>] = [
        .value("data", \.data, isPath: true),
        .value("boxes", \.boxes, isPath: true),
        .flag("stretched", \.areStretched),
        .value("count", \.count),
        .value("min-probability", \.minProbability),
        .flag("published", \.isPublished),
        .value("reference", \.reference),
        .value("output", \.output, isPath: true),
        .value("shard", \.shard),
    ]

    /// The names of the options that a command has for itself.
    package static func ownNames(_ kind: Kind) -> [String] { own(kind).map(\.name) }

    private static func own(_ kind: Kind) -> [OptionField<Self>] {
        switch kind {
        case .faithfulness:
            [
                .value("texts", \.texts, isPath: true),
                .list("metric", \.metrics),
                .value("step", \.step),
                .value("blur", \.blur),
                .list("sizes", \.sizes),
                .value("masks-per-size", \.masksPerSize),
                .value("tile", \.tile),
                .flag("agreement", \.measuresAgreement),
            ]
        case .localization:
            [
                .list("metric", \.metrics),
                .value("tolerance", \.tolerance),
                .flag("skip-difficult", \.skipsDifficult),
                .value("max-region", \.largestRegion),
                .flag("agreement", \.measuresAgreement),
            ]
        case .sanity: [.list("layers", \.layers)]
        }
    }
}
