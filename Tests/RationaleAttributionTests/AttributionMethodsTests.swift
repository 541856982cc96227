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
                "deconvolution", "excitation-backprop", "contrastive-excitation-backprop", "grad-cam",
                "grad-cam-elementwise", "grad-cam-plus-plus", "layer-cam",
                "linear-approximation", "occlusion",
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
    func settingsReachTheMethod(_ name: String, _ setting: String) throws {
        let given = ["layer": "layer2", "masks": "12", "window": "9"]
        let (method, taken) = try AttributionMethods.entry(named: name).taking(given, for: .picture)
        #expect(taken == [setting])
        switch method {
        case let method as GradCAM: #expect(method.layer == "layer2")
        case let method as RISE: #expect(method.masks == 12)
        case let method as Occlusion: #expect(method.window == 9)
        case let other: Issue.record("unexpected \(other)")
        }
    }

    /// Each declared setting reads what it writes, and the result carries what was given.
    @Test(arguments: AttributionMethods.all.map(\.identifier))
    func everySettingIsReadAsItIsWritten(_ name: String) throws {
        let entry = try AttributionMethods.entry(named: name)
        for (declaration, standard) in entry.settings where declaration.condition == nil {
            let given =
                switch declaration.kind {
                case .wholeNumber: "3"
                case .number: "0.25"
                case .choice(let names): try #require(names.last)
                case .text where declaration.name == "baseline": "blurred-10.0"
                default: "0.5"
                }
            let method = try entry.method([declaration.name: given])
            switch declaration.name {
            case "seed": #expect(method.seed == 3)
            case "layer": #expect(method.settings["layer"] == nil)
            default: #expect(method.settings[declaration.name]?.hasPrefix(given) == true, "\(declaration.name)")
            }
            #expect(standard?.isEmpty == false && !declaration.help.isEmpty, "\(declaration.name)")
            let plain = try entry.method().settings
            for (other, value) in method.settings where entry.identifier != "lime" && other != "smoothing" {
                guard declaration.name != "objective", other != declaration.name else { continue }
                #expect(plain[other] == value, "\(other) after \(declaration.name)")
            }
        }
    }

    @Test(arguments: [
        ("rise", "masks", "0", "--masks 0: expected a whole number from 1"),
        ("rise", "visible", "1.5", "--visible 1.5: expected a number from 0 to 1"),
        ("rise", "cells", "many", "--cells many: expected a whole number from 1"),
        ("grad-cam", "rectifies", "yes", "--rectifies yes: expected true, false"),
        ("iba", "beta", "nan", "--beta nan: expected a number from 0"),
        (
            "occlusion", "baseline", "zero",
            "--baseline zero: expected zeros, black, mean-colour, or blurred-10 for a blur of 10 pixels"
        ),
    ])
    func valuesThatMakeNoSense(_ method: String, _ setting: String, _ text: String, _ message: String) {
        let error = #expect(throws: RationaleError.self) { try AttributionMethods.named(method, [setting: text]) }
        #expect(error?.code == .usage && error?.message == message)
    }

    @Test func aSettingOfOneObjectiveIsRefusedByTheOther() throws {
        let error = #expect(throws: RationaleError.self) {
            try AttributionMethods.named("input-iba", ["adversary": "2"])
        }
        #expect(error?.hint == "It is an option of input-iba with --objective published.")
        let published = ["objective": "published", "adversary": "2"]
        #expect(try AttributionMethods.named("input-iba", published).settings["adversary"] == "2")
    }

    @Test func misspeltName() {
        let error = #expect(throws: RationaleError.self) { try AttributionMethods.named("gradcam") }
        #expect(error?.code == .usage)
        #expect(error?.hint?.contains("'grad-cam'") == true)
    }

    @Test func optionThatTheMethodDoesNotHave() {
        let given = ["steps": "5", "seed": "1"]
        let error = #expect(throws: RationaleError.self) { try AttributionMethods.named("grad-cam", given) }
        #expect(error?.code == .usage)
        #expect(error?.message == "grad-cam has no option --seed, --steps")
        #expect(error?.hint == "It has --layer, --rectifies.")
    }

    @Test(arguments: [("zeros", "zeros"), ("mean-colour", "mean-colour"), ("blurred-10", "blurred-10.0")])
    func baseline(_ text: String, _ name: String) {
        #expect(Baseline(settingText: text)?.name == name)
    }

    @Test(arguments: ["zero", "blurred-", "blurred-x", ""])
    func unknownBaseline(_ text: String) {
        #expect(Baseline(settingText: text) == nil)
    }
}
