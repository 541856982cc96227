import Foundation
import Testing

/// What a person sees who watches, in a terminal of `script`.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "needs script, of bsdutils"))
struct TerminalTests {
    @Test func `A method says how far it is, and the result takes its place`() throws {
        let command = try Command()
        defer { command.remove() }
        let explain =
            "'\(Command.executable)' explain '\(Fixtures.photo)' --model '\(Fixtures.network)' --method input-iba --output run"
        let seen = try command.start("/usr/bin/script", ["-qec", explain, "typescript"]).wait()
        #expect(seen.status == 0, "\(seen.output)")
        #expect(seen.output.contains(#/input bottleneck \d+ %/#))
        #expect(!TerminalScreen.lines(of: seen.output).contains { $0.contains("bottleneck") }, "\(seen.output)")
    }

    @Test func `A comparison says how far the method is that takes long`() throws {
        let command = try Command()
        defer { command.remove() }
        let compare =
            "'\(Command.executable)' evaluate faithfulness --count 2 --method iba,centre --metric insertion --step 0.2"
        let seen = try command.start("/usr/bin/script", ["-qec", compare, "typescript"]).wait()
        #expect(seen.status == 0, "\(seen.output)")
        #expect(seen.output.contains(#/0/2 explaining .* · feature bottleneck \d+ %/#))
        #expect(!TerminalScreen.lines(of: seen.output).contains { $0.contains("bottleneck") }, "\(seen.output)")
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
