import Foundation
import Testing

/// The README's commands are ones that the program understands; the files that they name are examples.
struct ReadmeTests {
    static let commands: [String] = {
        let text = (try? String(contentsOf: Fixtures.root.appending(path: "README.md"), encoding: .utf8)) ?? ""
        var isInside = false
        return text.split(separator: "\n").compactMap { line in
            if line.hasPrefix("```") {
                isInside = line == "```sh"
                return nil
            }
            return isInside && line.hasPrefix("rationale ") ? String(line) : nil
        }
    }()

    @Test func thereAreCommands() { #expect(Self.commands.count >= 4) }

    @Test(arguments: commands)
    func isUnderstood(_ line: String) throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.shell(line)
        #expect(outcome.status == 0 || outcome.status == 66, "\(outcome.errors)")
    }

    @Test func namesEveryMethod() throws {
        let text = try String(contentsOf: Fixtures.root.appending(path: "README.md"), encoding: .utf8)
        let command = try Command()
        defer { command.remove() }
        let outcome = try command("explain", Fixtures.photo, "--model", Fixtures.network, "--method", "nonexistent")
        let hint = try #require(outcome.errors.split(separator: "\n").last { $0.hasPrefix("hint: Choose one of ") })
        let names = hint.dropFirst("hint: Choose one of ".count).dropLast().split(separator: ", ")
        #expect(names.count == 25)
        for name in names { #expect(text.contains("`\(name)`"), "README lacks \(name)") }
    }
}
