import Foundation
import Testing

/// Settings of methods as flags, which the command line derives from the methods' declarations.
struct SettingFlagTests {
    @Test func `Help lists every setting once, with its values, and none is a flag of the command itself`() throws {
        let command = try Command()
        defer { command.remove() }
        let help = try command("explain", "--help").output
        let parts = help.components(separatedBy: "SETTINGS OF METHODS:")
        try #require(parts.count == 2)
        let names = parts[1].split(separator: "\n").filter { $0.hasPrefix("  --") }
            .map { String($0.dropFirst(2).prefix { $0 != " " }) }
        #expect(Set(names).count == names.count)
        #expect(Set(names).isSuperset(of: ["--steps", "--rule", "--tolerance", "--layer", "--adversary", "--masks"]))
        for name in names { #expect(!parts[0].contains("  \(name) "), "\(name)") }
        #expect(parts[1].contains("--masks (a whole number from 1)"))
        #expect(parts[1].contains("(adam, gradient-descent). extremal-perturbation: adam"))
        #expect(try !command("evaluate", "accuracy", "--help").output.contains("SETTINGS OF METHODS:"))
        #expect(try command("evaluate", "truth", "--help").output.contains("SETTINGS OF METHODS:"))
    }

    @Test(arguments: [
        (["--method", "rise", "--masks"], "Missing value for '--masks'"),
        (["--masks", "--method", "rise"], "Missing value for '--masks'"),
        (["--method", "rise", "--masks", "0"], "--masks 0: expected a whole number from 1"),
        (["--method", "rise", "--masks=many"], "--masks many: expected a whole number from 1"),
        (["--method", "grad-cam", "--masks", "3"], "--masks has no effect on grad-cam"),
    ])
    func `A value that makes no sense is named`(arguments: [String], says: String) throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(["explain", Fixtures.photo] + arguments)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains(says), "\(outcome.errors)")
    }
}
