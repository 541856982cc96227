import Foundation
import Testing

/// What a person sees who watches, in a terminal of `script`.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "needs script, of bsdutils"))
struct TerminalTests {
    @Test func `A method says how far it is, and the result takes its place`() throws {
        let command = try Command()
        defer { command.remove() }
        let seen = try watched(
            "explain '\(Fixtures.photo)' --model '\(Fixtures.network)' --method input-iba --output run", command)
        #expect(seen.contains(#/input bottleneck \d+ %/#))
        #expect(!TerminalScreen.lines(of: seen).contains { $0.contains("bottleneck") }, "\(seen)")
    }

    @Test func `A comparison says how far the method is that takes long`() throws {
        let command = try Command()
        defer { command.remove() }
        let seen = try watched(
            "evaluate faithfulness --count 2 --method iba,centre --metric insertion --step 0.2", command)
        #expect(seen.contains(#/0/2 explaining .* · feature bottleneck \d+ %/#))
        #expect(!TerminalScreen.lines(of: seen).contains { $0.contains("bottleneck") }, "\(seen)")
    }

    /// Everything that `rationale` writes to the terminal in which it runs.
    private func watched(_ arguments: String, _ command: Command) throws -> String {
        let line = "'\(Command.executable)' \(arguments)"
        let seen = try command.start("/usr/bin/script", ["-qec", line, "typescript"]).wait()
        #expect(seen.status == 0, "\(seen.output)")
        return seen.output
    }
}

/// What is left to read of what was written to a terminal.
private enum TerminalScreen {
    /// The lines, without what was erased.
    static func lines(of text: String) -> [Substring] {
        text.replacing("\r\n", with: "\n").split(separator: "\n").map { line in
            line.ranges(of: "\r\u{1B}[2K").last.map { line[$0.upperBound...] } ?? line
        }
    }
}
