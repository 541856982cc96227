import Testing

/// `rationale evaluate accuracy`.
struct EvaluateAccuracyTests {
    @Test func `The built-in model knows unseen birds, whatever lies beside them`() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command("evaluate", "accuracy", "--count", "150", "--json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let metrics = try #require(try outcome.json()["metrics"] as? [[String: Any]])
        let values = Dictionary(
            uniqueKeysWithValues: metrics.map { ($0["name"] as? String ?? "", $0["value"] as? Double ?? 0) })
        #expect(values["accuracy"] ?? 0 >= 0.94)
        #expect(values["unchanged-by-distractors"] ?? 0 >= 0.92)
        #expect(values["unchanged-without-distractors"] ?? 0 >= 0.9)
        #expect(values["unchanged-by-background"] ?? 0 >= 0.9)
        #expect(metrics.first?["count"] as? Int == 150)
    }

    @Test(arguments: [
        ExitCodeTests.Case(arguments: ["--count", "0"], status: 64, says: ["--count"]),
        .init(arguments: ["--model", Fixtures.network], status: 64, says: ["10 classes", "50"]),
        .init(arguments: ["--model", Fixtures.textNetwork], status: 64, says: ["square colour pictures"]),
        .init(arguments: ["--model", "aviry"], status: 66, says: ["aviary"]),
    ])
    func `What makes no sense is refused`(_ example: ExitCodeTests.Case) throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(["evaluate", "accuracy"] + example.arguments)
        #expect(outcome.status == example.status, "\(outcome.errors)")
        for part in example.says { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
    }
}
