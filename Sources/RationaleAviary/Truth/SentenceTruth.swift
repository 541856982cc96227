/// Whether the claims of a sentence are true of the bird in a picture, and which of what could be said they leave out.
///
/// Each claim counts once, however often the sentence repeats it. With `C` the claims, `V` of them visible, `H` hidden, and
/// `F` the facts that the picture shows:
/// - ``precision`` = |V| / |C|;
/// - ``birdPrecision`` = (|V| + |H|) / |C|, which forgives the knowledge of what birds of this kind look like;
/// - ``recall`` = |V| / |F|. No two visible claims are about the same attribute.
///
/// ```swift
/// let reading = SentenceReading(of: "a small bird with a red bill and a red belly.")
/// let truth = SentenceTruth(of: reading.sentence.claims, in: scene, visible: scene.truth(side: 128).visible)
/// truth.verdicts     // size small: visible, billColor red: wrong, bellyColor red: hidden
/// truth.precision    // 1/3
/// ```
public struct SentenceTruth: Hashable, Sendable {
    public enum Verdict: String, CaseIterable, Codable, Sendable {
        /// True, and the picture shows it.
        case visible
        /// True of the bird (``Scene/appearance``), but its part cannot be seen: hidden, too small, or removed.
        case hidden
        /// False. Of a crest or eye ring that is removed from a head that can be seen, everything but its denial is.
        case wrong
    }

    /// Of each claim.
    public let verdicts: [Sentence.Claim: Verdict]
    /// Everything that the picture shows, attribute and value; `"none"` for a crest or an eye ring that is visibly absent.
    /// These are the facts of which ``Scene/sentences(count:visible:)`` writes.
    public let facts: [Attribute: String]

    /// Compares claims with a scene.
    ///
    /// - Parameters:
    ///   - claims: what was said of the bird.
    ///   - scene: the bird and all else that is true.
    ///   - visible: the parts that can be seen, see ``SceneTruth/visible``.
    public init(of claims: some Sequence<Sentence.Claim>, in scene: Scene, visible: Set<BirdPart>) {
        let facts = scene.facts(visible: visible)
        self.facts = facts
        let pairs = Set(claims).map { claim in
            let verdict: Verdict
            if let fact = facts[claim.attribute] {
                verdict = fact == claim.value ? .visible : .wrong
            } else if claim.attribute == .crestColor, facts[.crest] == "none" {
                verdict = .wrong
            } else {
                verdict = scene.appearance[claim.attribute] == claim.value ? .hidden : .wrong
            }
            return (claim, verdict)
        }
        verdicts = Dictionary(uniqueKeysWithValues: pairs)
    }

    /// How many claims have a verdict.
    public func count(_ verdict: Verdict) -> Int { verdicts.values.count { $0 == verdict } }

    /// The fraction of the claims that the picture shows, from 0 to 1; higher is better. `nil` without claims.
    public var precision: Double? {
        verdicts.isEmpty ? nil : Double(count(.visible)) / Double(verdicts.count)
    }

    /// The fraction of the claims that are true of the bird, seen or not, from 0 to 1; higher is better. `nil` without claims.
    public var birdPrecision: Double? {
        verdicts.isEmpty ? nil : Double(count(.visible) + count(.hidden)) / Double(verdicts.count)
    }

    /// The fraction of the visible facts that are claimed, from 0 to 1; higher is better.
    public var recall: Double { Double(count(.visible)) / Double(facts.count) }
}
