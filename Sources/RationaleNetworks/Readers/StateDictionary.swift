import RationaleCore
import RationaleTorch

/// Finds the weights in what was saved: a state dict, or a checkpoint around one.
struct StateDictionary {
    /// In the order of the file.
    let tensors: [(name: String, tensor: PickleTensor)]
    /// What was chosen, renamed or left out.
    let notes: [String]

    /// Where training scripts put the weights, the usual first.
    static let wrappers = [
        "state_dict", "model_state_dict", "model_state", "model", "net", "network", "weights", "params",
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
        for _ in 0..<3 {
            let wrapper = Self.wrappers.lazy.compactMap { name in
                entries.last { $0.key == .string(name) }.flatMap { document.dictionary($0.value) }.map { (name, $0) }
            }.first
            guard let wrapper else { break }
            notes.append("The weights were taken from \"\(wrapper.0)\" of the checkpoint.")
            entries = wrapper.1
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
}
