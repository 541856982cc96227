import Foundation
import RationaleCore
import RationaleNetworks
import RationaleWorkbench
import Testing

/// The published configurations of InputIBA in `Examples/configurations`.
struct ConfigurationFileTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Examples/configurations")

    static let files =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".yaml") && !$0.hasPrefix("gc-") }.sorted()

    private static var known: [String] { ExplainOptions.names }

    @Test func theyAreThere() {
        #expect(
            Self.files == [
                "cifar10-resnet.yaml", "cifar10-vgg.yaml", "imdb-lstm.yaml", "input-iba.yaml", "stanford-cars-vgg.yaml",
                "vgg-imagenet-sanity-check.yaml", "vgg-imagenet.yaml",
            ])
    }

    @Test(arguments: files)
    func everyKeyIsAnOption(_ name: String) throws {
        let entries = try OptionFile.inherited(Self.folder.appending(path: name).path, known: Self.known)
        #expect(entries["method"]?.values == ["input-iba"])
        #expect(entries["samples"]?.values == ["10"] && entries["estimation-count"]?.values == ["1000"])
        if let model = entries["model"]?.values.first { #expect(Zoo.names.contains(model)) }
        if name != "input-iba.yaml" { #expect(entries["layer"] != nil && entries["beta"] != nil) }
    }

    @Test(arguments: [
        ("vgg-imagenet", ["layer": "features.17", "beta": "20", "feature-beta": "20", "steps": "60"]),
        ("cifar10-resnet", ["layer": "layer1", "beta": "100", "feature-beta": "30", "learning-rate": "1"]),
        ("cifar10-vgg", ["layer": "features.14", "beta": "20", "feature-beta": "20"]),
        ("stanford-cars-vgg", ["layer": "features.17", "beta": "50", "feature-beta": "50", "classes": "196"]),
        ("imdb-lstm", ["layer": "rnn_4", "beta": "30", "feature-beta": "15", "steps": "30", "learning-rate": "0.5"]),
    ])
    func valuesAreThePublished(_ name: String, _ expected: [String: String]) throws {
        let entries = try OptionFile.inherited(Self.folder.appending(path: "\(name).yaml").path, known: Self.known)
        for (key, value) in expected { #expect(entries[key]?.values == [value], "\(key)") }
    }

    /// A layer that the configurations name is a layer of the network that they name.
    @Test(arguments: files)
    func layersAreThere(_ name: String) throws {
        let entries = try OptionFile.inherited(Self.folder.appending(path: name).path, known: Self.known)
        guard let model = entries["model"]?.values.first, let layer = entries["layer"]?.values.first else { return }
        let graph = try Zoo.architecture(named: model).graph
        for path in [layer] + (entries["randomise"]?.values ?? []) {
            #expect(throws: Never.self) { try graph.output(ofLayer: path) }
        }
    }

    @Test(arguments: files)
    func explainReadsThem(_ name: String) throws {
        let options = try ExplainOptions(contentsOf: Self.folder.appending(path: name).path)
        #expect(options.method == ["input-iba"])
    }

    @Test func anUnknownKeyIsNamedWithItsLineAndTheNearest() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = try scratch.file("mine.yaml", "# words\nmodel: vgg16\n\nlayr: features.17\n")
        let error = #expect(throws: RationaleError.self) { try ExplainOptions(contentsOf: path) }
        #expect(error?.code == .usage)
        #expect(error?.message == "\(path):4: there is no option 'layr'")
        #expect(error?.hint?.contains("layer") == true)
    }

    @Test func anUnknownKeyOfABaseIsTheBases() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let base = try scratch.file("base.yaml", "img_mask: 3\n")
        let path = try scratch.file("mine.yaml", "base: base.yaml\nmodel: vgg16\n")
        let error = #expect(throws: RationaleError.self) { try ExplainOptions(contentsOf: path) }
        #expect(error?.message.hasPrefix("\(base):1: ") == true)
    }
}
