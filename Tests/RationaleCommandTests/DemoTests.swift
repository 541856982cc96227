import Foundation
import Testing

/// `rationale demo`, and the model that it shows.
struct DemoTests {
    @Test func `It explains unseen birds, and says what to try next`() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command("demo", "--output", "demo", "--quiet")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.components(separatedBy: ", right\n").count == 5, "\(outcome.output)")
        for name in ["run", "why-not"] {
            let report = try command.read("demo/\(name)/report.html")
            #expect(report.count > 10_000)
            #expect(outcome.output.contains("demo/\(name)/report.html"))
        }
        // The first thing to try, as it is printed.
        let line = try #require(outcome.output.split(separator: "\n").first { $0.contains(" instead of ") })
        let next = try command.start("/bin/sh", ["-c", String(line)]).wait()
        #expect(next.status == 0, "\(next.errors)")
        #expect(next.errors.contains("built-in model 'aviary'"), "\(next.errors)")
    }

    @Test func `A built-in model that is not there is said to be missing`() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.shell("RATIONALE_MODELS=nowhere rationale explain \(Fixtures.photo)")
        #expect(outcome.status == 69)
        #expect(outcome.errors.contains("nowhere/aviary.safetensors"), "\(outcome.errors)")
        #expect(outcome.errors.contains("RATIONALE_MODELS"))
    }
}
