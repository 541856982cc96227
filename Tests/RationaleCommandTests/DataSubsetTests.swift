import Foundation
import Testing

/// `rationale data subset`: what it takes, and what it refuses.
struct DataSubsetTests {
    /// Bytes that begin and end as a JPEG does, which is all that is asked of a picture that is not opened.
    private static func picture(_ text: String) -> Data {
        Data([0xFF, 0xD8, 0xFF]) + Data(text.utf8) + Data([0xFF, 0xD9])
    }

    /// Three classes of so many pictures.
    private func source(_ command: Command, _ counts: [Int] = [8, 9, 12]) throws {
        for (kind, count) in counts.enumerated() {
            for number in 0..<count {
                try command.write(Self.picture("\(kind) \(number)"), to: "photos/n0\(kind)/img_\(100 + number).JPEG")
            }
        }
    }

    private func subset(_ command: Command, _ more: String..., output: String = "small") throws -> Command.Outcome {
        try command.run(["data", "subset", "photos", "--output", output] + more)
    }

    @Test func setsAreDisjointAndKeepTheirClasses() throws {
        let command = try Command()
        defer { command.remove() }
        try source(command)
        let outcome = try subset(command, "--per-class", "4", "--seed", "7")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output == "3 classes, 12 for estimation, 12 for attribution: small\n")
        let files = command.files(in: "small").filter { $0 != "subset.json" }
        #expect(files.count == 24)
        let taken = Dictionary(grouping: files) { $0.split(separator: "/")[0] }
            .mapValues { $0.map { $0.drop { $0 != "/" } } }
        #expect(Set(taken["estimation"] ?? []).isDisjoint(with: taken["attribution"] ?? []))
        for name in ["estimation", "attribution"] {
            let classes = (taken[Substring(name)] ?? []).map { String($0.split(separator: "/")[0]) }
            #expect(Dictionary(grouping: classes) { $0 }.mapValues(\.count) == ["n00": 4, "n01": 4, "n02": 4])
        }
        for file in files {
            let path = "photos" + file.drop { $0 != "/" }
            #expect(try command.read("small/\(file)") == command.read(path))
        }
        let record = try JSONSerialization.jsonObject(with: command.read("small/subset.json")) as? [String: Any] ?? [:]
        #expect(record["status"] as? String == "finished")
        let sets = record["sets"] as? [String: [String]] ?? [:]
        #expect(sets.flatMap { name, paths in paths.map { "\(name)/\($0)" } }.sorted() == files)
    }

    @Test func theSeedDecides() throws {
        let command = try Command()
        defer { command.remove() }
        try source(command)
        for (output, seed) in [("one", "1"), ("again", "1"), ("two", "2")] {
            #expect(try subset(command, "--per-class", "4", "--seed", seed, output: output).status == 0)
        }
        #expect(command.files(in: "one") == command.files(in: "again"))
        #expect(command.files(in: "one") != command.files(in: "two"))
        // Another class moves nothing in the others.
        try command.write(Self.picture("x"), to: "photos/n09/a.png")
        try command.write(Self.picture("x"), to: "photos/n09/b.png")
        #expect(try subset(command, "--per-class", "4", "--seed", "1", "--allow-fewer", output: "more").status == 0)
        #expect(command.files(in: "more").filter { !$0.contains("n09") } == command.files(in: "one"))
    }

    @Test func tooFewAreRefusedUnlessAllowed() throws {
        let command = try Command()
        defer { command.remove() }
        try source(command, [8, 3, 12])
        let outcome = try subset(command, "--per-class", "4")
        #expect(outcome.status == 65)
        for part in ["photos/n01", "found 3", "at least 8", "--allow-fewer"] { #expect(outcome.errors.contains(part)) }
        #expect(!FileManager.default.fileExists(atPath: command.folder.appending(path: "small").path))
        #expect(try subset(command, "--per-class", "4", "--allow-fewer").status == 0)
        #expect(command.files(in: "small/estimation").count == 4 + 2 + 4)
        #expect(command.files(in: "small/attribution").count == 4 + 1 + 4)
    }

    @Test func threeSetsFromOneFlatFolderAsCopies() throws {
        let command = try Command()
        defer { command.remove() }
        for number in 0..<9 { try command.write(Self.picture("\(number)"), to: "photos/\(number).jpg") }
        let outcome = try subset(command, "--per-class", "3", "--sets", "a,b,c", "--copy", "--json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let result = try #require(try outcome.json()["subset"] as? [String: Any])
        #expect((result["sets"] as? [[String: Any]])?.map { $0["pictures"] as? Int } == [3, 3, 3])
        let names = command.files(in: "small").filter { $0.hasSuffix(".jpg") }.map { $0.dropFirst(2) }
        #expect(Set(names).count == 9)
        try command.write("changed", to: "photos/\(names[0])")
        #expect(try command.read("small/a/\(names[0])") != Data("changed".utf8))
    }

    @Test func whatIsThereIsKeptUnlessAsked() throws {
        let command = try Command()
        defer { command.remove() }
        try source(command)
        #expect(try subset(command, "--per-class", "4").status == 0)
        #expect(try subset(command, "--per-class", "4").status == 74)
        #expect(try subset(command, "--per-class", "3", "--resume").status == 64)
        let lost = command.files(in: "small")[0]
        try FileManager.default.removeItem(at: command.folder.appending(path: "small/\(lost)"))
        #expect(try subset(command, "--per-class", "4", "--resume").status == 0)
        #expect(command.files(in: "small").contains(lost))
        try command.write("mine", to: "small/estimation/n00/notes.txt")
        #expect(try subset(command, "--per-class", "2", "--overwrite").status == 0)
        #expect(command.files(in: "small").count == 2 * 3 * 2 + 2)
        try command.write("mine", to: "other/notes.txt")
        #expect(try subset(command, "--per-class", "2", "--overwrite", output: "other").status == 74)
    }

    @Test(arguments: [
        (["--per-class", "0"], 64, "--per-class"), (["--sets", "a,a"], 64, "--sets"),
        (["--sets", "../a"], 64, "--sets"),
        (["--sets", ""], 64, "--sets"), (["--output", "photos/small"], 64, "cannot lie in"),
    ])
    func nonsenseIsRefused(_ arguments: [String], _ status: Int32, _ says: String) throws {
        let command = try Command()
        defer { command.remove() }
        try source(command)
        let place = arguments.contains("--output") ? [] : ["--output", "small"]
        let outcome = try command.run(["data", "subset", "photos"] + place + arguments)
        #expect(outcome.status == status && outcome.errors.contains(says), "\(outcome.errors)")
    }

    @Test func aSourceWithoutPicturesIsNamed() throws {
        let command = try Command()
        defer { command.remove() }
        #expect(try subset(command).status == 66)
        try command.write("words", to: "photos/a/readme.txt")
        #expect(try subset(command).status == 66)
    }
}
