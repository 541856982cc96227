/// A text as a network takes it: tokens, and what is known of each.
///
/// All lists have one element for each token, special ones and padding included.
public struct Encoding: Sendable, Hashable {
    /// The number of each token.
    public var ids: [Int]
    /// The part of a pair that each token belongs to, as the network was taught it; 0 for a single text.
    public var typeIDs: [Int]
    /// The tokens as the vocabulary writes them. Some models write an unknown token as it stands in the text.
    public var tokens: [String]
    /// Where each token is in the text: Unicode scalars of the original text (of its own part of a pair), before any
    /// normalization. Empty at 0 for special tokens and padding.
    public var offsets: [Range<Int>]
    /// The number of the word (what the pre-tokenizer cuts) that each token is in; `nil` for special tokens and padding.
    public var words: [Int?]
    /// Whether the post-processor added the token: classifier, separator, padding.
    ///
    /// A special token that is written in the text is none of these.
    public var isSpecial: [Bool]
    /// 1 for tokens, 0 for padding.
    public var attentionMask: [Int]
    /// Which text each token comes from: 0, or 1 for the second of a pair; `nil` for special tokens and padding.
    public var sequences: [Int?]
    /// How many tokens were cut off to keep to the greatest length.
    public var dropped = 0

    /// How many tokens there are.
    public var count: Int { ids.count }

    /// No tokens.
    init(capacity: Int = 0) {
        ids = []
        typeIDs = []
        tokens = []
        offsets = []
        words = []
        isSpecial = []
        attentionMask = []
        sequences = []
        guard capacity > 0 else { return }
        ids.reserveCapacity(capacity)
        typeIDs.reserveCapacity(capacity)
        tokens.reserveCapacity(capacity)
        offsets.reserveCapacity(capacity)
        words.reserveCapacity(capacity)
        isSpecial.reserveCapacity(capacity)
        attentionMask.reserveCapacity(capacity)
        sequences.reserveCapacity(capacity)
    }

    /// Adds a token that is not in the text.
    mutating func appendSpecial(_ id: Int, _ token: String, typeID: Int) {
        ids.append(id)
        typeIDs.append(typeID)
        tokens.append(token)
        offsets.append(0..<0)
        words.append(nil)
        isSpecial.append(true)
        attentionMask.append(1)
        sequences.append(nil)
    }

    /// Adds the tokens of another encoding behind these.
    mutating func append(_ other: Encoding) {
        ids += other.ids
        typeIDs += other.typeIDs
        tokens += other.tokens
        offsets += other.offsets
        words += other.words
        isSpecial += other.isSpecial
        attentionMask += other.attentionMask
        sequences += other.sequences
        dropped += other.dropped
    }

    mutating func setTypeID(_ typeID: Int) {
        for index in typeIDs.indices where typeIDs[index] != typeID { typeIDs[index] = typeID }
    }
}

extension Encoding {
    /// The end of a list at which something is cut off or added.
    public enum Side: String, Sendable, Hashable, CaseIterable {
        case left = "Left"
        case right = "Right"
    }

    /// Keeps `count` tokens of those in a range, at one end of the text or the other.
    mutating func keep(_ count: Int, cutting side: Side) {
        guard count < self.count else { return }
        let removed = self.count - max(0, count)
        dropped += removed
        let range = side == .right ? self.count - removed..<self.count : 0..<removed
        remove(range)
    }

    private mutating func remove(_ range: Range<Int>) {
        ids.removeSubrange(range)
        typeIDs.removeSubrange(range)
        tokens.removeSubrange(range)
        offsets.removeSubrange(range)
        words.removeSubrange(range)
        isSpecial.removeSubrange(range)
        attentionMask.removeSubrange(range)
        sequences.removeSubrange(range)
    }

    /// The encoding with at most `length` tokens: tokens of the text are taken out, special ones stay.
    ///
    /// Of a pair, tokens of the longer text go first, one by one. Where there are more special tokens than `length`,
    /// they alone are left. ``dropped`` counts what was taken out. Padding goes before anything else.
    ///
    /// - Parameters:
    ///   - length: the greatest number of tokens.
    ///   - side: the end of the text at which tokens are taken out. Default: the right one.
    /// - Complexity: O(count).
    public func cut(to length: Int, side: Side = .right) -> Encoding {
        guard count > length else { return self }
        var kept = Array(repeating: true, count: count)
        var excess = count - length
        for index in attentionMask.indices.reversed() where attentionMask[index] == 0 && excess > 0 {
            kept[index] = false
            excess -= 1
        }
        var dropped = 0
        var left = [0, 1].map { part in ids.indices.filter { sequences[$0] == part } }
        if side == .left { left = left.map { $0.reversed() } }
        while excess > 0 {
            let longer = left[1].count > left[0].count ? 1 : 0
            guard let index = left[longer].popLast() else { break }
            kept[index] = false
            excess -= 1
            dropped += 1
        }
        var result = Encoding(capacity: max(length, 0))
        for index in ids.indices where kept[index] { result.append(token: index, of: self) }
        result.dropped = self.dropped + dropped
        return result
    }

    private mutating func append(token index: Int, of other: Encoding) {
        ids.append(other.ids[index])
        typeIDs.append(other.typeIDs[index])
        tokens.append(other.tokens[index])
        offsets.append(other.offsets[index])
        words.append(other.words[index])
        isSpecial.append(other.isSpecial[index])
        attentionMask.append(other.attentionMask[index])
        sequences.append(other.sequences[index])
    }

    /// The encoding with padding up to `length` tokens; the same where it has as many already.
    ///
    /// - Parameters:
    ///   - length: the least number of tokens.
    ///   - padding: which token, of which type, on which side. Its length is not asked.
    public func padded(to length: Int, with padding: Tokenizer.Padding) -> Encoding {
        guard length > count else { return self }
        var fill = Encoding(capacity: length)
        for _ in count..<length { fill.appendSpecial(padding.id, padding.token, typeID: padding.typeID) }
        fill.attentionMask = Array(repeating: 0, count: length - count)
        var result = padding.side == .left ? fill : self
        result.append(padding.side == .left ? self : fill)
        return result
    }
}
