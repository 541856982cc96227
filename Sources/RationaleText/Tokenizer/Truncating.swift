import RationaleCore

extension Tokenizer.Truncation {
    /// Cuts off what is too much, before special tokens are added.
    ///
    /// - Parameter added: how many special tokens will come.
    func apply(to parts: inout [Encoding], leaving added: Int) throws(RationaleError) {
        let room = max(0, length - added)
        let total = parts.reduce(0) { $0 + $1.count }
        guard total > room else { return }
        switch strategy {
        case .longestFirst:
            guard parts.count == 2 else { return parts[0].keep(room, cutting: side) }
            // The shorter part stays whole as long as the longer one remains the longer.
            let isFirstLonger = parts[0].count > parts[1].count
            var shorter = min(parts[0].count, parts[1].count)
            var longer = shorter > room ? shorter : max(shorter, room - shorter)
            if shorter + longer > room {
                shorter = room / 2
                longer = shorter + room % 2
            }
            parts[0].keep(isFirstLonger ? longer : shorter, cutting: side)
            parts[1].keep(isFirstLonger ? shorter : longer, cutting: side)
        case .onlyFirst, .onlySecond:
            let index = strategy == .onlyFirst ? 0 : 1
            guard index < parts.count else {
                throw RationaleError(
                    .badData, "the truncation cuts the second text of a pair, and there is none",
                    hint: "Give a pair, or set another strategy than only_second.")
            }
            let kept = parts[index].count - (total - room)
            guard kept > 0 || room == 0 else {
                throw RationaleError(
                    .badData, "the \(index == 0 ? "first" : "second") text has \(parts[index].count) tokens, too few to be "
                        + "cut by \(total - room)",
                    hint: "Allow more tokens than \(length), or cut the longer text first.")
            }
            parts[index].keep(kept, cutting: side)
            if room == 0 { for other in parts.indices { parts[other].keep(0, cutting: side) } }
        }
    }
}
