/// Nouns: what is said of a part stands before or after its name.
extension SentenceParser {
    /// A noun after a predicate: “its bill is black, white wings”. The adjectives right before it are its own.
    mutating func splitPredicate() {
        guard isPredicate else { return }
        var cut = pending.count
        if !isJoined {
            if let last = pending.lastIndex(where: \.isJoined) { cut = last }
            // “Its bill is red small bird”.
            if cut == pending.count { while cut > 0, !isSayable(pending[cut - 1]) { cut -= 1 } }
        }
        describeSubject(by: Array(pending[..<cut]))
        pending.removeFirst(cut)
        isPredicate = false
    }

    /// Whether an adjective can be said of the subject.
    private func isSayable(_ described: Described) -> Bool {
        switch subject {
        case .nothing: false
        case .bird: !described.adjective.ofBird.isEmpty
        case .parts(let mentions): mentions.contains { described.adjective.ofParts[$0.part] != nil }
        }
    }

    mutating func name(_ part: BirdPart, _ words: Range<Int>, claim: Sentence.Claim?, gap: Gap) {
        splitPredicate()
        let name = claim == nil ? words : words.lowerBound..<words.lowerBound + 1
        firstMentions[part] = firstMentions[part] ?? name
        let isBare = !hasDeterminer
        defer {
            pending = []
            (isJoined, hasDeterminer, isOwned, start, bearer) = (false, false, false, nil, .anything)
        }
        if deny(part, name, isBare: isBare, isTuft: claim != nil) { return }
        var mention = Mention(part: part, words: name, isBare: isBare)
        if let claim {
            state(claim, words: name, noun: nil)
            markRead(words)
            mention.isDescribed = true
        }
        mention.adjectives = pending.filter { describe(&mention, by: $0) }
        var group: [Mention] = []
        if gap != .words, pending.isEmpty, case .parts(let mentions) = subject {
            // More than there are parts are no list, and would cost time.
            group = mentions.suffix(BirdPart.allCases.count)
            if gap == .and, isBare, let last = mentions.last, Self.sharesColor(last.part, part) {
                mention.adjectives = last.adjectives.filter { $0.adjective.isColor && describe(&mention, by: $0) }
            }
        }
        guard !isOwned else { return }
        subject = .parts(group + [mention])
        self.gap = .nothing
    }

    private static func sharesColor(_ one: BirdPart, _ other: BirdPart) -> Bool {
        SentenceContent.colorPairs.contains { Set([$0.part, $1.part]) == [one, other] }
    }

    /// - Returns: whether the noun is denied or its denial was not understood, so that nothing else is said of it.
    private mutating func deny(_ part: BirdPart, _ name: Range<Int>, isBare: Bool, isTuft: Bool) -> Bool {
        let isDeniable = (part == .crest || part == .eyeRing) && !isTuft && pending.isEmpty
        let word: Range<Int>
        if let denial {
            word = denial
        } else if let denied, isDeniable, isJoined, isBare || denied.isOr {
            word = denied.word
        } else {
            denied = nil
            return false
        }
        (denial, denied) = (nil, nil)
        subject = .nothing
        guard isDeniable else { return true }
        state(Sentence.Claim(part == .crest ? .crest : .eyeRing, "none"), words: word, noun: name)
        denied = (word, false)
        return true
    }

    mutating func nameBird(_ words: Range<Int>) {
        splitPredicate()
        if denial == nil {
            markRead(words)
            for described in pending { describeBird(by: described) }
        }
        if !isOwned {
            subject = denial == nil ? .bird : .nothing
            verbSubject = subject
        }
        pending = []
        (isJoined, hasDeterminer, isOwned, start, bearer, denial) = (false, false, false, nil, .anything, nil)
    }
}
