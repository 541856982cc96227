/// Adjectives are said of something, and what is said becomes a claim.
extension SentenceParser {
    /// Gives the adjectives of a predicate to what it is said of: the last part, and those before it that are joined to it.
    mutating func describeSubject(by adjectives: [Described]) {
        guard !adjectives.isEmpty else { return }
        switch subject {
        case .nothing: return
        case .bird: for described in adjectives { describeBird(by: described) }
        case .parts(var mentions):
            var first = mentions.count - 1
            while first > 0, mentions[first].isBare || isVerbPlural, !mentions[first - 1].isDescribed { first -= 1 }
            for described in adjectives {
                for index in first..<mentions.count { _ = describe(&mentions[index], by: described) }
            }
            subject = .parts(mentions)
        }
    }

    mutating func describe(_ mention: inout Mention, by described: Described) -> Bool {
        guard let claim = described.adjective.ofParts[mention.part] else { return false }
        state(claim, words: described.words, noun: mention.words)
        mention.isDescribed = true
        return true
    }

    mutating func describeBird(by described: Described) {
        for claim in described.adjective.ofBird {
            if claim.attribute.part != nil { unnamed.append(phrases.count) }
            state(claim, words: described.words, noun: nil)
        }
    }

    mutating func state(_ claim: Sentence.Claim, words: Range<Int>, noun: Range<Int>?) {
        phrases.append(.init(attribute: claim.attribute, value: claim.value, words: words, noun: noun))
        markRead(words)
        if let noun { markRead(noun) }
    }

    mutating func markRead(_ words: Range<Int>) { for index in words { isRead[index] = true } }
}
