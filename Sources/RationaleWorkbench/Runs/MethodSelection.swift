import RationaleAttribution
import RationaleCore

/// The methods that a person asks for, by name and with settings.
enum MethodSelection {
    /// What people also call a method.
    static let aliases = [
        "ig": "integrated-gradients", "saliency": "gradient", "gradcam": "grad-cam", "gradcam++": "grad-cam-plus-plus",
        "grad-cam++": "grad-cam-plus-plus", "layercam": "layer-cam", "guided-backprop": "guided-backpropagation",
        "element-wise-grad-cam": "grad-cam-elementwise", "smooth-grad": "smoothgrad", "center": "centre",
        "deeplift": "deep-lift", "deepshap": "deep-shap", "ex-perturb": "extremal-perturbation",
        "input*gradient": "input-x-gradient",
    ]

    /// The methods of a request, each with the options that it has.
    ///
    /// Names are replaced in the request by those of the methods; `all` by every name that is made for such inputs.
    /// - Throws: `usage` for an unknown name, with the nearest, and for an option that none of the methods has.
    static func methods(
        for request: inout ExplainOptions, explaining kind: InputKind = .picture
    ) throws -> [any AttributionMethod] {
        var names: [String] = []
        for name in request.method {
            let found = name == "all" ? AttributionMethods.all(for: kind).map(\.identifier) : [aliases[name] ?? name]
            for name in found where !names.contains(name) { names.append(name) }
        }
        request.method = names
        let entries = try names.map { name throws(RationaleError) in try AttributionMethods.entry(named: name) }
        var options = request.methodOptions
        options.kind = kind
        let known = Set(entries.flatMap(\.options))
        // The seed has a default of its own, and says nothing wrong where nothing is random.
        let useless = options.given.filter { !known.contains($0) && $0 != .seed }
        guard useless.isEmpty else {
            let flags = useless.map { "--\($0.rawValue)" }.joined(separator: ", ")
            let takers = AttributionMethods.all.filter { $0.options.contains(useless[0]) }.map(\.identifier)
            throw RationaleError(
                .usage, "\(flags) has no effect on \(names.joined(separator: ", "))",
                hint: "--\(useless[0].rawValue) is an option of \(takers.joined(separator: ", ")).")
        }
        return try entries.map { entry in
            var taken = entry.options
            // Where both input bottlenecks are compared, what only the published objective has is meant for it.
            if entry.identifier == InputInformationBottleneck.identifier,
                names.contains(PublishedInputInformationBottleneck.identifier)
            {
                taken.removeAll(where: InputInformationBottleneck.publishedAlone.contains)
            }
            return try entry.method(options.keeping(taken))
        }
    }

    /// What a method is called in a report: the beginning of its summary.
    static func title(of identifier: String) -> String {
        guard let summary = AttributionMethods.all.first(where: { $0.identifier == identifier })?.summary else {
            return identifier
        }
        if let control = ["centre": "Image centre", "random": "Random"][identifier] { return control }
        let end = summary.firstIndex { $0 == ":" || $0 == "," || $0 == "(" } ?? summary.endIndex
        var title = String(summary[..<end])
        while title.hasSuffix(" ") { title.removeLast() }
        return title
    }
}

extension ExplainOptions {
    /// The options that methods have, in their own form.
    fileprivate var methodOptions: MethodOptions {
        var options = MethodOptions()
        options.layer = layer
        options.steps = steps
        options.rule = rule
        options.baseline = baseline
        options.samples = samples
        options.noise = noise
        options.seed = seed
        options.window = window
        options.stride = stride
        options.masks = masks
        options.cells = cells
        options.convergence = convergence
        options.preset = preset
        options.area = area
        options.beta = beta
        options.featureBeta = featureBeta
        options.learningRate = learningRate
        options.initialAlpha = initialAlpha
        options.smoothing = smoothing
        options.objective = objective
        options.adversary = adversary
        options.activeThreshold = activeThreshold
        options.minDeviation = minDeviation
        return options
    }
}
