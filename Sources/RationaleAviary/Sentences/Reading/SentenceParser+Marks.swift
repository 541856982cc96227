/// Marks: “with bars”, “spots on the breast”, “no markings”.
extension SentenceParser {
    /// “With” and “have” follow what has the marks.
    mutating func findBearer() {
        bearer = .anything
        guard case .parts(let mentions) = subject else { return }
        bearer = mentions.last { Self.pattern(of: $0.part) != nil }.map(Bearer.part) ?? .nothing
    }

    private static func pattern(of part: BirdPart) -> Attribute? { Lexicon.patterned.first { $0.part == part } }

    mutating func mark(
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
    mutating func denyMarks(_ words: Range<Int>) {
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
}
