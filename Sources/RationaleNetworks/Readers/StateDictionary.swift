import RationaleCore
import RationaleFiles
import RationaleTorch

/// Finds the weights in what was saved: a state dict, or a checkpoint around one.
struct StateDictionary {
    /// In the order of the file.
    let tensors: [(name: String, tensor: PickleTensor)]
    /// What was chosen, renamed or left out.
    let notes: [String]

    /// Where training scripts put the weights, the usual first. Averages come last: they are there beside the weights.
    private static let wrappers = [
        "state_dict", "model_state_dict", "model_state", "model", "net", "network", "module", "weights", "params",
        "model_ema", "state_dict_ema", "ema_state_dict", "ema",
    ]

    init(_ document: PickleDocument, file: String) throws {
        let refusal = FileRefusal(file: file)
        var notes: [String] = []
        guard var entries = document.dictionary(document.root) else {
            let isTensor = document.tensor(document.root) != nil
            throw refusal(
                "expected a state dict, found \(isTensor ? "a single tensor" : "something else")",
                hint: PickleMachine.saveAgain)
        }
        // Checkpoints are wrapped once or twice, not deeper.
        for _ in 0..<4 {
            guard let wrapper = Self.wrapper(entries, document) else { break }
            notes.append("The weights were taken from \"\(wrapper.name)\" of the checkpoint.")
            entries = wrapper.entries
        }

        var tensors: [(name: String, tensor: PickleTensor)] = []
        var ignored: [String] = []
        var names: Set<String> = []
        for (key, value) in entries {
            guard case .string(let name) = key else { throw refusal("a weight's name is not a string") }
            guard names.insert(name).inserted else { throw refusal("the tensor \"\(name)\" appears twice") }
            if let tensor = document.tensor(value) { tensors.append((name, tensor)) } else { ignored.append(name) }
        }
        guard !tensors.isEmpty else {
            let keys = ignored.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
            throw refusal(
                "there are no weights in it; it has \(keys.isEmpty ? "nothing" : keys)", hint: PickleMachine.saveAgain)
        }
        if !ignored.isEmpty {
            let some = ignored.prefix(4).map { "\"\($0)\"" }.joined(separator: ", ")
            notes.append("\(ignored.count) entries that are no tensors were left out: \(some).")
        }
        // Wrapped twice when a compiled network was trained on several devices.
        for _ in 0..<2 {
            for prefix in ["module.", "_orig_mod."] where tensors.allSatisfy({ $0.name.hasPrefix(prefix) }) {
                tensors = tensors.map { (String($0.name.dropFirst(prefix.count)), $0.tensor) }
                notes.append("The prefix \"\(prefix)\" of every name was dropped.")
            }
        }
        self.tensors = tensors
        self.notes = notes
    }

    private typealias Entries = [(key: PickleValue, value: PickleValue)]

    /// The part of a checkpoint that holds the weights: under one of the usual names, or, where fewer tensors lie beside
    /// it, the part with the most. `nil` where the entries are the weights themselves.
    private static func wrapper(_ entries: Entries, _ document: PickleDocument) -> (name: String, entries: Entries)? {
        // Parts may contain each other in a hostile file: each is counted once.
        var known: [Int: Int] = [:]
        let parts = entries.compactMap { entry -> (name: String, entries: Entries, count: Int)? in
            guard case .string(let name) = entry.key, let part = document.dictionary(entry.value) else { return nil }
            let count = tensorCount(entry.value, document, depth: 3, &known)
            return count > 0 ? (name, part, count) : nil
        }
        if let usual = wrappers.lazy.compactMap({ name in parts.last { $0.name == name } }).first {
            return (usual.name, usual.entries)
        }
        let beside = entries.count { document.tensor($0.value) != nil }
        return parts.max { $0.count < $1.count }.flatMap { $0.count > beside ? ($0.name, $0.entries) : nil }
    }

    /// How many tensors have names; those of an optimiser have numbers.
    private static func tensorCount(
        _ value: PickleValue, _ document: PickleDocument, depth: Int, _ known: inout [Int: Int]
    ) -> Int {
        if document.tensor(value) != nil { return 1 }
        guard depth > 0, case .object(let index) = value, let part = document.dictionary(value) else { return 0 }
        if let count = known[index] { return count }
        known[index] = 0
        var count = 0
        for entry in part {
            if case .string = entry.key { count += tensorCount(entry.value, document, depth: depth - 1, &known) }
        }
        known[index] = count
        return count
    }
}
