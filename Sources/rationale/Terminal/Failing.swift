import ArgumentParser
import Foundation
import RationaleCore
import RationaleFiles
import RationaleWorkbench

/// The one place where an error becomes words and an exit status.
struct Failing {
    private let text: String
    private let output: FileHandle
    private let status: Int32

    /// - Parameter arguments: of the program, also where they made no sense: `--json` asks for errors in that form.
    init(_ error: any Error, _ arguments: [String]) {
        let isJSON = arguments.contains("--json")
        if let code = error as? ExitCode {
            (text, output, status) = ("", .standardError, code.rawValue)
            return
        }
        let kind = RationaleCommand.exitCode(for: error)
        if kind.isSuccess {
            // Help and the version are results, not errors.
            let settings = SettingOptions.areTaken(by: arguments) ? "\n\(SettingOptions.help)\n" : ""
            (text, output, status) = (RationaleCommand.fullMessage(for: error) + "\n" + settings, .standardOutput, 0)
            return
        }
        let isUsage = kind == .validationFailure
        let failure =
            isUsage
            ? RationaleError(
                .usage, RationaleCommand.message(for: error), hint: "`rationale --help` shows the commands.")
            : RationaleError(describing: error)
        status = failure.code.rawValue
        if isJSON {
            text = ((try? JSONDocument.text(of: ["error": Failure(failure)])) ?? "") + "\n"
            output = .standardOutput
        } else {
            text = isUsage ? Self.usage(error) : Self.words(failure)
            output = .standardError
        }
    }

    /// Prints, and ends the process.
    func exit() -> Never {
        Terminal.write(text, to: output)
        _exit(status)
    }

    /// `error: …` and, on a line of its own, `hint: …`.
    static func words(_ error: RationaleError) -> String {
        "error: \(error.message)\n" + (error.hint.map { "hint: \($0)\n" } ?? "")
    }

    /// ArgumentParser's own message with the usage, in the form of the other errors.
    private static func usage(_ error: any Error) -> String {
        let message = RationaleCommand.fullMessage(for: error)
        let first = message.hasPrefix("Error: ") ? "error: " + message.dropFirst(7) : message
        return first + "\n"
    }
}
