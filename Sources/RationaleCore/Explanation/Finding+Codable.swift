extension Finding: Codable {
    /// A content's keys stand beside those of the header; `kind` says which they are.
    private enum CodingKeys: String, CodingKey {
        case method, title, kind, layer, layerReason, target, targetProbability, map, overlay, unit, isSigned, seed
        case settings, seconds, convergenceGap, warnings, tokens, values, special, sentence, narration, graph, stages,
            error
    }

    private enum Kind: String, Codable { case map, words, sentence, narration, graph }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        method = try container.decode(String.self, forKey: .method)
        title = try container.decode(String.self, forKey: .title)
        switch try container.decodeIfPresent(Kind.self, forKey: .kind) {
        case nil: content = nil
        case .map: content = .map
        case .words:
            content = .words(
                try container.decode([String].self, forKey: .tokens),
                values: try container.decode([Float?].self, forKey: .values).map { $0 ?? .nan })
        case .sentence: content = .sentence(try container.decode(String.self, forKey: .sentence))
        case .narration: content = .narration(try container.decode(Narration.self, forKey: .narration))
        case .graph: content = .graph(try container.decode(ConceptGraph.self, forKey: .graph))
        }
        layer = try container.decodeIfPresent(String.self, forKey: .layer)
        layerReason = try container.decodeIfPresent(String.self, forKey: .layerReason)
        target = try container.decode(ExplainedTarget.self, forKey: .target)
        targetProbability = try container.decodeIfPresent(Float.self, forKey: .targetProbability)
        map = try container.decodeIfPresent(String.self, forKey: .map)
        overlay = try container.decodeIfPresent(String.self, forKey: .overlay)
        unit = try container.decode(String.self, forKey: .unit)
        isSigned = try container.decode(Bool.self, forKey: .isSigned)
        seed = try container.decodeIfPresent(UInt64.self, forKey: .seed)
        settings = try container.decode([String: String].self, forKey: .settings)
        seconds = try container.decodeIfPresent(Double.self, forKey: .seconds)
        convergenceGap = try container.decodeIfPresent(Double.self, forKey: .convergenceGap)
        warnings = try container.decode([String].self, forKey: .warnings)
        special = try container.decodeIfPresent([Int].self, forKey: .special) ?? []
        stages = try container.decodeIfPresent([AttributionStage].self, forKey: .stages) ?? []
        error = try container.decodeIfPresent(Failure.self, forKey: .error)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(method, forKey: .method)
        try container.encode(title, forKey: .title)
        switch content {
        case nil: try container.encodeNil(forKey: .kind)
        case .map: try container.encode(Kind.map, forKey: .kind)
        case .words(let words, let values):
            try container.encode(Kind.words, forKey: .kind)
            try container.encode(words, forKey: .tokens)
            try container.encode(values.map(\.ifFinite), forKey: .values)
        case .sentence(let sentence):
            try container.encode(Kind.sentence, forKey: .kind)
            try container.encode(sentence, forKey: .sentence)
        case .narration(let narration):
            try container.encode(Kind.narration, forKey: .kind)
            try container.encode(sentence, forKey: .sentence)
            try container.encode(narration, forKey: .narration)
        case .graph(let graph):
            try container.encode(Kind.graph, forKey: .kind)
            try container.encode(sentence, forKey: .sentence)
            try container.encode(graph, forKey: .graph)
        }
        try container.encode(layer, forKey: .layer)
        try container.encode(layerReason, forKey: .layerReason)
        try container.encode(target, forKey: .target)
        try container.encode(targetProbability?.ifFinite, forKey: .targetProbability)
        try container.encode(map, forKey: .map)
        try container.encode(overlay, forKey: .overlay)
        try container.encode(unit, forKey: .unit)
        try container.encode(isSigned, forKey: .isSigned)
        try container.encode(seed, forKey: .seed)
        try container.encode(settings, forKey: .settings)
        try container.encode(seconds.map { ($0 * 1e6).rounded() / 1e6 }, forKey: .seconds)
        try container.encode(convergenceGap?.ifFinite, forKey: .convergenceGap)
        try container.encode(warnings, forKey: .warnings)
        if !special.isEmpty { try container.encode(special, forKey: .special) }
        if !stages.isEmpty { try container.encode(stages, forKey: .stages) }
        try container.encode(error, forKey: .error)
    }
}

extension BinaryFloatingPoint {
    /// `nil` for what JSON has no number for.
    var ifFinite: Self? { isFinite ? self : nil }
}
