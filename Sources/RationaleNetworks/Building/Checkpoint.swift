import RationaleCore
import RationaleTorch

/// The tensors of a file, known to be the parameters of an architecture.
struct Checkpoint {
    private let tensors: [String: Tensor]
    /// What was taken off the names, and what was left out.
    let notes: [String]

    /// - Parameters:
    ///   - architecture: whose parameters these are.
    ///   - declarations: its parameters.
    ///   - named: the file's tensors, by the names that they have there.
    ///   - head: the names of parameters that may be missing or of another shape, and are left out then.
    /// - Throws: `RationaleError.Code.badData` naming what is missing, left over or of another shape.
    init(
        of architecture: some Architecture, declaring declarations: [GraphBuilder.Declaration],
        in named: [String: Tensor], exceptMisfitsOf head: Set<String> = []
    ) throws(RationaleError) {
        let fitted = try WeightNames(Array(named.keys), of: architecture, declarations)
        var tensors: [String: Tensor] = [:]
        for (stored, tensor) in named {
            guard let stored = fitted.names[stored] else { continue }
            let name = architecture.weightName(of: stored)
            guard tensors.updateValue(tensor, forKey: name) == nil else {
                throw RationaleError(
                    .badData, "the weights hold '\(name)' of \(architecture.name) twice, under different names")
            }
        }
        for declaration in declarations where head.contains(declaration.name) {
            if let found = tensors[declaration.name]?.shape, !declaration.accepts(found) {
                tensors[declaration.name] = nil
            }
        }
        self.tensors = tensors
        notes = fitted.notes
        try check(architecture, declarations.filter { !head.contains($0.name) || tensors[$0.name] != nil })
    }

    /// The tensor of a declaration, in float32.
    func tensor(_ declaration: GraphBuilder.Declaration) -> Tensor? {
        tensors[declaration.name]?.converted(to: .float32).reshaped(declaration.shape)
    }

    private func check(
        _ architecture: some Architecture, _ declarations: [GraphBuilder.Declaration]
    ) throws(RationaleError) {
        let expected = Set(declarations.map(\.name))
        let missing = declarations.map(\.name).filter { tensors[$0] == nil }
        let extra = tensors.keys.filter { !expected.contains($0) && !architecture.passesOver($0) }.sorted()
        let misshapen = declarations.compactMap { declaration -> String? in
            guard let found = tensors[declaration.name]?.shape, !declaration.accepts(found) else { return nil }
            return "'\(declaration.name)' is \(found), expected \(declaration.shape)"
        }
        var problems: [String] = []
        if !misshapen.isEmpty {
            let more = misshapen.count > 3 ? "; and \(misshapen.count - 3) more of another shape" : ""
            problems.append(misshapen.prefix(3).joined(separator: "; ") + more)
        }
        if !missing.isEmpty { problems.append("missing: \(listed(missing))") }
        if !extra.isEmpty { problems.append("not part of it: \(listed(extra))") }
        guard !problems.isEmpty else { return }
        let onlyShapesDiffer = missing.isEmpty && extra.isEmpty
        throw RationaleError(
            .badData, "the weights do not fit \(architecture.name): \(problems.joined(separator: "; "))",
            hint: onlyShapesDiffer
                ? "A network with another number of classes needs `--classes`, or an exported .pt2."
                : "Choose the architecture that the weights were trained with: `rationale model list`.")
    }

    private func listed(_ names: [String]) -> String {
        let shown = names.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
        return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
    }
}

extension Architecture {
    /// The name in the graph of a weight that is stored under this name.
    func weightName(of stored: String) -> String {
        guard let alias = weightAliases.first(where: { stored.hasPrefix($0.key) }) else { return stored }
        return alias.value + stored.dropFirst(alias.key.count)
    }

    func passesOver(_ name: String) -> Bool {
        name.hasSuffix("num_batches_tracked") || ignoredWeights.contains { name.hasPrefix($0) }
    }
}

extension GraphBuilder.Declaration {
    /// Whether a stored shape is this one; a 1×1 convolution may be stored as a matrix.
    fileprivate func accepts(_ found: [Int]) -> Bool {
        found == shape || shape.count == 4 && found.count == 2 && found + [1, 1] == shape
    }
}
