import RationaleCore

/// The names of a checkpoint's tensors as an architecture has them.
///
/// Training programs wrap networks, and each wrapping puts its attribute before the names: `module.` of data-parallel
/// training, `model.`, `net.` or `backbone.` of whoever wrote the program, several of them one after the other. The prefix
/// is found from the names: it is the one under which most of the architecture's names lie.
struct WeightNames {
    /// The architecture's name of each stored one; those that are left out are missing.
    let names: [String: String]
    /// What was taken off, and what was left out.
    let notes: [String]

    /// Names that wrappers put inside of others.
    private static let inner = ["_orig_mod.", "_fsdp_wrapped_module.", "_checkpoint_wrapped_module."]
    /// What a network is called of which another is an average or a copy: it is not the one that was trained.
    private static let copies: Set = ["ema", "teacher", "momentum", "average", "swa", "target", "old"]

    /// - Throws: `RationaleError.Code.badData` where the architecture is there several times.
    init(
        _ stored: [String], of architecture: some Architecture, _ declarations: [GraphBuilder.Declaration]
    ) throws(RationaleError) {
        let expected = Set(declarations.map(\.name))
        let plain = Dictionary(uniqueKeysWithValues: stored.map { ($0, Self.withoutWrappers($0)) })
        let prefix = try Self.prefix(Array(plain.values), architecture, expected)
        let roots = Set(expected.map { Self.root(of: $0) })
        var names: [String: String] = [:]
        var leftOut: [String] = []
        for (stored, plain) in plain {
            let name = plain.hasPrefix(prefix) ? String(plain.dropFirst(prefix.count)) : nil
            if let name,
                roots.contains(Self.root(of: architecture.weightName(of: name))) || architecture.passesOver(name)
            {
                names[stored] = name
            } else {
                leftOut.append(stored)
            }
        }
        var notes: [String] = []
        let wrappers = Self.inner.filter { wrapper in stored.contains { $0.contains(wrapper) } }
        notes += wrappers.map { "\"\($0)\" in names was taken off." }
        if !prefix.isEmpty { notes.append("The prefix \"\(prefix)\" of \(names.count) names was taken off.") }
        if !leftOut.isEmpty, !names.isEmpty {
            let some = leftOut.sorted().prefix(4).map { "\"\($0)\"" }.joined(separator: ", ")
            let more = leftOut.count > 4 ? " and \(leftOut.count - 4) more" : ""
            notes.append(
                "\(leftOut.count) tensors that are no part of \(architecture.name) were left out: \(some)\(more).")
        }
        // Where nothing fits, the error is to name what is there.
        self.names = names.isEmpty ? plain : names
        self.notes = notes
    }

    private static func prefix(
        _ stored: [String], _ architecture: some Architecture, _ expected: Set<String>
    ) throws(RationaleError) -> String {
        var found: [String: Set<String>] = [:]
        for name in stored {
            var rest = name[...]
            while true {
                let known = architecture.weightName(of: String(rest))
                if expected.contains(known) { found[String(name[..<rest.startIndex]), default: []].insert(known) }
                guard let dot = rest.firstIndex(of: ".") else { break }
                rest = rest[rest.index(after: dot)...]
            }
        }
        guard let most = found.values.map(\.count).max() else { return "" }
        // A copy is taken where it is all there is.
        let trained = found.filter { entry in
            copies.isDisjoint(with: entry.key.lowercased().split { $0 == "." || $0 == "_" }.map(String.init))
        }
        let mostTrained = trained.values.map(\.count).max() ?? 0
        let (choice, count) = mostTrained * 2 >= most ? (trained, mostTrained) : (found, most)
        let best = choice.filter { $0.value.count == count }.keys.sorted()
        if best.contains("") { return "" }
        guard best.count == 1 else {
            throw RationaleError(
                .badData,
                "the weights hold \(architecture.name) \(best.count) times, under "
                    + best.prefix(4).map { "'\($0)'" }.joined(separator: ", "),
                hint:
                    "Save the one that is meant: torch.save({k: v for k, v in state.items() if k.startswith('\(best[0])')}, "
                    + "'weights.pth').")
        }
        return best[0]
    }

    private static func withoutWrappers(_ name: String) -> String {
        inner.reduce(name) { $0.replacing($1, with: "") }
    }

    private static func root(of name: String) -> Substring { name.prefix { $0 != "." } }
}
