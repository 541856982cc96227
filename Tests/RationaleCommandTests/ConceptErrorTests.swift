import Foundation
import Testing

/// What is wrong with concepts is said, with a status and what to do.
struct ConceptErrorTests {
    init() throws { try TinyConcepts.make() }

    private static var trained: [String] { ["--concepts", TinyConcepts.trained] }

    static let cases: [ExitCodeTests.Case] = [
        .init(
            arguments: ["why", TinyConcepts.photo, "--concepts", "gone.safetensors"], status: 66,
            says: ["gone.safetensors"]),
        .init(
            arguments: ["why", TinyConcepts.photo, "--concepts", TinyConcepts.photo], status: 65, says: ["photo.png"]),
        .init(arguments: ["why", "gone.png"] + trained, status: 66, says: ["gone.png"]),
        .init(
            arguments: ["whynot", TinyConcepts.photo, "--instead", "acorn creper"] + trained, status: 64,
            says: ["acorn creper", "acorn creeper"]),
        .init(
            arguments: ["whynot", TinyConcepts.photo, "--instead", "acorn creeper"] + trained, status: 64,
            says: ["decides for acorn creeper itself", "--instead"]),
        .init(
            arguments: ["whynot", TinyConcepts.photo, "--instead", "1"] + trained, status: 64,
            says: ["no concepts of", "teacup vireo"]),
        .init(
            arguments: ["why", TinyConcepts.photo, "--remove", "acorn creeper 99"] + trained, status: 64,
            says: ["'acorn creeper 99'", "'acorn creeper 1'"]),
        .init(
            arguments: ["why", TinyConcepts.photo, "--move", "acorn creeper 1"] + trained, status: 64,
            says: ["CONCEPT=RIGHT,DOWN"]),
        .init(
            arguments: ["why", TinyConcepts.photo, "--concepts", TinyConcepts.discovered], status: 64,
            says: ["no reasoning network", "train concepts"]),
        .init(
            arguments: ["why", Fixtures.photo, "--model", Fixtures.network] + trained, status: 64,
            says: ["concepts of aviary"]),
        .init(
            arguments: ["why", Fixtures.photo, "--model", Fixtures.network], status: 64, says: ["--concepts is missing"]
        ),
        // Before the pictures are looked at, which takes long.
        .init(
            arguments: [
                "train", "concepts", "--concepts", TinyConcepts.discovered, "--readout", "all", "--output", "out",
            ],
            status: 64, says: ["edges 'arrangement'", "'relations'"]),
        .init(arguments: ["why"] + trained, status: 64, says: ["input"]),
        .init(arguments: ["concepts", "match", "gone.png"] + trained, status: 66, says: ["gone.png"]),
        .init(
            arguments: ["concepts", "match", TinyConcepts.photo, "--class", "cricket fink"] + trained, status: 64,
            says: ["cricket fink", "cricket finch"]),
        .init(
            arguments: ["concepts", "match", TinyConcepts.photo, "--class", "3"] + trained, status: 64,
            says: ["class 3", "acorn creeper"]),
        .init(
            arguments: ["concepts", "match", Fixtures.photo, "--model", Fixtures.network] + trained, status: 64,
            says: ["concepts of aviary"]),
        .init(
            arguments: ["concepts", "match", TinyConcepts.photo, "--output", "/proc/nowhere"] + trained, status: 74,
            says: ["/proc/nowhere"]),
        .init(
            arguments: ["concepts", "graph", "--class", "teacup"] + trained, status: 64,
            says: ["teacup", "teacup vireo"]),
        .init(arguments: ["concepts", "graph", "--relations", "-1"] + trained, status: 64, says: ["--relations"]),
        .init(
            arguments: ["concepts", "graph", "--concepts", "gone.safetensors"], status: 66, says: ["gone.safetensors"]),
        .init(
            arguments: ["concepts", "name", "a 1=b", "--concepts", "gone.safetensors"], status: 66,
            says: ["gone.safetensors"]),
        .init(arguments: ["concepts", "name", "wing"] + trained, status: 64, says: ["CONCEPT=NAME"]),
        .init(
            arguments: ["concepts", "discover", "--output", "out", "--class", "acorn creper"], status: 64,
            says: ["acorn creper", "acorn creeper"]),
        .init(arguments: ["concepts", "discover", "--output", "out", "--data", "gone"], status: 66, says: ["gone"]),
        .init(
            arguments: ["concepts", "discover", "--output", "out", "--clusterer", "kmean"], status: 64,
            says: ["kmean", "kmeans"]),
        .init(
            arguments: ["concepts", "discover", "--output", "out", "--filter", "outside"], status: 64,
            says: ["outside", "inside"]),
        .init(
            arguments: ["concepts", "discover", "--output", "out", "--pictures", "1"], status: 64,
            says: ["--pictures 1"]),
        .init(
            arguments: ["concepts", "discover", "--output", "out", "--layer", "layr1"], status: 64,
            says: ["layr1", "layer1"]),
        .init(
            arguments: ["concepts", "discover", "--output", "out", "--label", "a=b"], status: 64,
            says: ["--label", "aviary"]),
    ]

    @Test(arguments: cases)
    func `It ends with its status, says what to do and leaves nothing`(_ example: ExitCodeTests.Case) throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(example.arguments)
        #expect(outcome.status == example.status, "\(outcome.errors)")
        #expect(outcome.output == "")
        for part in example.says { #expect(outcome.errors.contains(part), "\(part): \(outcome.errors)") }
        #expect(command.files(in: ".") == [])
        let document = try command.run(example.arguments + ["--json"])
        #expect(document.status == example.status && document.errors == "", "\(document.errors)")
        #expect((try document.json()["error"] as? [String: Any])?["message"] is String)
    }

    /// Archives of torch.export bring no labels.
    @Test(.enabled(if: hasGoogLeNet, "needs the shared models (../shared/data/models)"))
    func `An archive of a thousand classes has ImageNet's names`() throws {
        let command = try Command()
        defer { command.remove() }
        for part in ["train", "val"] {
            try command.write(Data(contentsOf: URL(fileURLWithPath: TinyConcepts.photo)), to: "set/\(part)/ants/1.png")
        }
        let refused = try command.run([
            "concepts", "discover", "--model", Self.googLeNet, "--data", "set", "--label", "ants=antt", "--output",
            "out",
        ])
        #expect(refused.status == 64 && refused.errors.contains("'ant'"), "\(refused.errors)")
        // A thousand labels that do not exclude each other are others.
        let several = try command.run([
            "concepts", "discover", "--model", Self.googLeNet, "--scoring", "sigmoid", "--data", "set", "--label",
            "ants=ant",
            "--output", "out",
        ])
        #expect(several.status == 64 && several.errors.contains("have no labels"), "\(several.errors)")
    }

    private static let googLeNet =
        (ProcessInfo.processInfo.environment["RATIONALE_SHARED"].map { $0 + "/data" }
            ?? URL(fileURLWithPath: #filePath).appending(path: "../../../../shared/data").standardized.path)
        + "/models/bvlc_googlenet.pt2"
    private static let hasGoogLeNet = FileManager.default.fileExists(atPath: googLeNet)

    @Test func `Folders by other names are matched where a person says so`() throws {
        let command = try Command()
        defer { command.remove() }
        for folder in ["train/creepers", "val/creepers"] {
            for number in 0..<3 {
                try command.write(
                    Data(contentsOf: URL(fileURLWithPath: TinyConcepts.photo)), to: "set/\(folder)/\(number).png")
            }
        }
        let begin = ["concepts", "discover", "--output", "out", "--data", "set", "--filter", "none", "--quiet"]
        let unknown = try command.run(begin)
        #expect(unknown.status == 65 && unknown.errors.contains("--label"), "\(unknown.errors)")
        for (text, part) in [
            ("creepers", "NAME=LABEL"), ("birds=acorn creeper", "creepers"),
            ("creepers=acron creeper", "acorn creeper"),
        ] {
            let refused = try command.run(begin + ["--label", text])
            #expect(refused.status == 64 && refused.errors.contains(part), "\(refused.errors)")
        }
        #expect(!command.files(in: ".").contains { $0.hasPrefix("out") })
        // Three times the same picture: regions enough for no concept, which is said.
        let known = try command.run(
            begin.filter { $0 != "--quiet" } + ["--label", "creepers=acorn creeper", "--clusters", "5"])
        #expect(known.status == 0 && known.errors.contains("no concept was found of acorn creeper"), "\(known.errors)")
    }
}
