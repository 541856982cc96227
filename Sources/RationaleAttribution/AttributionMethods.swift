public import RationaleCore

/// All methods by name.
///
/// A new method is listed here in one line, and thereby on the command line, in configurations and in `--method all`.
public enum AttributionMethods {
    /// A method that can be asked for.
    public struct Entry: Sendable {
        /// The name on the command line: `grad-cam`.
        public let identifier: String
        public let summary: String
        /// The options that it has.
        public let options: [MethodOptions.Name]
        /// What it is made for.
        public let inputs: Set<InputKind>
        private let make: @Sendable (MethodOptions) throws -> any AttributionMethod

        fileprivate init<Method: AttributionMethod>(
            _ options: [MethodOptions.Name], _ make: @escaping @Sendable (MethodOptions) throws -> Method
        ) {
            identifier = Method.identifier
            summary = Method.summary
            self.options = options
            inputs = Method.inputs
            self.make = make
        }

        /// The method with these options.
        ///
        /// - Throws: `RationaleError.Code.usage` for an option that it does not have, or whose value has no meaning.
        public func method(_ options: MethodOptions = MethodOptions()) throws -> any AttributionMethod {
            let unknown = options.given.filter { !self.options.contains($0) }
            guard unknown.isEmpty else {
                let has = self.options.map { "--\($0.rawValue)" }.joined(separator: ", ")
                throw RationaleError(
                    .usage, "\(identifier) has no option \(unknown.map { "--\($0.rawValue)" }.joined(separator: ", "))",
                    hint: has.isEmpty ? "It has no options." : "It has \(has).")
            }
            return try make(options)
        }
    }

    /// In the order in which lists show them: gradients, class activation maps, perturbations, controls.
    public static let all: [Entry] = [
        Entry([]) { _ in Gradient() },
        Entry([]) { _ in InputTimesGradient() },
        Entry([.steps, .rule, .baseline]) { options in
            let standard = IntegratedGradients()
            return IntegratedGradients(
                steps: options.steps ?? standard.steps,
                rule: try options.rule.map(QuadratureRule.init(named:)) ?? standard.rule,
                baseline: try options.baseline.map(Baseline.init(named:)) ?? standard.baseline)
        },
        Entry([.baseline]) { DeepLIFT(baseline: try $0.baseline.map(Baseline.init(named:)) ?? .zeros) },
        Entry([.baseline]) { options in
            let names = options.baseline?.split(separator: ",").map(String.init)
            return DeepSHAP(baselines: try names?.map(Baseline.init(named:)) ?? DeepSHAP().baselines)
        },
        Entry([.samples, .noise, .seed]) { options in
            let standard = SmoothGrad()
            return SmoothGrad(
                samples: options.samples ?? standard.samples,
                noise: options.noise.map(NoiseLevel.relative) ?? standard.noise,
                seed: options.seed ?? 0)
        },
        Entry([.samples, .noise, .seed]) { options in
            let standard = VarGrad()
            return VarGrad(
                samples: options.samples ?? standard.samples,
                noise: options.noise.map(NoiseLevel.relative) ?? standard.noise,
                seed: options.seed ?? 0)
        },
        Entry([]) { _ in GuidedBackpropagation() },
        Entry([]) { _ in Deconvolution() },
        Entry([.layer]) { GradCAM(layer: $0.layer) },
        Entry([.layer]) { ElementwiseGradCAM(layer: $0.layer) },
        Entry([.layer]) { GradCAMPlusPlus(layer: $0.layer) },
        Entry([.layer]) { LayerCAM(layer: $0.layer) },
        Entry([.window, .stride, .baseline]) { options in
            Occlusion(
                window: options.window, stride: options.stride,
                baseline: try options.baseline.map(Baseline.init(named:)) ?? .zeros)
        },
        Entry([.masks, .cells, .convergence, .seed]) { options in
            let standard = RISE()
            return RISE(
                masks: options.masks ?? standard.masks, cells: options.cells ?? standard.cells,
                convergence: options.convergence, seed: options.seed ?? 0)
        },
        Entry([.samples, .seed, .preset]) { options in
            guard try LIME.isPublished(options.preset) else {
                return LIME(samples: options.samples ?? LIME().samples, seed: options.seed ?? 0)
            }
            let published = LIME.published()
            return LIME(
                samples: options.samples ?? published.samples, features: published.features,
                isBagOfWords: published.isBagOfWords, scale: published.scale, seed: options.seed ?? 0)
        },
        Entry([.area, .steps, .rule]) { options in
            let standard = ExtremalPerturbation()
            return ExtremalPerturbation(
                areas: try options.area.map(ExtremalPerturbation.areas) ?? standard.areas,
                steps: options.steps ?? standard.steps,
                rule: try options.rule.map(ExtremalPerturbation.Rule.init(named:)) ?? standard.rule)
        },
        Entry([
            .layer, .beta, .steps, .samples, .learningRate, .initialAlpha, .smoothing, .activeThreshold, .minDeviation,
            .seed,
        ]) { InformationBottleneck(options: $0) },
        Entry(InputInformationBottleneck.options + [.objective, .convergence]) {
            try InputInformationBottleneck(options: $0)
        },
        Entry(InputInformationBottleneck.options) { options in
            var options = options
            options.objective = "published"
            return PublishedInputInformationBottleneck(try InputInformationBottleneck(options: options))
        },
        Entry([]) { _ in ImageCentre() },
        Entry([.seed]) { RandomMap(seed: $0.seed ?? 0) },
    ]

    /// Those that are made for such inputs.
    public static func all(for kind: InputKind) -> [Entry] { all.filter { $0.inputs.contains(kind) } }

    /// The entry of this name.
    ///
    /// - Throws: `RationaleError.Code.usage` with the nearest names.
    public static func entry(named name: String) throws(RationaleError) -> Entry {
        if let entry = all.first(where: { $0.identifier == name }) { return entry }
        let names = all.map(\.identifier)
        let nearest = names.nearest(to: name).map { "'\($0)'" }.joined(separator: ", ")
        throw RationaleError(
            .usage, "there is no method '\(name)'",
            hint: nearest.isEmpty ? "Choose one of \(names.joined(separator: ", "))." : "Did you mean \(nearest)?")
    }

    /// The method of this name with these options.
    ///
    /// - Throws: `RationaleError.Code.usage` for an unknown name, with the nearest ones, or an option that the method
    ///   does not have, with those that it has.
    public static func named(
        _ name: String, options: MethodOptions = MethodOptions()
    ) throws -> any AttributionMethod {
        try entry(named: name).method(options)
    }
}

extension ExtremalPerturbation {
    /// - Throws: `RationaleError.Code.usage` where the text is no list of numbers.
    fileprivate static func areas(_ text: String) throws(RationaleError) -> [Double] {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Double($0) }
        guard numbers.count == parts.count else {
            throw RationaleError(
                .usage, "'\(text)' is no list of areas", hint: "Write parts of the picture: 0.3, or 0.05,0.1,0.3.")
        }
        return numbers
    }
}

extension CaseIterable where Self: RawRepresentable<String> {
    /// A rule of a method.
    ///
    /// - Throws: `RationaleError.Code.usage` with the names there are.
    fileprivate init(named name: String) throws(RationaleError) {
        guard let rule = Self(rawValue: name) else {
            throw RationaleError(
                .usage,
                "there is no rule '\(name)' to \(Self.self == QuadratureRule.self ? "integrate" : "optimise") by",
                hint: "Choose \(Self.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        self = rule
    }
}

extension LIME {
    /// - Throws: `RationaleError.Code.usage` for a preset that there is not.
    fileprivate static func isPublished(_ preset: String?) throws(RationaleError) -> Bool {
        guard let preset, preset != "default" else { return false }
        guard preset == "published" else {
            throw RationaleError(
                .usage, "\(identifier) has no preset '\(preset)'", hint: "Choose default or published.")
        }
        return true
    }
}
