import Foundation
import Testing

/// `rationale explain`: what it prints and writes.
struct ExplainTests {
    @Test func printsPredictionsMapsAndTheReport() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command(
            "explain", Fixtures.photo, Fixtures.second, "--model", Fixtures.network, "--method",
            "grad-cam,integrated-gradients,centre", "--output", "run")
        #expect(outcome.status == 0)
        #expect(try Snapshot.matches(Snapshot.stable(outcome.output), "explain.txt"))
        #expect(outcome.errors == "")
    }

    @Test func writesEveryFileOfARun() throws {
        let command = try Command()
        defer { command.remove() }
        _ = try command(
            "explain", Fixtures.photo, "--model", Fixtures.network, "--method", "grad-cam,rise", "--masks", "50",
            "--output", "run")
        let place = "baseline-444"
        #expect(
            command.files(in: "run") == [
                "\(place)/grad-cam.map.png", "\(place)/grad-cam.overlay.png", "\(place)/grad-cam.safetensors",
                "\(place)/result.json", "\(place)/rise.map.png", "\(place)/rise.overlay.png",
                "\(place)/rise.safetensors", "report.html", "results.sqlite", "run.json",
            ])
        let report = String(decoding: try command.read("run/report.html"), as: UTF8.self)
        #expect(report.contains("Grad-CAM") && report.contains("RISE"))
        // One file without outside links.
        #expect(!report.contains("src=\"http") && !report.contains("href=\"http"))
        let record = try JSONSerialization.jsonObject(with: command.read("run/run.json")) as? [String: Any] ?? [:]
        #expect(record["status"] as? String == "finished")
        let model = record["model"] as? [String: Any]
        let file = (model?["files"] as? [[String: Any]])?.first
        #expect((file?["sha256"] as? String)?.count == 64)
        #expect((record["options"] as? [String: [String]])?["masks"] == ["50"])
    }

    @Test func documentHasTheDocumentedForm() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command(
            "explain", Fixtures.photo, "nothing.png", "--model", Fixtures.network, "--method", "grad-cam,smoothgrad",
            "--samples", "4", "--seed", "5", "--output", "run", "--json")
        #expect(outcome.status == 65)
        let document = try outcome.json()
        #expect(Set(document.keys) == ["run", "inputs", "version"] && document["version"] as? Int == 2)
        let inputs = try #require(document["inputs"] as? [[String: Any]])
        #expect(inputs.count == 2)
        for input in inputs {
            #expect(Set(input.keys) == ["version", "input", "predictions", "explanations", "narration", "error"])
        }
        let predictions = try #require(inputs[0]["predictions"] as? [[String: Any]])
        #expect(predictions.count == 5)
        #expect(predictions.allSatisfy { Set($0.keys) == ["index", "label", "score", "probability"] })
        #expect(inputs[0]["error"] is NSNull)
        let explanations = try #require(inputs[0]["explanations"] as? [[String: Any]])
        let keys: Set = [
            "method", "title", "kind", "layer", "layerReason", "target", "targetProbability", "map", "overlay", "unit",
            "isSigned", "seed", "settings", "seconds", "convergenceGap", "warnings", "error",
        ]
        #expect(explanations.allSatisfy { Set($0.keys) == keys })
        #expect(explanations.map { $0["method"] as? String } == ["grad-cam", "smoothgrad"])
        #expect(explanations.allSatisfy { $0["error"] is NSNull })
        #expect(explanations[0]["layer"] as? String == "layer2")
        #expect(explanations[0]["seed"] is NSNull)
        #expect(explanations[1]["seed"] as? Int == 5)
        #expect(Set((explanations[0]["target"] as? [String: Any] ?? [:]).keys) == ["index", "label"])
        for explanation in explanations {
            for key in ["map", "overlay"] {
                let path = try #require(explanation[key] as? String)
                #expect(FileManager.default.fileExists(atPath: command.folder.appending(path: path).path))
            }
        }
        #expect((inputs[1]["error"] as? [String: Any])?["code"] as? String == "missingInput")
    }

    @Test func quietPrintsNoProgressAndNothingElseOnStandardError() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command(
            "explain", Fixtures.photo, "--model", Fixtures.network, "--method", "all", "--masks", "100", "--quiet")
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        #expect(outcome.output.hasSuffix("report: rationale-output/run-1/report.html\n"))
    }

    @Test func labelsPreprocessingAndTargetsAreUsed() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write((0..<10).map { "kind \($0)\n" }.joined(), to: "labels.txt")
        try command.write("resize: 40\ncrop: 32\nmean: [0.5, 0.5, 0.5]\nstd: [0.5, 0.5, 0.5]\n", to: "chain.yaml")
        let outcome = try command(
            "explain", Fixtures.photo, "--model", Fixtures.network, "--labels", "labels.txt", "--preprocessing",
            "chain.yaml", "--target", "Kind 3 instead of kind 4", "--top-k", "2", "--json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let input = try #require((try outcome.json()["inputs"] as? [[String: Any]])?.first)
        let predictions = try #require(input["predictions"] as? [[String: Any]])
        #expect(predictions.count == 2)
        #expect((predictions[0]["label"] as? String)?.hasPrefix("kind ") == true)
        let explanation = try #require((input["explanations"] as? [[String: Any]])?.first)
        let target = try #require(explanation["target"] as? [String: Any])
        #expect(target["label"] as? String == "kind 3")
        #expect(target["insteadOf"] as? Int == 4)
    }
}
