import RationaleAttribution
import RationaleCore
import Testing

/// Methods by name, as the command line asks for them.
@Suite struct AttributionMethodsTests {
    @Test func names() {
        #expect(
            AttributionMethods.all.map(\.identifier) == [
                "gradient", "input-x-gradient", "integrated-gradients", "deep-lift", "deep-shap", "smoothgrad",
                "vargrad",
                "guided-backpropagation",
                "deconvolution", "grad-cam", "grad-cam-elementwise", "grad-cam-plus-plus", "layer-cam", "occlusion",
                "rise", "lime", "extremal-perturbation", "iba", "input-iba",
                "input-iba-published", "centre", "random",
            ])
    }

    @Test(arguments: AttributionMethods.all.map(\.identifier))
    func defaults(_ name: String) throws {
        let method = try AttributionMethods.named(name)
        #expect(type(of: method).identifier == name)
    }

    @Test(arguments: [("grad-cam", "layer"), ("rise", "masks"), ("occlusion", "window")])
    func optionsReachTheMethod(_ name: String, _ option: String) throws {
        var options = MethodOptions()
        options.layer = "layer2"
        options.masks = 12
        options.window = 9
        let kept = options.keeping(try AttributionMethods.entry(named: name).options)
        #expect(kept.given.map(\.rawValue) == [option])
        switch try AttributionMethods.named(name, options: kept) {
        case let method as GradCAM: #expect(method.layer == "layer2")
        case let method as RISE: #expect(method.masks == 12)
        case let method as Occlusion: #expect(method.window == 9)
        case let other: Issue.record("unexpected \(other)")
        }
    }

    @Test func everyOptionIsKnownAndKept() {
        var options = MethodOptions()
        options.layer = ""
        options.steps = 1
        options.rule = ""
        options.baseline = ""
        options.samples = 1
        options.noise = 1
        options.seed = 1
        options.window = 1
        options.stride = 1
        options.masks = 1
        options.cells = 1
        options.convergence = 1
        options.preset = ""
        options.area = ""
        options.beta = 1
        options.featureBeta = 1
        options.learningRate = 1
        options.initialAlpha = 1
        options.smoothing = 1
        options.objective = ""
        options.adversary = 1
        options.activeThreshold = 1
        options.minDeviation = 1
        #expect(options.given == MethodOptions.Name.allCases)
        #expect(options.keeping(MethodOptions.Name.allCases) == options)
        #expect(options.keeping([]) == MethodOptions())
        for name in MethodOptions.Name.allCases { #expect(options.keeping([name]).given == [name]) }
    }

    @Test func misspeltName() {
        let error = #expect(throws: RationaleError.self) { try AttributionMethods.named("gradcam") }
        #expect(error?.code == .usage)
        #expect(error?.hint?.contains("'grad-cam'") == true)
    }

    @Test func optionThatTheMethodDoesNotHave() {
        var options = MethodOptions()
        options.steps = 5
        options.seed = 1
        let error = #expect(throws: RationaleError.self) { try AttributionMethods.named("grad-cam", options: options) }
        #expect(error?.code == .usage)
        #expect(error?.message == "grad-cam has no option --steps, --seed")
        #expect(error?.hint == "It has --layer.")
    }

    @Test(arguments: [("zeros", "zeros"), ("mean-colour", "mean-colour"), ("blurred-10", "blurred-10.0")])
    func baseline(_ text: String, _ name: String) throws {
        #expect(try Baseline(named: text).name == name)
    }

    @Test(arguments: ["zero", "blurred-", "blurred-x", ""])
    func unknownBaseline(_ text: String) {
        #expect(throws: RationaleError.self) { try Baseline(named: text) }
    }
}
