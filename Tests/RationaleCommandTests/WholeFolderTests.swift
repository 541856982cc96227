import Foundation
import Testing

/// `rationale explain FOLDER`: which pictures, and what the results say of them.
struct WholeFolderTests {
    @Test func foldersAreSearchedToTheBottomInOrder() throws {
        let command = try Command()
        defer { command.remove() }
        let picture = try Data(contentsOf: URL(fileURLWithPath: Fixtures.second))
        let names = ["B.JPEG", "a.jpg", "n01/deep/er/y.png", "n01/x_2.JPEG", "n02/x_2.JPEG", "no-ending"]
        for name in names { try command.write(picture, to: "data/\(name)") }
        try command.write(picture, to: "data/.hidden/a.png")
        try command.write(picture, to: "data/.hidden.png")
        try command.write("words", to: "data/README")
        try command.write("words", to: "data/labels.txt")
        // A link back to where it is leads nowhere.
        try FileManager.default.createSymbolicLink(
            at: command.folder.appending(path: "data/n02/loop"),
            withDestinationURL: command.folder.appending(path: "data"))
        for run in ["run", "data/inside"] {
            let outcome = try command(
                "explain", "data/", "--model", Fixtures.network, "--method", "centre", "--output", run, "--json")
            #expect(outcome.status == 0, "\(outcome.errors)")
            let inputs = try #require(try outcome.json()["inputs"] as? [[String: Any]])
            #expect(inputs.map { $0["input"] as? String } == names.map { "data/\($0)" })
        }
        let rows = try ResultRows(command)
        #expect(try rows.texts("SELECT name FROM input ORDER BY position") == names)
        #expect(
            try rows.texts("SELECT folder FROM input ORDER BY position")
                == ["B", "a", "n01/deep/er/y", "n01/x_2", "n02/x_2", "no-ending"])
        #expect(command.files(in: "run").contains("n01/deep/er/y/centre.safetensors"))
    }

    @Test func rowsHoldWhatTheDocumentSays() throws {
        let command = try Command()
        defer { command.remove() }
        let names = try command.writePictures(3)
        let outcome = try command.run([
            "explain", "pictures", "--model", Fixtures.network, "--method", "grad-cam,rise", "--masks", "20", "--seed",
            "18446744073709551615", "--target", "3", "--output", "run", "--json",
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let inputs = try #require(try outcome.json()["inputs"] as? [[String: Any]])
        let rows = try ResultRows(command)
        #expect(try rows.texts("SELECT name FROM input ORDER BY position") == names)
        let top = try rows.numbers("SELECT probability FROM prediction WHERE rank = 1 ORDER BY input")
        for (input, probability) in zip(inputs, top) {
            let predictions = try #require(input["predictions"] as? [[String: Any]])
            #expect(abs((predictions[0]["probability"] as? Double ?? 0) - probability) < 1e-6)
        }
        #expect(try rows.numbers("SELECT sum(probability) FROM prediction GROUP BY input").allSatisfy { $0 < 1.000001 })
        let columns = "method || '|' || target || '|' || map || '|' || coalesce(seed, '-') || '|' || unit"
        #expect(
            try rows.texts("SELECT \(columns) FROM explanation ORDER BY input, number LIMIT 2") == [
                "grad-cam|3|a/1000/grad-cam.safetensors|-|logit",
                "rise|3|a/1000/rise.safetensors|18446744073709551615|probability",
            ])
        // The class that is explained, not the first: its probability is that of the predictions.
        let ofTarget = try rows.numbers("SELECT targetProbability FROM explanation WHERE method = 'rise'")
        let ofClass = try rows.numbers("SELECT probability FROM prediction WHERE class = 3")
        #expect(ofTarget.count == 3 && ofTarget.allSatisfy { $0 > 0 && $0 < 1 })
        #expect(ofClass.allSatisfy { probability in ofTarget.contains { abs($0 - probability) < 1e-6 } })
        #expect(try rows.count("explanation WHERE json_extract(settings, '$.masks') = '20'") == 3)
    }

    @Test func aBadPictureIsRecordedAndTriedAgain() throws {
        let command = try Command()
        defer { command.remove() }
        try command.writePictures(5)
        try command.write("not a picture", to: "pictures/b/0000.png")
        for _ in 0..<2 {
            let outcome = try command.startExplaining("--resume").wait()
            #expect(outcome.status == 65)
            #expect(outcome.errors.contains("b/0000.png"))
            let rows = try ResultRows(command)
            #expect(try rows.texts("SELECT name FROM input WHERE errorCode = 'badData'") == ["b/0000.png"])
            #expect(try rows.count("input") == 6 && rows.count("explanation") == 10)
        }
        try command.write(Data(contentsOf: URL(fileURLWithPath: Fixtures.second)), to: "pictures/b/0000.png")
        #expect(try command.startExplaining("--resume").wait().status == 0)
        let rows = try ResultRows(command)
        #expect(try rows.count("input WHERE errorCode IS NOT NULL") == 0)
        #expect(try rows.count("input") == 6 && rows.count("explanation") == 12)
    }

    @Test func whatChangedIsExplainedAgain() throws {
        let command = try Command()
        defer { command.remove() }
        let names = try command.writePictures(3)
        #expect(try command.startExplaining().wait().status == 0)
        let place = command.folder.appending(path: "run/a/1000/grad-cam.safetensors")
        try FileManager.default.removeItem(at: place)
        let photo = try Data(contentsOf: URL(fileURLWithPath: Fixtures.photo))
        try command.write(photo, to: "pictures/\(names[1])")
        try command.write(photo, to: "pictures/z/new.jpg")
        let before = try ResultRows(command).texts(
            "SELECT input || method || map FROM explanation ORDER BY input, method")
        let outcome = try command.startExplaining("--resume").wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        // Three were worked on; the other keeps what it had.
        #expect(outcome.output.split(separator: "\n").filter { $0.hasPrefix("pictures/") }.count == 3)
        #expect(FileManager.default.fileExists(atPath: place.path))
        let rows = try ResultRows(command)
        #expect(try rows.count("input") == 4 && rows.count("explanation") == 8)
        let after = try rows.texts("SELECT input || method || map FROM explanation ORDER BY input, method")
        #expect(Array(after.prefix(6)) == before)
    }

    @Test func aFolderThatMovedGoesOn() throws {
        let command = try Command()
        defer { command.remove() }
        try command.writePictures(4)
        #expect(try command.startExplaining().wait().status == 0)
        try FileManager.default.moveItem(
            at: command.folder.appending(path: "pictures"), to: command.folder.appending(path: "elsewhere"))
        let outcome = try command.startExplaining("--resume", "--json", folder: "elsewhere").wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let inputs = try #require(try outcome.json()["inputs"] as? [[String: Any]])
        #expect(inputs.compactMap { $0["input"] as? String }.allSatisfy { $0.hasPrefix("elsewhere/") })
        #expect(try ResultRows(command).count("input") == 4)
    }

    @Test func aWholeFolderAndSingleFilesDoNotMix() throws {
        let command = try Command()
        defer { command.remove() }
        try command.writePictures(2)
        #expect(try command.startExplaining().wait().status == 0)
        let before = try command.read("run/run.json")
        let outcome = try command.startExplaining("--resume", Fixtures.photo).wait()
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("one whole folder"))
        #expect(try command.read("run/run.json") == before)
    }

    @Test func theReportOfManyIsBounded() throws {
        let command = try Command()
        defer { command.remove() }
        try command.writePictures(108)
        try command.write("not a picture", to: "pictures/z.png")
        let outcome = try command.startExplaining("--method", "centre").wait()
        #expect(outcome.status == 65)
        let report = String(decoding: try command.read("run/report.html"), as: UTF8.self)
        #expect(report.contains("109 inputs · 1 method · 1 input could not be explained"))
        #expect(report.contains("the first 100 of 109 inputs; all are in results.sqlite"))
        #expect(report.components(separatedBy: "centre.safetensors").count - 1 == 100)
    }

    @Test(arguments: [Data("not a database".utf8), Data(repeating: 7, count: 5000)])
    func resultsThatAreDamagedAreNamed(_ bytes: Data) throws {
        let command = try Command()
        defer { command.remove() }
        try command.writePictures(2)
        #expect(try command.startExplaining().wait().status == 0)
        try command.write(bytes, to: "run/results.sqlite")
        let outcome = try command.startExplaining("--resume").wait()
        #expect(outcome.status == 65)
        #expect(
            outcome.errors.contains("results.sqlite") && outcome.errors.contains("--overwrite"), "\(outcome.errors)")
        #expect(try command.startExplaining("--overwrite").wait().status == 0)
    }
}
