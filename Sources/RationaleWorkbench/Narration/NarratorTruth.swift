import RationaleAttribution
import RationaleAviary
import RationaleCore
import RationaleImaging
import RationaleNarration
import RationaleStatistics

/// What a sentence claims about a drawn bird, and whether that is so.
struct ClaimTruth {
    let scene: Scene
    let parts: SceneTruth
    let truth: SentenceTruth
    let claims: [Sentence.Claim]
    /// Whether the bird's species is the only one that agrees with all claims.
    let identifies: Bool

    init(_ text: String, of scene: Scene, side: Int) {
        self.scene = scene
        parts = scene.truth(side: side)
        claims = SentenceReading(of: text).sentence.claims
        truth = SentenceTruth(of: claims, in: scene, visible: parts.visible)
        identifies = Aviary.standard.species(identifiedBy: claims) == scene.species
    }

    /// The claims that are false, in words.
    var wrong: [String] {
        claims.filter { truth.verdicts[$0] != .visible }
            .map { "\($0.attribute.rawValue) \($0.value)\(truth.verdicts[$0] == .hidden ? " (cannot be seen)" : "")" }
    }

    /// Factual precision and recall over all claims and facts, and how often the sentence alone identifies the species.
    static func scores(of truths: [ClaimTruth], bootstrap: Bootstrap) -> [Score] {
        func ratio(_ name: String, _ part: @escaping (ClaimTruth) -> Int, _ whole: @escaping (ClaimTruth) -> Int)
            -> Score?
        {
            let counts = truths.map { (part($0), whole($0)) }
            return bootstrap.score(name, count: truths.count) { chosen in
                let all = chosen.reduce(0) { $0 + counts[$1].1 }
                return all == 0 ? nil : Double(chosen.reduce(0) { $0 + counts[$1].0 }) / Double(all)
            }
        }
        return [
            ratio("factual precision", { $0.truth.count(.visible) }, { $0.truth.verdicts.count }),
            ratio(
                "true of the bird", { $0.truth.count(.visible) + $0.truth.count(.hidden) }, { $0.truth.verdicts.count }),
            ratio("factual recall", { $0.truth.count(.visible) }, { $0.truth.facts.count }),
            ratio("claims a sentence", { $0.claims.count }, { _ in 1 }),
            .proportion("identifies the species", hits: truths.count(where: \.identifies), of: truths.count),
        ].compactMap(\.self)
    }
}

/// How much the decided class's score falls where a region is painted over, and where as much is painted over elsewhere.
struct MaskingTruth {
    let explainer: NarratorExplainer
    let count: Int
    let seed: UInt64
    let bootstrap: Bootstrap

    private typealias Falls = (region: Double, others: Double)

    /// Of the parts that a sentence names, by their true masks.
    func scoresOfParts(_ inputs: [NarratorEvaluation.Judged], _ truths: [ClaimTruth]) throws -> [Score] {
        let falls = try zip(inputs, truths).prefix(count).compactMap { input, truth -> Falls? in
            let named = Set(truth.claims.compactMap(\.attribute.part))
            let masks = named.compactMap { truth.parts.parts[$0] }.filter { $0.area > 0 }
            guard let first = masks.first else { return nil }
            return try self.falls(without: masks.dropFirst().reduce(first) { $0.union($1) }, input)
        }
        return scores(of: falls, without: "what is named", as: "as much elsewhere", "")
    }

    /// Of where the evidence of a sentence's words lies: what `describe` shows and tests.
    func scoresOfEvidence(_ inputs: [NarratorEvaluation.Judged]) throws -> [Score] {
        let falls = try inputs.prefix(count).compactMap { input -> Falls? in
            let words = try explainer.evidence(of: input.sentence, in: input.view)
            let maps = try explainer.maps(of: words, in: input.view, target: input.decision)
            guard let region = explainer.region(of: maps, words: words) else { return nil }
            return try self.falls(without: region, input)
        }
        return scores(of: falls, without: "its evidence", as: "as much as its evidence elsewhere", ", of its evidence")
    }

    private func falls(without region: Mask, _ input: NarratorEvaluation.Judged) throws -> Falls? {
        try Cancellation.check()
        let edits = try explainer.proof(of: region, in: input.view, target: input.decision, seed: seed).edits
        return Narration(sentence: input.text, words: [], edits: edits).drops.map { ($0.named, $0.others) }
    }

    /// The mean falls, and their ratio.
    private func scores(of falls: [Falls], without region: String, as others: String, _ suffix: String) -> [Score] {
        guard !falls.isEmpty else { return [] }
        func mean(_ chosen: [Int], _ path: KeyPath<Falls, Double>) -> Double {
            chosen.reduce(0) { $0 + falls[$1][keyPath: path] } / Double(chosen.count)
        }
        return [
            bootstrap.score("score falls without \(region)", count: falls.count) { mean($0, \.region) },
            bootstrap.score("score falls without \(others)", count: falls.count) { mean($0, \.others) },
            bootstrap.score("ratio of the falls\(suffix)", count: falls.count) { chosen in
                let others = mean(chosen, \.others)
                return others > 0 ? mean(chosen, \.region) / others : nil
            },
        ].compactMap(\.self)
    }
}
