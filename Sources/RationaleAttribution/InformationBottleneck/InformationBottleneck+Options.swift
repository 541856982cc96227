import RationaleCore

extension AdamSearch {
    /// With what is given in place of its own numbers.
    fileprivate func changed(by options: MethodOptions) -> AdamSearch {
        AdamSearch(
            beta: options.beta ?? beta, steps: options.steps ?? steps, samples: options.samples ?? samples,
            learningRate: options.learningRate ?? learningRate, initialAlpha: options.initialAlpha ?? initialAlpha)
    }
}

extension SteadySearch {
    fileprivate func changed(by options: MethodOptions) -> SteadySearch {
        var search = self
        search.beta = options.beta ?? beta
        search.steps = options.steps ?? steps
        search.samples = options.samples ?? samples
        search.learningRate = options.learningRate ?? learningRate
        search.initialAlpha = options.initialAlpha ?? initialAlpha
        if let convergence = options.convergence { search.convergence = convergence == 0 ? nil : convergence }
        return search
    }
}

extension InformationBottleneck {
    init(options: MethodOptions) {
        let standard = InformationBottleneck()
        self.init(
            layer: options.layer, search: standard.search.changed(by: options),
            smoothing: options.smoothing ?? standard.smoothing,
            leastDeviation: options.minDeviation ?? standard.leastDeviation,
            activeThreshold: options.activeThreshold ?? standard.activeThreshold, seed: options.seed ?? 0)
    }
}

extension InputInformationBottleneck {
    /// What both objectives have, and what the published one has beside it.
    static let options: [MethodOptions.Name] = [
        .layer, .beta, .featureBeta, .steps, .samples, .learningRate, .initialAlpha, .smoothing, .adversary,
        .activeThreshold, .minDeviation, .seed,
    ]
    /// Of them, what only the published objective has.
    package static let publishedAlone: Set<MethodOptions.Name> = [
        .featureBeta, .adversary, .activeThreshold, .minDeviation,
    ]

    /// - Throws: `RationaleError.Code.usage` for an objective that there is not, or an option that it does not have.
    init(options: MethodOptions) throws(RationaleError) {
        let objective: Objective
        switch options.objective ?? "steady" {
        case "steady":
            if let useless = options.given.first(where: Self.publishedAlone.contains) {
                throw RationaleError(
                    .usage, "--\(useless.rawValue) has no effect on the objective 'steady'",
                    hint: "It is an option of --objective published.")
            }
            let search = SteadySearch(for: options.kind).changed(by: options)
            objective = .steady(search)
        case "published":
            guard options.convergence == nil else {
                throw RationaleError(
                    .usage, "--convergence has no effect on the objective 'published'",
                    hint: "It is an option of --objective steady.")
            }
            var pipeline = PublishedPipeline(layer: options.layer)
            pipeline.input = pipeline.input.changed(by: options)
            pipeline.feature.beta = options.featureBeta ?? pipeline.feature.beta
            pipeline.leastDeviation = options.minDeviation ?? pipeline.leastDeviation
            pipeline.activeThreshold = options.activeThreshold ?? pipeline.activeThreshold
            if let epochs = options.adversary {
                pipeline.adversary = epochs == 0 ? nil : AdversarialSearch(epochs: epochs)
            }
            objective = .published(pipeline)
        case let other:
            throw RationaleError(
                .usage, "there is no objective '\(other)'", hint: "Choose steady, the default, or published.")
        }
        self.init(objective: objective, smoothing: options.smoothing, seed: options.seed ?? 0)
    }
}
