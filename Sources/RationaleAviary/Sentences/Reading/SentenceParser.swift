/// Finds out what the words of a sentence are said of, from left to right, in one pass.
///
/// At each word it is known what is spoken of (``subject``), which adjectives wait for their noun (``pending``), and whether
/// a verb has told that they belong to the subject instead.
struct SentenceParser {
    typealias Term = SentenceVocabulary.Term
    typealias Place = SentenceVocabulary.Place

    /// A part that was named.
    private struct Mention {
        let part: BirdPart
        let words: Range<Int>
        /// Without an article of its own.
        let isBare: Bool
        /// What stood before it, for another part that shares it.
        var adjectives: [Described] = []
        /// Whether anything was said of it yet.
        var isDescribed = false
    }

    private struct Described {
        let adjective: SentenceVocabulary.Adjective
        let words: Range<Int>
        /// Whether “and” or a comma stands before it.
        let isJoined: Bool
    }

    private enum Subject {
        case nothing, bird
        /// Named one after the other: “the crown and bill”.
        case parts([Mention])
    }

    private enum Bearer {
        /// Whatever part can have them.
        case anything
        /// The part that “with” or “have” follows.
        case part(Mention)
        /// A part that has no attribute for them: “a belly with streaks”.
        case nothing
    }

    /// What stands between the last part that was named and the next word, besides articles.
    private enum Gap { case words, nothing, comma, and }

    private var phrases: [Sentence.Phrase] = []
    /// Those of “a blue, yellow-bellied bird”. As the grammar has it, their noun is the part's first name elsewhere, if any.
    private var unnamed: [Int] = []
    private var firstMentions: [BirdPart: Range<Int>] = [:]
    private var isRead: [Bool]

    private var subject = Subject.nothing
    private var pending: [Described] = []
    private var isPredicate = false
    private var isVerbPlural = false
    /// Whether “and” or a comma came after the last adjective.
    private var isJoined = false
    private var hasDeterminer = false
    private var isOwned = false
    private var gap = Gap.words
    /// Where the words for marks begin: at “with”, an article or an adjective.
    private var start: Int?
    /// Whose marks may follow.
    private var bearer = Bearer.anything
    /// The word that denies what follows.
    private var denial: Range<Int>?
    /// The word that denied the crest or eye ring before, and whether “or” follows it.
    private var denied: (word: Range<Int>, isOr: Bool)?

    /// - Parameter count: of the words.
    init(count: Int) { isRead = Array(repeating: false, count: count) }

    /// In the order of the words.
    var sortedPhrases: [Sentence.Phrase] {
        phrases.sorted {
            ($0.words.lowerBound, $0.words.upperBound, $0.attribute.rawValue)
                < ($1.words.lowerBound, $1.words.upperBound, $1.attribute.rawValue)
        }
    }

    /// Runs of words that were not read.
    var unread: [Range<Int>] {
        var runs: [Range<Int>] = []
        for index in isRead.indices where !isRead[index] {
            if let last = runs.last, last.upperBound == index {
                runs[runs.count - 1] = last.lowerBound..<index + 1
            } else {
                runs.append(index..<index + 1)
            }
        }
        return runs
    }

    /// Reads all terms of a text; once only.
    ///
    /// - Parameter repetitions: the words that are among no terms since they repeat the word before.
    mutating func read(_ places: [Place], repetitions: [Int]) {
        for index in places.indices {
            let place = places[index]
            switch place.separator {
            case .space: break
            case .comma: join(isAnd: false, isOr: false)
            case .stop: endSentence()
            }
            read(place, before: places[(index + 1)...].prefix(8))
        }
        endSentence()
        for index in unnamed {
            let phrase = phrases[index]
            guard let noun = phrase.attribute.part.flatMap({ firstMentions[$0] }) else { continue }
            phrases[index] = .init(attribute: phrase.attribute, value: phrase.value, words: phrase.words, noun: noun)
            markRead(noun)
        }
        for index in repetitions { isRead[index] = isRead[index - 1] }
    }

    private mutating func read(_ place: Place, before following: ArraySlice<Place>) {
        let words = place.words
        let oldGap = gap
        if !Self.keepsGap(place.term) { gap = .words }
        if !Self.keepsDenied(place.term) { denied = nil }
        switch place.term {
        case .adjective(let adjective):
            start = start ?? words.lowerBound
            pending.append(Described(adjective: adjective, words: words, isJoined: isJoined))
            isJoined = false
        case .shade: start = start ?? words.lowerBound
        case .compound(let claim):
            guard denial == nil else { break }
            unnamed.append(phrases.count)
            state(claim, words: words, noun: nil)
        case .noun(let part, let claim): name(part, words, claim: claim, gap: oldGap)
        case .mark(let pattern, let parts): mark(pattern, words, on: parts, following: following)
        case .anyMarks: denyMarks(words)
        case .bird: nameBird(words)
        case .be(let isPlural):
            endPhrase(words)
            (isPredicate, isVerbPlural, isOwned, denial, start) = (true, isPlural, false, nil, nil)
        case .have:
            endPhrase(words)
            (isOwned, start) = (false, nil)
            findBearer()
        case .with:
            endPhrase(words)
            (denial, isOwned, start) = (nil, false, words.lowerBound)
            findBearer()
        case .denial:
            let isSaidOfSubject = isPredicate && pending.isEmpty
            endPhrase()
            findBearer()
            if isSaidOfSubject { subject = .nothing }
            (denial, isOwned, start) = (words, false, words.lowerBound)
        case .of:
            endPhrase(words)
            (isOwned, start) = (true, nil)
        case .on, .filler: markRead(words)
        case .relative:
            endPhrase(words)
            (denial, isOwned, start) = (nil, false, nil)
        case .determiner:
            let wasJoined = isJoined
            if denial == nil { endPhrase(words) } else { markRead(words) }
            (isJoined, hasDeterminer) = (wasJoined, true)
            start = start ?? words.lowerBound
        case .pronoun:
            endPhrase(words)
            (denial, bearer, start) = (nil, .anything, nil)
            if !isOwned { subject = .bird }
        case .and(let isOr):
            markRead(words)
            join(isAnd: true, isOr: isOr)
        case .degree: break
        case .unknown: meetUnknown()
        }
    }

    private static func keepsGap(_ term: Term) -> Bool {
        switch term {
        case .and, .determiner, .degree: true
        default: false
        }
    }

    private static func keepsDenied(_ term: Term) -> Bool {
        switch term {
        case .and, .determiner, .noun: true
        default: false
        }
    }

    // MARK: - Joints

    private mutating func join(isAnd: Bool, isOr: Bool) {
        isJoined = true
        (hasDeterminer, start) = (false, nil)
        if gap != .words { gap = isAnd || gap == .and ? .and : .comma }
        if let last = denied { denied = (last.word, last.isOr || isOr) }
        if pending.isEmpty { denial = nil }
    }

    /// What was said of the subject is over.
    ///
    /// - Parameter words: that end it and are understood.
    private mutating func endPhrase(_ words: Range<Int> = 0..<0) {
        if isPredicate { describeSubject(by: pending) }
        if !pending.isEmpty { start = nil }
        pending = []
        (isPredicate, isJoined, hasDeterminer) = (false, false, false)
        markRead(words)
    }

    private mutating func endSentence() {
        endPhrase()
        (subject, bearer, denial, denied, start) = (.nothing, .anything, nil, nil, nil)
        (gap, isOwned) = (.words, false)
    }

    private mutating func meetUnknown() {
        splitPredicate()
        endPhrase()
        (subject, bearer, denial, start, isOwned) = (.nothing, .anything, nil, nil, false)
    }

    /// A noun after a predicate: “its bill is black, white wings”. The adjectives right before it are its own.
    private mutating func splitPredicate() {
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

    // MARK: - Nouns

    private mutating func name(_ part: BirdPart, _ words: Range<Int>, claim: Sentence.Claim?, gap: Gap) {
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

    private mutating func nameBird(_ words: Range<Int>) {
        splitPredicate()
        if denial == nil {
            markRead(words)
            for described in pending { describeBird(by: described) }
        }
        if !isOwned { subject = denial == nil ? .bird : .nothing }
        pending = []
        (isJoined, hasDeterminer, isOwned, start, bearer, denial) = (false, false, false, nil, .anything, nil)
    }

    // MARK: - Marks

    /// “With” and “have” follow what has the marks.
    private mutating func findBearer() {
        bearer = .anything
        guard case .parts(let mentions) = subject else { return }
        bearer = mentions.last { Self.pattern(of: $0.part) != nil }.map(Bearer.part) ?? .nothing
    }

    private static func pattern(of part: BirdPart) -> Attribute? { Lexicon.patterned.first { $0.part == part } }

    private mutating func mark(
        _ pattern: String, _ words: Range<Int>, on parts: [BirdPart], following: ArraySlice<Place>
    ) {
        splitPredicate()
        let span = (start ?? words.lowerBound)..<words.upperBound
        defer {
            pending = []
            (isJoined, hasDeterminer, start) = (false, false, nil)
            denial = nil
        }
        guard denial == nil else { return }
        let part: BirdPart
        var noun: Range<Int>?
        if let place = Self.place(in: following) {
            (part, noun) = (place.part, place.words)
        } else {
            switch bearer {
            case .part(let mention): (part, noun) = (mention.part, mention.words)
            case .anything where parts.count == 1: part = parts[0]
            case .anything, .nothing: return
            }
        }
        guard let attribute = Self.pattern(of: part) else { return }
        state(Sentence.Claim(attribute, pattern), words: span, noun: noun)
        markSubjectDescribed(noun)
    }

    /// The part in “on the breast”.
    private static func place(in following: ArraySlice<Place>) -> (part: BirdPart, words: Range<Int>)? {
        guard let first = following.first, case .on = first.term else { return nil }
        for place in following.dropFirst() {
            switch place.term {
            case .determiner, .adjective, .shade, .degree: continue
            case .noun(let part, nil): return (part, place.words)
            default: return nil
            }
        }
        return nil
    }

    /// “Without markings”.
    private mutating func denyMarks(_ words: Range<Int>) {
        defer {
            pending = []
            (isJoined, hasDeterminer, start, denial) = (false, false, nil, nil)
        }
        guard let denial, pending.isEmpty, case .part(let bearer) = bearer,
            let attribute = Self.pattern(of: bearer.part)
        else { return }
        let span = denial.lowerBound..<words.upperBound
        state(Sentence.Claim(attribute, "plain"), words: span, noun: bearer.words)
        markSubjectDescribed(bearer.words)
    }

    private mutating func markSubjectDescribed(_ noun: Range<Int>?) {
        guard case .parts(var mentions) = subject, mentions.last?.words == noun else { return }
        mentions[mentions.count - 1].isDescribed = true
        subject = .parts(mentions)
    }

    // MARK: - Claims

    /// Gives the adjectives of a predicate to what it is said of: the last part, and those before it that are joined to it.
    private mutating func describeSubject(by adjectives: [Described]) {
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

    private mutating func describe(_ mention: inout Mention, by described: Described) -> Bool {
        guard let claim = described.adjective.ofParts[mention.part] else { return false }
        state(claim, words: described.words, noun: mention.words)
        mention.isDescribed = true
        return true
    }

    private mutating func describeBird(by described: Described) {
        for claim in described.adjective.ofBird {
            if claim.attribute.part != nil { unnamed.append(phrases.count) }
            state(claim, words: described.words, noun: nil)
        }
    }

    private mutating func state(_ claim: Sentence.Claim, words: Range<Int>, noun: Range<Int>?) {
        phrases.append(.init(attribute: claim.attribute, value: claim.value, words: words, noun: noun))
        markRead(words)
        if let noun { markRead(noun) }
    }

    private mutating func markRead(_ words: Range<Int>) { for index in words { isRead[index] = true } }
}
