/// Finds classes by name, as people and data sets write them.
///
/// A name that is spelled exactly like one class means it, whatever else differs from it only in case: `cardigan` is the
/// garment, `Cardigan` the dog. Otherwise upper and lower case are the same; then `_`, `-` and spaces; then each of the
/// synonyms that a label lists (`tench, Tinca tinca`); then a number before the name is left out, as in CUB-200-2011's
/// `001.Black_footed_Albatross`. The first of these that finds anything decides.
public struct ClassLookup: Sendable, Hashable {
    /// What a name means.
    public enum Match: Sendable, Hashable {
        case found(Int)
        /// Several classes have this name: their indices, in ascending order.
        case ambiguous([Int])
        case missing
    }

    /// The names of the classes, in the order of their indices.
    public let names: [String]

    public init(_ names: [String]) { self.names = names }

    /// The class of a name.
    ///
    /// - Complexity: O(n) for n classes.
    public func match(_ name: String) -> Match {
        for comparison in Self.comparisons {
            let wanted = comparison(name)
            guard let wanted = wanted.first, !wanted.isEmpty else { continue }
            let found = names.indices.filter { comparison(names[$0]).contains(wanted) }
            if found.count == 1 { return .found(found[0]) }
            if found.count > 1 { return .ambiguous(found) }
        }
        return .missing
    }

    /// The index of the class of a name.
    ///
    /// - Parameters:
    ///   - name: as it was given.
    ///   - owner: what has the classes, for the error: a network, a folder.
    ///   - code: of the error.
    /// - Throws: `RationaleError` that names all classes of an ambiguous name, or those nearest to an unknown one.
    public func index(
        of name: String, in owner: String, code: RationaleError.Code = .usage
    ) throws(RationaleError) -> Int {
        switch match(name) {
        case .found(let index): return index
        case .ambiguous(let indices):
            let candidates = indices.prefix(8).map { "\($0) '\(names[$0])'" }.joined(separator: ", ")
            let more = indices.count > 8 ? " and \(indices.count - 8) more" : ""
            throw RationaleError(
                code, "\(owner) has \(indices.count) classes that '\(name)' may mean: \(candidates)\(more)",
                hint: "Give the index of the one that is meant.")
        case .missing:
            let nearest = names.nearest(to: name).map { "'\($0)'" }.joined(separator: ", ")
            throw RationaleError(
                code, "\(owner) has no class '\(name)'",
                hint: nearest.isEmpty
                    ? "`rationale model inspect --labels` lists all classes." : "Did you mean \(nearest)?")
        }
    }

    /// What is compared, the strictest first. A label may have several forms; a name that is looked for has one.
    private static let comparisons: [@Sendable (String) -> [String]] = [
        { [$0] }, { [$0.lowercased()] }, { [folded($0)] },
        { name in [folded(name)] + name.split(separator: ",").map { folded(String($0)) } },
        { [folded(unnumbered($0))] },
    ]

    /// Without a number and a dot before it.
    private static func unnumbered(_ name: String) -> String {
        let rest = name.drop { ("0"..."9").contains($0) }
        return rest.count < name.count && rest.first == "." ? String(rest.dropFirst()) : name
    }

    /// Without case, and with one space for whatever separates words.
    private static func folded(_ name: String) -> String {
        name.lowercased().split { $0.isWhitespace || $0 == "_" || $0 == "-" }.joined(separator: " ")
    }
}
