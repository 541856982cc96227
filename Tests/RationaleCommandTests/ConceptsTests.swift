import Foundation
import Testing

/// The concepts of three birds, made once for all tests: some that were discovered, and a reasoning network that has learnt little.
enum TinyConcepts {
    static let folder = FileManager.default.temporaryDirectory.appending(
        path: "rationale-concepts-\(UUID().uuidString)")
    static let discovery = [
        "--class", "0", "14", "22", "--pictures", "8", "--layer", "layer1,layer2", "--features", "context",
        "--clusters", "12",
        "--filter", "none", "--resolutions", "15,50", "--min-pictures", "0.3", "--min-regions", "4", "--limit", "3",
        "--probes", "3", "--random-sets", "2", "--device", "cpu", "--threads", "1", "--quiet",
    ]
    /// Their classes among those of the built-in classifier.
    static let classes = ["acorn creeper", "cricket finch", "teacup vireo"]
    static var discovered: String { folder.appending(path: "found/concepts.safetensors").path }
    static var trained: String { folder.appending(path: "learnt/concepts.safetensors").path }
    /// A picture of the first class.
    static var photo: String { folder.appending(path: "photo.png").path }

    /// Makes them where they are not made yet.
    static func make() throws { try made.get() }

    private static let made: Result<Void, any Error> = Result {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(at: TinyConcepts.folder) }
        let command = try Command()
        defer { command.remove() }
        func run(_ arguments: [String]) throws {
            let outcome = try command.run(arguments)
            guard outcome.status == 0 else { throw Failed(errors: outcome.errors) }
        }
        try run(["concepts", "discover", "--output", folder.appending(path: "found").path] + discovery)
        try run([
            "train", "concepts", "--concepts", discovered, "--output", folder.appending(path: "learnt").path,
            "--pictures",
            "60", "--epochs", "12", "--evaluation-count", "12", "--batch-size", "12", "--device", "cpu", "--quiet",
        ])
        try run([
            "data", "aviary", "--format", "folder", "--output", "birds", "--per-species", "1", "--train-share", "0",
        ])
        let bird = command.folder.appending(path: "birds/val/acorn_creeper/acorn_creeper_0001.png")
        try FileManager.default.copyItem(at: bird, to: URL(fileURLWithPath: photo))
    }

    struct Failed: Error {
        let errors: String
    }
}

/// `rationale concepts` and the answers that are made of concepts.
struct ConceptsTests {
    init() throws { try TinyConcepts.make() }

    /// 60 pictures in steps of 12: few pictures are learnt by heart long before step 200.
    @Test func `A training judges after each epoch`() throws {
        let log = URL(fileURLWithPath: TinyConcepts.trained).deletingLastPathComponent().appending(path: "log.jsonl")
        let lines = try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
        }
        let steps = lines.filter { $0["evaluation"] != nil }.compactMap { $0["step"] as? Int }
        #expect(steps == (1...12).map { 5 * $0 })
    }

    @Test func `A discovery writes a model, a list and a page`() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(
            ["concepts", "discover", "--output", "out", "--json"] + TinyConcepts.discovery + ["--data", "aviary"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(command.files(in: "out") == ["concepts.json", "concepts.safetensors", "report.html"])
        let found = try outcome.json()
        let classes = try #require(found["classes"] as? [[String: Any]])
        #expect(classes.map { $0["label"] as? String } == TinyConcepts.classes)
        let counts = classes.map { ($0["concepts"] as? [Any])?.count ?? 0 }
        #expect(counts.allSatisfy { (1...3).contains($0) })
        let page = String(decoding: try command.read("out/report.html"), as: UTF8.self)
        #expect(page.components(separatedBy: "<article ").count - 1 == counts.reduce(0, +))
        #expect(page.contains("Completeness") && page.contains("of what speaks for it lies in the region"))
        // The same seed, the same concepts.
        let list = URL(fileURLWithPath: TinyConcepts.discovered).deletingLastPathComponent()
            .appending(path: "concepts.json")
        let before = try JSONSerialization.jsonObject(with: Data(contentsOf: list)) as? [String: Any]
        #expect(try #require(before?["classes"] as? NSArray) == classes as NSArray)
        let refused = try command.run(["concepts", "discover", "--output", "out"] + TinyConcepts.discovery)
        #expect(refused.status == 74 && refused.errors.contains("--overwrite"), "\(refused.errors)")
    }

    @Test func `A discovery that was killed goes on after what it had finished`() throws {
        let command = try Command()
        defer { command.remove() }
        let arguments = ["concepts", "discover", "--output", "out"] + TinyConcepts.discovery
        let stage = command.folder.appending(path: "out/stages/class-0.safetensors")
        let running = try command.start(Command.executable, arguments)
        while running.process.isRunning, !FileManager.default.fileExists(atPath: stage.path) { usleep(1000) }
        #expect(kill(running.process.processIdentifier, SIGKILL) == 0)
        _ = try running.wait()
        #expect(!command.files(in: "out").contains("concepts.safetensors"))
        let refused = try command.run(arguments)
        #expect(refused.status == 74 && refused.errors.contains("--resume"), "\(refused.errors)")
        let other = try command.run(arguments + ["--seed", "1", "--resume"])
        #expect(other.status == 64 && other.errors.contains("another one"), "\(other.errors)")
        // What is kept of the first class is taken as it is: every concept is now of nine pictures.
        var kept = try Data(contentsOf: stage)
        let key = Data(#"\"pictures\":"#.utf8)
        var start = kept.startIndex
        while let found = kept.range(of: key, in: start..<kept.endIndex) {
            kept[found.upperBound] = UInt8(ascii: "9")
            start = found.upperBound
        }
        try kept.write(to: stage)
        let outcome = try command.run(arguments + ["--resume", "--json"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(command.files(in: "out") == ["concepts.json", "concepts.safetensors", "report.html"])
        let classes = try #require(try outcome.json()["classes"] as? [[String: Any]])
        let list = URL(fileURLWithPath: TinyConcepts.discovered).deletingLastPathComponent()
            .appending(path: "concepts.json")
        let before = try JSONSerialization.jsonObject(with: Data(contentsOf: list)) as? [String: Any]
        let whole = try #require(before?["classes"] as? [[String: Any]])
        func concepts(_ own: [String: Any]) -> [[String: Any]] { own["concepts"] as? [[String: Any]] ?? [] }
        #expect(!concepts(classes[0]).isEmpty && concepts(classes[0]).allSatisfy { $0["pictures"] as? Int == 9 })
        #expect(concepts(classes[0]).map { $0["regions"] as? Int } == concepts(whole[0]).map { $0["regions"] as? Int })
        for number in 1...2 { #expect(classes[number] as NSDictionary == whole[number] as NSDictionary) }
        let page = String(decoding: try command.read("out/report.html"), as: UTF8.self)
        #expect(page.components(separatedBy: "<article ").count - 1 == classes.reduce(0) { $0 + concepts($1).count })
    }

    @Test func `Non-negative parts need features that are not negative`() throws {
        let command = try Command()
        defer { command.remove() }
        let scaled = try command.run(
            ["concepts", "discover", "--output", "out", "--clusterer", "nmf"] + TinyConcepts.discovery)
        #expect(scaled.status == 64 && scaled.errors.contains("--scaled"), "\(scaled.errors)")
        #expect(command.files(in: ".") == [])
        let plain = try command.run(
            ["concepts", "discover", "--output", "out", "--clusterer", "nmf"]
                + TinyConcepts.discovery.map { $0 == "layer1,layer2" ? "layer2" : $0 })
        #expect(plain.status == 0 && plain.output.contains("acorn creeper 1"), "\(plain.errors)\(plain.output)")
    }

    @Test func `Names are kept, shown everywhere and taken back`() throws {
        let command = try Command()
        defer { command.remove() }
        let source = URL(fileURLWithPath: TinyConcepts.discovered).deletingLastPathComponent()
        try FileManager.default.copyItem(at: source, to: command.folder.appending(path: "found"))
        let before = try ["concepts.safetensors", "concepts.json", "report.html"].map {
            try command.read("found/\($0)")
        }
        let file = "found/concepts.safetensors"
        let named = try command("concepts", "name", "--concepts", file, "acorn creeper 1=tail <3")
        #expect(named.status == 0 && named.output == "acorn creeper 1 → tail <3\n", "\(named.errors)")
        let page = String(decoding: try command.read("found/report.html"), as: UTF8.self)
        #expect(page.contains("tail &lt;3</bdi>") && !page.contains("acorn creeper 1</bdi>"))
        #expect(String(decoding: try command.read("found/concepts.json"), as: UTF8.self).contains("tail <3"))
        let match = try command("concepts", "match", TinyConcepts.photo, "--concepts", file, "--class", "0", "--quiet")
        #expect(match.output.contains("tail <3"), "\(match.errors)")
        // By its name or its number, again and back.
        let again = try command("concepts", "name", "--concepts", file, "tail <3=", "--json")
        #expect(again.status == 0, "\(again.errors)")
        let after = try ["concepts.safetensors", "concepts.json", "report.html"].map { try command.read("found/\($0)") }
        #expect(before == after)
        for (text, part) in [
            ("acorn creeper 77=x", "acorn creeper"), ("acorn creeper 1=acorn creeper 2", "another concept"),
            ("=x", "CONCEPT=NAME"),
        ] {
            let refused = try command("concepts", "name", "--concepts", file, text)
            #expect(refused.status == 64 && refused.errors.contains(part), "\(refused.errors)")
        }
        #expect(try command.read(file) == before[0])
    }

    @Test func `A match is a table, a drawing and tensors`() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command(
            "concepts", "match", TinyConcepts.photo, TinyConcepts.photo, "--concepts", TinyConcepts.discovered,
            "--class",
            "acorn creeper", "22", "--output", "out", "--json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            command.files(in: "out") == [
                "1-match.png", "1-match.svg", "2-match.png", "2-match.svg", "graphs.safetensors", "matches.json",
            ])
        let photos = try #require(try outcome.json()["photos"] as? [[String: Any]])
        let matches = try #require(photos[0]["matches"] as? [[String: Any]])
        #expect(Set(matches.compactMap { $0["index"] as? Int }) == [0, 22])
        #expect(matches.allSatisfy { ($0["isFound"] as? Bool) == ((($0["distance"] as? Double) ?? 99) <= 2.5) })
        let bytes = try command.read("out/graphs.safetensors")
        let length = bytes.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
        let header = try JSONSerialization.jsonObject(with: bytes.dropFirst(8).prefix(length)) as? [String: Any] ?? [:]
        #expect(
            Set(header.keys) == ["__metadata__", "features", "positions", "present", "found", "distances", "scores"])
        let shape = (header["features"] as? [String: Any])?["shape"] as? [Int]
        #expect(shape?.first == 2 && shape?.count == 3)
        #expect((header["scores"] as? [String: Any])?["shape"] as? [Int] == [2, 3])
        let top = try command("concepts", "match", TinyConcepts.photo, "--concepts", TinyConcepts.discovered)
        #expect(top.status == 0 && top.output.contains("  acorn creeper 1"), "\(top.errors)")
        #expect(top.output.contains("distance  found") && !top.output.contains("teacup vireo 1"))
    }

    @Test func `A class's graph is text, a drawing and JSON`() throws {
        let command = try Command()
        defer { command.remove() }
        let text = try command("concepts", "graph", "--concepts", TinyConcepts.trained, "--class", "acorn creeper")
        #expect(text.status == 0 && text.output.hasPrefix("acorn creeper\n"), "\(text.errors)")
        #expect(text.output.contains("acorn creeper 1") && !text.output.contains("cricket"))
        let drawn = try command("concepts", "graph", "--concepts", TinyConcepts.trained, "--output", "out", "--json")
        #expect(drawn.status == 0, "\(drawn.errors)")
        #expect((try drawn.json()["classes"] as? [Any])?.count == 3)
        #expect(command.files(in: "out").contains("graph-teacup-vireo.svg") && command.files(in: "out").count == 7)
        let untrained = try command("concepts", "graph", "--concepts", TinyConcepts.discovered)
        #expect(untrained.status == 64 && untrained.errors.contains("train concepts"), "\(untrained.errors)")
    }

    @Test func `Why and why not answer in sentences, and a folder has everything`() throws {
        let command = try Command()
        defer { command.remove() }
        let why = try command("why", TinyConcepts.photo, "--concepts", TinyConcepts.trained, "--output", "why")
        #expect(why.status == 0 && why.output.contains("acorn creeper"), "\(why.errors)")
        #expect(Set(["answer.json", "report.html", "1-graph.svg"]).isSubset(of: command.files(in: "why")))
        let not = try command(
            "whynot", TinyConcepts.photo, "--instead", "teacup vireo", "--concepts", TinyConcepts.trained, "--no-proof",
            "--remove", "acorn creeper 1", "--json")
        #expect(not.status == 0, "\(not.errors)")
        let answers = try #require(try not.json()["answers"] as? [[String: Any]])
        #expect(answers.count == 1)
        // Only its own kind of folder is replaced.
        try command.write("mine", to: "full/letter.txt")
        let full = try command(
            "why", TinyConcepts.photo, "--concepts", TinyConcepts.trained, "--output", "full", "--overwrite")
        #expect(full.status == 74 && full.errors.contains("full"), "\(full.errors)")
        #expect(command.files(in: "full") == ["letter.txt"])
    }

    @Test(arguments: [
        ["concepts", "--help"], ["concepts", "discover", "--help"], ["concepts", "match", "--help"],
        ["concepts", "graph", "--help"], ["concepts", "name", "--help"], ["why", "--help"], ["whynot", "--help"],
    ])
    func `Help is as it was agreed`(_ arguments: [String]) throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.start(Command.executable, arguments, environment: ["COLUMNS": "80"]).wait()
        #expect(outcome.status == 0)
        let name = arguments.dropLast().joined(separator: "-")
        #expect(try Snapshot.matches(outcome.output, "help-\(name).txt"), "\(outcome.output)")
    }
}
