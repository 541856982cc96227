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
        var given = request.settings
        given["seed"] = request.seed.map(String.init)
        let found = try entries.map { try $0.taking(given, for: kind) }
        // The seed has a default of its own, and says nothing wrong where nothing is random.
        let taken = found.reduce(into: Set(["seed"])) { $0.formUnion($1.taken) }
        let useless = AttributionMethods.settings.filter { given[$0.name] != nil && !taken.contains($0.name) }
        guard let first = useless.first else { return found.map(\.method) }
        let takers = AttributionMethods.all.compactMap { entry in
            entry.settings.first { $0.declaration.name == first.name }
                .map { entry.identifier + ($0.declaration.condition.map { " with \($0)" } ?? "") }
        }
        throw RationaleError(
            .usage,
            "\(useless.map { "--\($0.name)" }.joined(separator: ", ")) has no effect on \(names.joined(separator: ", "))",
            hint: "--\(first.name) is an option of \(takers.joined(separator: ", ")).")
    }

    /// What a method is called in a report.
    static func title(of identifier: String) -> String {
        AttributionMethods.all.first { $0.identifier == identifier }?.title ?? identifier
    }
}
