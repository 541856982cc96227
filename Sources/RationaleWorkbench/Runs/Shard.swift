package import RationaleCore

/// One of several parts into which the inputs of a run are divided, each for a process of its own: `2/8`.
///
/// An input belongs to a part by its name alone, so parts never meet, whatever is added to the folder between their
/// starts, and a part that is resumed has the inputs that it had.
package struct Shard: Sendable, Hashable {
    /// From 1.
    package let number: Int
    package let count: Int

    private static let most = 100_000

    /// - Parameter text: `NUMBER/COUNT`.
    /// - Throws: `usage` where it is something else.
    package init(_ text: String) throws(RationaleError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1], (1...Self.most).contains(count),
            (1...count).contains(number)
        else {
            throw RationaleError(
                .usage, "--shard \(text): expected NUMBER/COUNT, such as 2/8 for the second of eight parts",
                hint: "Parts are counted from 1; there are at most \(Self.most).")
        }
        self.number = number
        self.count = count
    }

    /// What its folder is called where each part has one of its own: `shard-0002-of-0008`.
    package var folder: String {
        func padded(_ number: Int) -> String {
            String(repeating: "0", count: max(0, 4 - "\(number)".count)) + "\(number)"
        }
        return "shard-\(padded(number))-of-\(padded(count))"
    }

    /// Whether an input belongs to this part.
    package func contains(_ name: String) -> Bool {
        var numbers = SplitMix64(seed: 0, for: name)
        return numbers.index(below: count) == number - 1
    }
}
