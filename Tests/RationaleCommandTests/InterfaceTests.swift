import Foundation
import Testing

/// Networks that are not one picture in, logits out; and methods that fail.
@Suite struct InterfaceTests {
    private static func network(_ name: String) -> String {
        Fixtures.root.appending(path: "Tests/RationaleAttributionTests/Golden/classifiers/\(name).pt2").path
    }

    /// An array of `numpy.save`.
    private static func array(_ values: [Float], shape: String) -> Data {
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': \(shape), }"
        header += String(repeating: " ", count: 63 - (header.count + 10) % 64) + "\n"
        var bytes =
            Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, UInt8(header.count & 0xFF), UInt8(header.count >> 8)])
        bytes += Data(header.utf8)
        return values.reduce(into: bytes) { data, value in
            withUnsafeBytes(of: value.bitPattern.littleEndian) { data += Data($0) }
        }
    }

    private func inputs(_ outcome: Command.Outcome) throws -> [[String: Any]] {
        try #require(try outcome.json()["inputs"] as? [[String: Any]])
    }

    @Test func `A row of a table is explained, and a regression has values and no probabilities`() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(Self.array([0.5, -1, 2, 0.25, 1, -0.5], shape: "(6,)"), to: "row.npy")
        let outcome = try command(
            "explain", "row.npy", "--model", Self.network("table"), "--scoring", "value", "--method",
            "gradient,deep-lift,occlusion", "--output", "run", "--json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let input = try inputs(outcome)[0]
        let predictions = try #require(input["predictions"] as? [[String: Any]])
        #expect(predictions.count == 2)
        #expect(predictions.allSatisfy { $0["probability"] is NSNull && $0["score"] is Double })
        #expect(predictions.map { $0["index"] as? Int } == [0, 1])
        let explanations = try #require(input["explanations"] as? [[String: Any]])
        #expect(explanations.allSatisfy { ($0["unit"] as? String)?.contains("value") == true && $0["error"] is NSNull })
        let report = String(decoding: try command.read("run/report.html"), as: UTF8.self)
        #expect(report.contains("row.npy") && !report.contains("<svg viewBox"))
        #expect(try ResultRows(command).count("prediction WHERE probability IS NULL AND score IS NOT NULL") == 2)
    }

    @Test func `Another input is given on the command line, and the run says so`() throws {
        let command = try Command()
        defer { command.remove() }
        let missing = try command("explain", Fixtures.photo, "--model", Self.network("two-inputs"))
        #expect(
            missing.status == 64 && missing.errors.contains("also takes 'row'")
                && missing.errors.contains("--input row="))
        let given = try command(
            "explain", Fixtures.photo, "--model", Self.network("two-inputs"), "--input", "row=0.5", "--output", "run",
            "--json")
        #expect(given.status == 0, "\(given.errors)")
        let record = try JSONSerialization.jsonObject(with: command.read("run/run.json")) as? [String: Any] ?? [:]
        #expect((record["options"] as? [String: [String]])?["model-input"] == ["row=0.5"])
        // The record repeats the run.
        let again = try command("explain", "--config", "run/run.json", "--output", "again", "--json")
        #expect(again.status == 0, "\(again.errors)")
        func scores(_ outcome: Command.Outcome) throws -> [Double?] {
            try (inputs(outcome)[0]["predictions"] as? [[String: Any]] ?? []).map { $0["score"] as? Double }
        }
        #expect(try scores(given) == scores(again))
        let inspected = try command("model", "inspect", Self.network("two-inputs"))
        #expect(inspected.status == 0 && inspected.output.contains("row: given zeros"))
    }

    @Test func `Outputs are chosen by name`() throws {
        let command = try Command()
        defer { command.remove() }
        let model = Self.network("outputs")
        let logits = try command(
            "explain", Fixtures.photo, "--model", model, "--method", "gradient", "--top-k", "9", "--json")
        #expect(try (inputs(logits)[0]["predictions"] as? [Any])?.count == 4)
        let features = try command(
            "explain", Fixtures.photo, "--model", model, "--output-name", "features", "--method", "gradient", "--top-k",
            "9",
            "--json")
        #expect(try (inputs(features)[0]["predictions"] as? [Any])?.count == 6)
        let wrong = try command("explain", Fixtures.photo, "--model", model, "--output-name", "logitz")
        #expect(wrong.status == 64 && wrong.errors.contains("'logits'"))
        let scoring = try command("explain", Fixtures.photo, "--model", model, "--scoring", "sigmoit")
        #expect(scoring.status == 64 && scoring.errors.contains("sigmoid"))
    }

    @Test func `A method that fails is an error of its own, everywhere`() throws {
        let command = try Command()
        defer { command.remove() }
        let arguments = [
            "explain", Fixtures.photo, "--model", Fixtures.network, "--method", "gradient,input-iba", "--samples", "5",
        ]
        let outcome = try command.run(arguments + ["--output", "run", "--json"])
        #expect(outcome.status == 65)
        let explanations = try #require(try inputs(outcome)[0]["explanations"] as? [[String: Any]])
        #expect(explanations[0]["error"] is NSNull && explanations[0]["map"] is String)
        let error = try #require(explanations[1]["error"] as? [String: Any])
        #expect(error["code"] as? String == "usage" && (error["message"] as? String)?.contains("samples") == true)
        #expect(explanations[1]["map"] is NSNull && (explanations[1]["warnings"] as? [Any])?.isEmpty == true)
        let targets = explanations.map { ($0["target"] as? [String: Any])?["index"] as? Int }
        #expect(targets[0] == targets[1])
        let report = String(decoding: try command.read("run/report.html"), as: UTF8.self)
        #expect(report.contains("This method could not run"))
        let text = try command.run(arguments + ["--output", "text"])
        #expect(text.status == 65 && text.output.contains("\n    error: ") && text.output.contains("\n    hint: "))
        #expect(!text.output.contains("failed:"))
    }

    @Test func `What makes a score smaller is the opposite of what makes it larger`() throws {
        let command = try Command()
        defer { command.remove() }
        func target(_ text: String) throws -> [String: Any] {
            let outcome = try command(
                "explain", Fixtures.photo, "--model", Fixtures.network, "--method", "gradient", "--target", text,
                "--json")
            let explanations = try #require(try inputs(outcome)[0]["explanations"] as? [[String: Any]])
            return try #require(explanations[0]["target"] as? [String: Any])
        }
        #expect(try target("decrease of 3")["change"] as? String == "decrease")
        #expect(try target("increase of 3")["index"] as? Int == 3)
        #expect(try target("3")["change"] == nil)
    }

    @Test func `Tensors that do not fit are refused, and the others explained`() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(Self.array([1, 2, 3], shape: "(3,)"), to: "rows/short.npy")
        try command.write(Self.array([1, 2, 3, 4, 5, 6], shape: "(1, 6)"), to: "rows/whole.npy")
        try command.write("no array", to: "rows/text.npy")
        let outcome = try command(
            "explain", "rows", "--model", Self.network("table"), "--scoring", "value", "--method", "gradient", "--json")
        #expect(outcome.status == 65)
        let errors = try inputs(outcome).map { ($0["error"] as? [String: Any])?["message"] as? String }
        #expect(errors[0]?.contains("[3]") == true && errors[1] != nil && errors[2] == nil)
    }
}
