/// Finds out what the words of a sentence are said of, from left to right, in one pass.
///
/// At each word it is known what is spoken of (`subject`), which adjectives wait for their noun (`pending`), and whether
/// a verb has told that they belong to the subject instead.
struct SentenceParser {
    typealias Term = SentenceVocabulary.Term
    typealias Place = SentenceVocabulary.Place

    /// A part that was named.
    struct Mention {
        let part: BirdPart
        let words: Range<Int>
        /// Without an article of its own.
        let isBare: Bool
        /// What stood before it, for another part that shares it.
        var adjectives: [Described] = []
        /// Whether anything was said of it yet.
        var isDescribed = false
    }

    struct Described {
        let adjective: SentenceVocabulary.Adjective
        let words: Range<Int>
        /// Whether “and” or a comma stands before it.
        let isJoined: Bool
    }

    enum Subject {
        case nothing, bird
        /// Named one after the other: “the crown and bill”.
        case parts([Mention])
    }

    enum Bearer {
        /// Whatever part can have them.
        case anything
        /// The part that “with” or “have” follows.
        case part(Mention)
        /// A part that has no attribute for them: “a belly with streaks”.
        case nothing
    }

    /// What stands between the last part that was named and the next word, besides articles.
    enum Gap { case words, nothing, comma, and }

    var phrases: [Sentence.Phrase] = []
    /// Those of “a blue, yellow-bellied bird”. As the grammar has it, their noun is the part's first name elsewhere, if any.
    var unnamed: [Int] = []
    var firstMentions: [BirdPart: Range<Int>] = [:]
    var isRead: [Bool]

    /// What was named last.
    var subject = Subject.nothing
    /// What the last verb was about: the bird in “this bird has a red bill and is small”.
    var verbSubject = Subject.nothing
    /// The adjectives since the last noun or verb.
    var pending: [Described] = []
    /// Whether “is” or “are” stands before them.
    var isPredicate = false
    var isVerbPlural = false
    /// Whether “and” or a comma came after the last adjective.
    var isJoined = false
    var hasDeterminer = false
    /// Whether “of” stands before the noun that comes, which so is nothing that is spoken of.
    var isOwned = false
    var gap = Gap.words
    /// Where the words for marks begin: at “with”, an article or an adjective.
    var start: Int?
    /// Whose marks may follow.
    var bearer = Bearer.anything
    /// The word that denies what follows.
    var denial: Range<Int>?
    /// The word that denied the crest or eye ring before, and whether “or” follows it.
    var denied: (word: Range<Int>, isOr: Bool)?

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
            takeVerb(words, isPlural: isPlural)
            (isPredicate, isVerbPlural, denial) = (true, isPlural, nil)
        case .have:
            // “Does not have” goes on with the denial.
            if isJoined { denial = nil }
            takeVerb(words, isPlural: false)
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
            if wasJoined { denial = nil }
            if denial == nil { endPhrase(words) } else { markRead(words) }
            (isJoined, hasDeterminer) = (wasJoined, true)
            start = start ?? words.lowerBound
        case .pronoun:
            endPhrase(words)
            (denial, bearer, start) = (nil, .anything, nil)
            if !isOwned { (subject, verbSubject) = (.bird, .bird) }
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

    /// “And is” goes on about what the verb before was about.
    private mutating func takeVerb(_ words: Range<Int>, isPlural: Bool) {
        let goesOn = isJoined
        endPhrase(words)
        (isOwned, start) = (false, nil)
        guard goesOn else {
            verbSubject = subject
            return
        }
        // “Are” is said of no single bird.
        if isPlural, case .bird = verbSubject { return }
        subject = verbSubject
    }

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
    mutating func endPhrase(_ words: Range<Int> = 0..<0) {
        if isPredicate { describeSubject(by: pending) }
        if !pending.isEmpty { start = nil }
        pending = []
        (isPredicate, isJoined, hasDeterminer) = (false, false, false)
        markRead(words)
    }

    private mutating func endSentence() {
        endPhrase()
        (subject, verbSubject, bearer, denial, denied, start) = (.nothing, .nothing, .anything, nil, nil, nil)
        (gap, isOwned) = (.words, false)
    }

    private mutating func meetUnknown() {
        splitPredicate()
        endPhrase()
        (subject, bearer, denial, start, isOwned) = (.nothing, .anything, nil, nil, false)
    }
}
