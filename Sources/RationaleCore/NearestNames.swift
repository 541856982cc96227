extension Sequence where Element == String {
    /// The names closest to a misspelt one, best first: those that contain it, then those within a few edits.
    ///
    /// - Complexity: O(n · a · b) for n names of length b and a typo of length a.
    public func nearest(to typo: String, limit: Int = 3) -> [String] {
        let wanted = typo.lowercased()
        let allowed = Swift.max(2, wanted.count / 3)
        return compactMap { name -> (name: String, distance: Int)? in
            let candidate = name.lowercased()
            let distance = editDistance(wanted, candidate)
            if distance <= allowed { return (name, distance) }
            let contains = !wanted.isEmpty && (candidate.contains(wanted) || wanted.contains(candidate))
            return contains ? (name, allowed + distance) : nil
        }
        .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
        .prefix(limit)
        .map(\.name)
    }
}

/// The Levenshtein distance: insertions, deletions and substitutions that turn one string into the other.
func editDistance(_ a: String, _ b: String) -> Int {
    let a = Array(a)
    let b = Array(b)
    var row = Array(0...b.count)
    for i in a.indices {
        var diagonal = row[0]
        row[0] = i + 1
        for j in b.indices {
            let substituted = diagonal + (a[i] == b[j] ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = Swift.min(substituted, row[j] + 1, row[j + 1] + 1)
        }
    }
    return row[b.count]
}
