import Foundation
import RationaleCore
import RationaleTorch

/// What decides every number of a run: a checkpoint carries it, and only the same run may go on from it.
struct RunIdentity: Codable, Equatable {
    var task: [String: String]
    var settings: TrainingSettings
    var workers: Int

    /// The same with the shapes of what is learnt, which a task's own identity need not mention.
    func describing(_ tensors: [String: Tensor]...) -> RunIdentity {
        var described = self
        for (name, tensor) in tensors.joined() {
            described.task["\(name)'s shape"] = "\(tensor.shape) of \(tensor.dtype)"
        }
        return described
    }

    /// What differs, in words: `settings.batchSize is 16, expected 32`; empty where one may go on from the other.
    func differences(from expected: RunIdentity) throws -> [String] {
        let found = try Self.leaves(of: self)
        let expected = try Self.leaves(of: expected)
        return Set(found.keys).union(expected.keys).sorted().compactMap { path in
            let isFree = TrainingSettings.free.contains { path == "settings.\($0)" }
            guard !isFree, found[path] != expected[path] else { return nil }
            return "\(path) is \(found[path] ?? "not set"), expected \(expected[path] ?? "none")"
        }
    }

    /// Each number and word by its path in the JSON form.
    private static func leaves(of identity: RunIdentity) throws -> [String: String] {
        let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(identity))
        var leaves: [String: String] = [:]
        func collect(_ value: Any, at path: String) {
            if let members = value as? [String: Any] {
                if members.isEmpty { leaves[path] = "set" }
                // `_0` is the only value of a case, which has no name.
                for (name, member) in members {
                    collect(member, at: path.isEmpty ? name : name == "_0" ? path : "\(path).\(name)")
                }
            } else {
                leaves[path] = "\(value)"
            }
        }
        collect(object, at: "")
        return leaves
    }
}
