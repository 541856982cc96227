import ArgumentParser
import RationaleAttribution
import RationaleCore
import RationaleWorkbench

/// Settings of methods: every setting that a method declares is a flag, `--steps 20`.
///
/// The parser of arguments knows only flags that are written down in Swift. So those of methods are gathered before it reads
/// the command line, as `--setting steps=20`.
struct SettingOptions: ParsableArguments {
    @Option(help: .hidden)
    var setting: [String] = []

    /// The texts by name; of one that is given twice, the last.
    var values: [String: String] {
        get throws {
            var values: [String: String] = [:]
            for text in setting {
                guard let equals = text.firstIndex(of: "=") else {
                    throw ValidationError("Missing value for '--\(text)'.")
                }
                values[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            return values
        }
    }

    func validate() throws { _ = try values }
}

extension SettingOptions {
    private static let declarations = AttributionMethods.settings.filter { $0.name != "seed" }

    /// Whether a command is one that methods are asked for with.
    static func areTaken(by arguments: [String]) -> Bool {
        let words = (arguments.first == "help" ? arguments.dropFirst() : arguments[...]).prefix { !$0.hasPrefix("-") }
        return words.first == "explain" || words.first == "compare"
            || words.first == "evaluate" && words.count > 1
                && !["accuracy", "captions"].contains(words.dropFirst().first)
    }

    /// The arguments with those that are settings of methods in the form that the parser knows.
    ///
    /// - Parameter arguments: of the program, without its name.
    static func gathered(_ arguments: [String]) -> [String] {
        guard areTaken(by: arguments) else { return arguments }
        let kind = arguments.dropFirst().first.flatMap { ComparisonOptions.Kind(rawValue: $0) }
        // The command's own flag wins: `evaluate localization --tolerance 15`.
        let own = arguments.first == "evaluate" ? kind.map(ComparisonOptions.ownNames) ?? [] : []
        let names = Set(declarations.map(\.name)).subtracting(own)
        var result: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" { return result + [argument] + rest }
            let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard argument.hasPrefix("--"), let name = parts.first.map(String.init), names.contains(name) else {
                result.append(argument)
                continue
            }
            if parts.count == 2 {
                result.append("--setting=\(name)=\(parts[1])")
            } else if let value = rest.first, !value.hasPrefix("--") {
                result.append("--setting=\(name)=\(rest.removeFirst())")
            } else {
                result.append("--setting=\(name)")
            }
        }
        return result
    }

    /// What `--help` says of them: each once, with the methods that have it and their defaults.
    static let help: String = {
        var lines = ["SETTINGS OF METHODS:"]
        for declaration in declarations {
            let takers = AttributionMethods.all.compactMap { entry in
                entry.settings.first { $0.declaration.name == declaration.name }.map { (entry.identifier, $0) }
            }
            // One flag may take other values for another method: both rules, those of an integral and of an optimiser.
            let kinds = grouped(takers, by: { $0.1.declaration.expectation })
            lines.append("  --\(declaration.name)" + (kinds.count == 1 ? " (\(kinds[0].key))" : ""))
            for (help, group) in grouped(takers, by: { $0.1.declaration.help }) {
                let methods = grouped(group, by: { $0.1.standard ?? "" }).map { standard, same in
                    standard.isEmpty
                        ? same.map { "\($0.0) with \($0.1.declaration.condition ?? "")" }.joined(separator: ", ")
                        : same.map(\.0).joined(separator: ", ") + ": \(standard)"
                }
                let values = kinds.count == 1 ? "" : " (\(group[0].1.declaration.expectation))"
                lines.append("      \(help.dropLast())\(values). \(methods.joined(separator: "; "))")
            }
        }
        return lines.joined(separator: "\n")
    }()

    /// In the order of the first of each group.
    private static func grouped<Element>(
        _ elements: [Element], by key: (Element) -> String
    ) -> [(key: String, elements: [Element])] {
        elements.reduce(into: []) { groups, element in
            let key = key(element)
            if let index = groups.firstIndex(where: { $0.key == key }) {
                groups[index].elements.append(element)
            } else {
                groups.append((key, [element]))
            }
        }
    }
}
