import Foundation
import RationaleAttribution
import RationaleCore
import RationaleWorkbench
import Testing

/// What documents tell of the steps of a method.
struct StageResultTests {
    private func run(_ scratch: Scratch, _ existing: ExistingOutput = .refuse) throws -> ExplainResult {
        try SmallRun.explain(in: scratch, existing) { options in
            options.method = ["input-iba-published", "centre"]
            options.settings = ["adversary": "1", "steps": "3"]
        }
    }

    private func json(_ result: ExplainResult) throws -> [[String: Any]] {
        var text = ""
        try result.writeJSON { text += $0 }
        let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let inputs = try #require(document?["inputs"] as? [[String: Any]])
        return try #require(inputs[0]["explanations"] as? [[String: Any]])
    }

    @Test func theDocumentTellsOfEveryStage() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let result = try run(scratch)
        let explanations = try json(result)
        let map = try #require(explanations[0]["map"] as? String)
        let expected = try Attribution(contentsOf: URL(fileURLWithPath: map)).stages
        let stages = try #require(explanations[0]["stages"] as? [[String: Any]])
        #expect(stages.map { $0["name"] as? String } == expected.map(\.name))
        #expect(expected.map(\.name) == ["feature bottleneck", "adversary", "input bottleneck"])
        for (stage, expected) in zip(stages, expected) {
            #expect((stage["losses"] as? [NSNumber])?.map(\.floatValue) == expected.losses)
            #expect((stage["passed"] as? [NSNumber])?.map(\.floatValue) == expected.passed)
            #expect(stage["bits"] as? Double == expected.bits)
            #expect(stage["settings"] as? [String: String] == expected.settings)
        }
        #expect(expected[2].losses.count == 3 && expected[2].bits ?? 0 > 0)
        #expect(explanations[1]["stages"] == nil, "the image centre is found in one step")
    }

    @Test func stagesComeBackFromTheResults() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let first = try run(scratch).allInputs()
        #expect(!first[0].findings[0].stages.isEmpty)
        #expect(try run(scratch, .resume).allInputs() == first)
        let document = try JSONEncoder().encode(first[0])
        let decoded = try JSONDecoder().decode(Explanation.self, from: document)
        #expect(decoded == first[0])
    }

    @Test func whatIsNoNumberIsLeftOut() throws {
        let map = Heatmap(height: 1, width: 1, values: [0])
        let stage = AttributionStage(
            name: "search", map: map, unit: "bits", losses: [.nan, 1], passed: [.infinity], bits: .nan)
        let document = try JSONEncoder().encode(stage)
        let text = String(decoding: document, as: UTF8.self)
        #expect(text.contains("\"losses\":[null,1]") && text.contains("\"passed\":[null]"), "\(text)")
        #expect(!text.contains("bits\":"), "\(text)")
        let read = try JSONDecoder().decode(AttributionStage.self, from: document)
        #expect(read.losses[0].isNaN && read.losses[1] == 1 && read.bits == nil && read.map == nil)
    }
}
