import RationaleCore

/// Puts what is to be said into one of several sentence shapes.
struct SentenceGrammar {
    var random: SplitMix64
    let content: SentenceContent

    private enum Shape: CaseIterable { case has, with, bare, clauses, relative, mixed, whose, size, frame }

    /// A sentence that says all of the content.
    mutating func sentence() -> Sentence {
        let words =
            switch shape() {
            case .has: subject() + "has" + listing(verb: "has")
            case .with: opening() + bird.indefinite + withListing(content.statements)
            case .bare: bird + withListing(content.statements)
            case .clauses: clauses()
            case .relative: relative()
            case .mixed: mixed()
            case .whose: whose()
            case .size: sizeFirst()
            case .frame: "with" + listing(verb: "with") + ", this is" + bird.indefinite
            }
        return words.sentence(stop: random.chance(0.85) ? "." : "")
    }

    /// The commonest shapes of human captions are the commonest here.
    private mutating func shape() -> Shape {
        let parts = content.statements.count
        let isListed = parts + content.absences.count > 0
        let weights: [(Shape, Double)] = [
            (.has, isListed ? 5 : 0),
            (.with, 4),
            (.bare, content.modifiers.isEmpty ? 0 : 1.5),
            // Many clauses in a row are what a person gets tired of.
            (.clauses, parts == 0 ? 0 : parts < 4 ? 2 : 0.4),
            (.relative, parts > 1 ? 1.5 : 0),
            (.mixed, parts > 1 ? 2 : 0),
            (.whose, parts > 0 ? 0.7 : 0),
            (.size, content.size == nil ? 0 : 2),
            (.frame, parts > 1 && !content.modifiers.isEmpty ? 0.7 : 0),
        ]
        var rest = random.unit() * weights.reduce(0) { $0 + $1.1 }
        for (shape, weight) in weights {
            if rest < weight { return shape }
            rest -= weight
        }
        return .with
    }

    // MARK: - Shapes

    /// The wings of this small bird are brown with bars, its bill is black and the belly is white.
    private mutating func clauses() -> Wording {
        let isIntroduced = !content.modifiers.isEmpty && random.chance(0.4)
        let owner = isIntroduced ? Wording() : random.chance(0.5) || !content.modifiers.isEmpty ? "of this" + bird : nil
        var items: [Wording] = []
        for (index, statement) in content.statements.enumerated() {
            if index == 0, let owner {
                items.append("the" + statement.clause(owner: owner))
            } else {
                items.append((index > 0 && random.chance(0.6) ? "its" : "the") + statement.clause())
            }
        }
        items += content.absences.map { lack(["there is no", "it has no", "it lacks"], $0) }
        let sentence = Wording.list(items, and: random.chance(0.5) ? ", and" : "and")
        return isIntroduced ? "this is" + bird.indefinite + (random.chance(0.5) ? "." : ",") + sentence : sentence
    }

    /// This bird has wings that are black and has a yellow bill.
    private mutating func relative() -> Wording {
        let first = subject() + "has" + content.statements[0].relativePhrase() + "and has"
        return first + listing(Array(content.statements.dropFirst()), verb: "has")
    }

    /// A small bird with a red bill and pink legs, and its tail is forked.
    private mutating func mixed() -> Wording {
        let isHaving = random.chance(0.5)
        let listed = Array(content.statements.dropLast())
        let start =
            isHaving
            ? subject() + "has" + listing(listed, verb: "has") : opening() + bird.indefinite + withListing(listed)
        let determiner = random.pick([", and its", ", and the", ". its", ". the", ", its"])
        return start + determiner + content.statements[content.statements.count - 1].clause()
    }

    /// A bird whose belly is white and whose wings are plain.
    private mutating func whose() -> Wording {
        var items = content.statements.map { "whose" + $0.clause() }
        items += content.absences.map { lack(["that has no", "that lacks", "without"], $0) }
        return opening() + bird.indefinite + Wording.list(items, and: "and")
    }

    /// This bird is small with a red crown.
    private mutating func sizeFirst() -> Wording {
        guard let size = content.size else { return opening() + bird.indefinite }
        let others = Array(content.modifiers.filter { $0.claims[.size] == nil })
        var sentence = (random.chance(0.75) ? "this" : "the") + noun(others) + "is" + Wording([size])
        guard !content.statements.isEmpty || !content.absences.isEmpty else { return sentence }
        let verb = random.pick(["has", "with"])
        sentence += verb == "has" ? "and has" : random.pick(["with", ", with"])
        return sentence + listing(verb: verb)
    }

    // MARK: - Parts of shapes

    private mutating func subject() -> Wording {
        if content.modifiers.isEmpty {
            return Wording(random.pick(["this bird", "this bird", "the bird", "this particular bird"]))
        }
        return random.pick(["this", "this", "the"]) + bird
    }

    private mutating func opening() -> Wording {
        let text = random.pick(["", "", "", "this is", "this is", "here is"])
        return text.isEmpty ? Wording() : Wording(text)
    }

    /// “small yellow-bellied bird”.
    private var bird: Wording { noun(content.modifiers) }

    private func noun(_ modifiers: [Wording.Piece]) -> Wording { Wording(modifiers) + "bird" }

    private mutating func withListing(_ statements: [Statement]) -> Wording {
        guard !statements.isEmpty || !content.absences.isEmpty else { return Wording() }
        return "with" + listing(statements, verb: "with")
    }

    private mutating func listing(verb: String) -> Wording { listing(content.statements, verb: verb) }

    /// “a red bill, pink legs and no crest”, to follow “has” or “with”.
    private mutating func listing(_ statements: [Statement], verb: String) -> Wording {
        // What has no adjective goes first: in “a red bill and wings with bars” the wings might be red.
        let statements = statements.filter { !$0.isDescribed } + statements.filter(\.isDescribed)
        // Once in a while the first article serves for all: “a red bill, black crown and long tail”.
        let sharesArticle = statements.allSatisfy(\.isDescribed) && random.chance(0.25)
        var items: [Wording] = []
        for (index, statement) in statements.enumerated() {
            items.append(statement.nounPhrase(hasArticle: index == 0 || !sharesArticle, using: &random))
        }
        let and = items.count > 2 && random.chance(0.3) ? ", and" : "and"
        let lacks = content.absences.map { lack(["no"], $0) }
        guard !lacks.isEmpty, !items.isEmpty, random.chance(0.6) else { return .list(items + lacks, and: and) }
        let tail = Wording.list(
            content.absences.map { lack(verb == "has" ? ["no"] : ["no", "without"], $0) }, and: "and")
        return .list(items, and: and) + random.pick([", but", "but", "and"]) + tail
    }

    /// “no crest”, “without a crest”.
    private mutating func lack(_ words: [String], _ part: BirdPart) -> Wording {
        let word = random.pick(words)
        let attribute: Attribute = part == .crest ? .crest : .eyeRing
        let name = random.pick(part == .crest ? ["crest"] : ["eye ring", "eyering"])
        let noun = Wording([.init(text: name, names: [part])])
        // The word that denies is the decisive one.
        var start = word.split(separator: " ").map(String.init)
        let denial = Wording([.init(text: start.removeLast(), claims: [attribute: "none"])])
        let lead = start.isEmpty ? denial : start.joined(separator: " ") + denial
        return lead + (word.hasSuffix("no") ? noun : noun.indefinite)
    }
}
