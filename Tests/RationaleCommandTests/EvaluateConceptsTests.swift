import Foundation
import Testing

/// `rationale evaluate concepts`.
struct EvaluateConceptsTests {
    /// Less than docs/benchmarks.md says of more birds, and more than chance gives.
    @Test func `The built-in concepts answer as documented`() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command(
            "evaluate", "concepts", "--scenes", "2", "--pair-scenes", "1", "--no-edits", "--seed", "3", "--json",
            "--quiet")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let metrics = try #require(try outcome.json()["metrics"] as? [[String: Any]])
        func value(_ name: String) throws -> Double {
            try #require(metrics.first { $0["name"] as? String == name }?["value"] as? Double, "\(name)")
        }
        #expect(try value("agreement") >= 0.92 && value("correlation") >= 0.7)
        #expect(try value("purity") >= 0.75 && value("recall") >= 0.5)
        // The part that a “why not” names makes the bird the other species, another part does not.
        #expect(try value("why-not") >= 0.85 && value("flips") >= 0.85 && value("control-flips") <= 0.1)
        #expect(try value("exchanged-part") >= 0.8 && value("exchanged-part-control") <= 0.4)
        // A moved part turns the relations between it and the others.
        #expect(try value("moved-part") >= 0.8 && value("moved-part-control") <= 0.5)
        #expect(try value("moved-region-node") >= 0.75 && value("moved-region-node-control") <= 0.5)
        #expect(metrics.allSatisfy { ($0["count"] as? Int ?? 0) > 0 })
        #expect(!metrics.contains { ($0["name"] as? String)?.hasPrefix("edit-") == true })
    }

    @Test(arguments: [
        (["--scenes", "0"], 64, "--scenes 0"),
        (["--pair-scenes", "0"], 64, "--pair-scenes 0"),
        (["--concepts", "gone.safetensors"], 66, "gone.safetensors"),
        (["--model", "resnet18"], 64, "--weights"),
    ])
    func `What makes no sense is refused`(arguments: [String], status: Int32, part: String) throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(["evaluate", "concepts"] + arguments)
        #expect(outcome.status == status && outcome.errors.contains(part), "\(outcome.status) \(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }
}
