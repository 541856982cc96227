import Foundation
import Testing

/// What goes wrong ends with its documented exit status, and says what to do.
struct ExitCodeTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let arguments: [String]
        let status: Int32
        /// What the message must name.
        let says: [String]

        var testDescription: String { "\(status): " + arguments.joined(separator: " ") }
    }

    private static func explain(_ more: String...) -> [String] {
        ["explain", Fixtures.photo, "--model", Fixtures.network] + more
    }

    private static func aviary(_ more: String...) -> [String] {
        ["data", "aviary"] + (more.contains("--output") ? [] : ["--output", "set"]) + more
    }

    static let cases = [
        Case(arguments: ["explian"], status: 64, says: ["explian"]),
        Case(arguments: ["explain", "--frobnicate"], status: 64, says: ["--frobnicate"]),
        Case(
            arguments: ["explain", Fixtures.photo, "--weights", Fixtures.photo], status: 64,
            says: ["--model", "architecture"]),
        Case(arguments: ["explain", "--model", Fixtures.network], status: 64, says: ["nothing to explain"]),
        Case(arguments: explain("--layer", "layr2"), status: 64, says: ["layr2", "layer2"]),
        Case(arguments: explain("--target", "12"), status: 64, says: ["12", "0 to 9"]),
        Case(arguments: explain("--target", "goldfinch"), status: 64, says: ["goldfinch", "--labels"]),
        Case(arguments: explain("--method", "grad-camm"), status: 64, says: ["grad-camm", "grad-cam"]),
        Case(arguments: explain("--steps", "9"), status: 64, says: ["--steps", "integrated-gradients"]),
        Case(arguments: explain("--method", "rise", "--masks", "100000000"), status: 64, says: ["1000000"]),
        Case(arguments: explain("--device", "gpu"), status: 64, says: ["gpu", "cuda"]),
        Case(arguments: explain("--precision", "float8"), status: 64, says: ["float8", "bfloat16"]),
        Case(arguments: explain("--memory", "lots"), status: 64, says: ["lots", "512M"]),
        Case(arguments: explain("--cmap", "virids"), status: 64, says: ["virids", "viridis"]),
        Case(arguments: explain("--threads", "0"), status: 64, says: ["--threads"]),
        Case(arguments: explain("--classes", "5"), status: 64, says: ["--classes"]),
        Case(arguments: explain("--weights", Fixtures.network), status: 64, says: ["--weights"]),
        Case(arguments: explain("--resume"), status: 64, says: ["--output"]),
        Case(arguments: explain("--preprocessing", "imagnet"), status: 66, says: ["imagnet", "imagenet"]),
        Case(
            arguments: ["explain", Fixtures.photo, "--model", "resnet18"], status: 64, says: ["weights", "--weights"]),
        Case(
            arguments: ["explain", Fixtures.photo, "--model", Fixtures.textNetwork], status: 64,
            says: ["[any]", "photos", "--text"]),
        Case(arguments: ["explain", "no-photo.jpg", "--model", Fixtures.network], status: 66, says: ["no-photo.jpg"]),
        Case(arguments: ["explain", Fixtures.photo, "--model", "resnt18"], status: 66, says: ["resnt18", "resnet18"]),
        Case(arguments: ["explain", Fixtures.photo, "--model", "gone.pt2"], status: 66, says: ["gone.pt2"]),
        Case(
            arguments: ["explain", Fixtures.photo, "--model", Fixtures.photo], status: 65,
            says: ["this is a JPEG picture", "Name it as the input"]),
        Case(
            arguments: ["explain", Fixtures.photo, "--model", "resnet18", "--weights", Fixtures.photo], status: 65,
            says: ["baseline-444.jpg"]),
        Case(arguments: ["explain", Fixtures.network, "--model", Fixtures.network], status: 65, says: ["cnn.pt2"]),
        Case(arguments: explain("--labels", "gone.txt"), status: 66, says: ["gone.txt"]),
        Case(arguments: explain("--config", "gone.yaml"), status: 66, says: ["gone.yaml"]),
        Case(arguments: explain("--output", "/dev/null"), status: 74, says: ["/dev/null"]),
        Case(arguments: explain("--output", "/proc/nowhere"), status: 74, says: ["/proc/nowhere"]),
        Case(arguments: aviary("--format", "floder"), status: 64, says: ["floder", "folder, voc"]),
        Case(arguments: aviary("--format", "coco", "--count", "0"), status: 64, says: ["--count 0", "1 to"]),
        Case(arguments: aviary("--format", "voc", "--per-species", "-1"), status: 64, says: ["--per-species"]),
        Case(
            arguments: aviary("--format", "voc", "--per-species", "1", "--count", "2"), status: 64,
            says: ["--per-species", "--count"]),
        Case(
            arguments: aviary("--format", "cub", "--species-count", "0"), status: 64,
            says: ["--species-count 0", "1 to"]),
        Case(arguments: aviary("--format", "cub", "--side", "5"), status: 64, says: ["--side 5", "32 to"]),
        Case(arguments: aviary("--format", "cub", "--train-share", "1.5"), status: 64, says: ["1.5", "0 to 1"]),
        Case(arguments: aviary("--format", "cub", "--sheet", "masks"), status: 64, says: ["--format", "--sheet"]),
        Case(arguments: aviary(), status: 64, says: ["--format", "--sheet"]),
        Case(arguments: aviary("--sheet", "scene"), status: 64, says: ["scene", "scenes"]),
        Case(arguments: aviary("--sheet", "scenes", "--count", "5"), status: 64, says: ["--count", "--sheet"]),
        Case(arguments: aviary("--sheet", "scenes", "--side", "4096"), status: 64, says: ["--side 4096", "1024"]),
        Case(arguments: aviary("--format", "folder", "--output", ""), status: 64, says: ["output folder"]),
        Case(arguments: aviary("--format", "cub", "--output", "/dev/null"), status: 74, says: ["/dev/null"]),
        Case(arguments: aviary("--format", "cub", "--output", "/proc/nowhere"), status: 74, says: ["/proc/nowhere"]),
        Case(
            arguments: aviary("--sheet", "species", "--side", "32", "--output", "/proc/nowhere/a.png"), status: 74,
            says: ["/proc/nowhere/a.png"]),
        Case(
            arguments: aviary("--sheet", "species", "--side", "32", "--output", "a.gif"), status: 64, says: [".gif"]),
        Case(arguments: ["model", "inspect", "gone.pt2"], status: 66, says: ["gone.pt2"]),
        Case(arguments: ["model", "inspect", "resnet81"], status: 66, says: ["resnet18"]),
    ]

    @Test(arguments: cases)
    func statusAndMessage(_ example: Case) throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(example.arguments)
        #expect(outcome.status == example.status, "\(outcome.errors)")
        let isAboutOneInput = outcome.output.hasPrefix("/")
        #expect(outcome.output == "" || isAboutOneInput)
        #expect(outcome.errors.lowercased().hasPrefix("error: "), "\(outcome.errors)")
        for part in example.says { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
        // What failed before it found anything leaves nothing behind.
        if !isAboutOneInput { #expect(command.files(in: ".") == []) }
    }

    @Test(arguments: cases)
    func documentInsteadOfWords(_ example: Case) throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(example.arguments + ["--json"])
        #expect(outcome.status == example.status)
        #expect(outcome.errors == "")
        let document = try outcome.json()
        let inputs = document["inputs"] as? [[String: Any]]
        let error = try #require((document["error"] ?? inputs?.first?["error"]) as? [String: Any])
        #expect(Set(error.keys) == ["code", "message", "hint"])
        let codes: [Int32: String] = [
            64: "usage", 65: "badData", 66: "missingInput", 69: "unavailable", 74: "cannotWrite",
        ]
        #expect(error["code"] as? String == codes[example.status])
    }

    @Test(arguments: [["--help"], ["--version"], ["explain", "--help"], ["help", "model", "inspect"]])
    func helpIsAResult(_ arguments: [String]) throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(arguments)
        #expect(outcome.status == 0)
        #expect(outcome.output.count > 4)
        #expect(outcome.errors == "")
    }

    @Test func aReaderThatWentAwayIsNoError() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.shell("(rationale model list; echo status $? >&2) | true")
        #expect(outcome.errors == "status 0\n")
    }
}
