import RationaleFiles
import RationaleTorch

/// The names in the structure of what an exported network returns.
///
/// `torch.export` keeps the structure as JSON inside a JSON string: `[1, {type, context, children_spec}]`, where the
/// context of a dictionary is the JSON list of its keys.
enum ExportedTree {
    private static let deepest = 16

    /// A name for each leaf, `nil` where the parts of a tuple have none; nothing where the document does not say.
    static func outputNames(_ calls: JSONValue?) -> [String?] {
        guard let top = calls?.array?.first(where: { $0.object?["fqn"]?.string == "" }),
            let text = top.object?["signature"]?.object?["out_spec"]?.string, let root = parsed(text)?.array?.last
        else { return [] }
        return leaves(of: root, name: nil, depth: 0) ?? []
    }

    private static func leaves(of node: JSONValue, name: String?, depth: Int) -> [String?]? {
        guard depth < deepest, let node = node.object else { return nil }
        guard let kind = node["type"]?.string else { return [name] }
        let children = node["children_spec"]?.array ?? []
        let names = partNames(kind, node["context"]?.string, count: children.count)
        var found: [String?] = []
        for (index, child) in children.enumerated() {
            let own = names?[index] ?? name.map { _ in "\(index)" }
            let path = [name, own].compactMap(\.self).joined(separator: ".")
            guard let leaves = leaves(of: child, name: path.isEmpty ? nil : path, depth: depth + 1) else { return nil }
            found += leaves
        }
        return found
    }

    /// The keys of a dictionary or of an object with named parts.
    private static func partNames(_ kind: String, _ context: String?, count: Int) -> [String]? {
        guard kind != "builtins.tuple", kind != "builtins.list", let context, let value = parsed(context) else {
            return nil
        }
        // A library's own class may keep its names beside other things.
        let lists = [value] + (value.array ?? [])
        return lists.lazy.compactMap { $0.array?.compactMap(\.string) }.first { $0.count == count && count > 0 }
    }

    private static func parsed(_ text: String) -> JSONValue? {
        guard let file = try? MappedFile(copying: Array(text.utf8), name: "out_spec") else { return nil }
        return try? JSONParser.parse(file.bytes)
    }
}
