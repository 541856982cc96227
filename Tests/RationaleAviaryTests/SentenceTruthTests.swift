import RationaleAviary
import RationaleCore
import Testing

struct SentenceTruthTests {
    /// Scenes of several aviaries, some with missing, swapped or hidden parts.
    private static let scenes = Result { try (0..<120).map(scene) }

    private static func scene(_ index: Int) throws -> (aviary: Aviary, scene: Scene, visible: Set<BirdPart>) {
        let aviary = index % 2 == 0 ? Aviary.standard : try Aviary(speciesCount: 30, seed: 77)
        var random = SplitMix64(seed: UInt64(index))
        var scene = aviary.trainingScene(seed: UInt64(index))
        if random.chance(0.3) {
            scene = scene.swapping(random.pick(BirdPart.allCases), with: random.pick(aviary.species).appearance)
        }
        var visible = Set(BirdPart.allCases.filter(scene.has))
        for part in BirdPart.allCases where random.chance(0.2) { visible.remove(part) }
        return (aviary, scene, visible)
    }

    private static let everyClaim = Attribute.allCases.flatMap { attribute in
        (attribute.values + ["purple", "spotted"]).map { Sentence.Claim(attribute, $0) }
    }

    /// What can be said is known by saying it: from many sentences, not from the formula.
    private func said(of scene: Scene, visible: Set<BirdPart>) -> Set<Sentence.Claim> {
        Set(scene.sentences(count: 60, visible: visible).flatMap(\.claims))
    }

    @Test func `Visible is what sentences say, hidden what they would say if they saw more`() throws {
        for (_, scene, visible) in try Self.scenes.get() {
            let truth = SentenceTruth(of: Self.everyClaim, in: scene, visible: visible)
            let shown = said(of: scene, visible: visible)
            var whole = scene
            whole.missing = []
            let known = said(of: whole, visible: Set(BirdPart.allCases))
            let denied = Set(shown.filter { $0.value == "none" }.map(\.attribute.part))
            for claim in Self.everyClaim {
                // That there is no colour of a crest is no sentence's claim.
                if claim.attribute == .crestColor, claim.value == "none" { continue }
                let isRemoved = denied.contains(claim.attribute.part) && claim.attribute.part != nil
                let expected: SentenceTruth.Verdict =
                    shown.contains(claim) ? .visible : known.contains(claim) && !isRemoved ? .hidden : .wrong
                #expect(truth.verdicts[claim] == expected, "\(claim) of seed \(scene.seed)")
            }
            #expect(Set(truth.facts.map { Sentence.Claim($0, $1) }) == shown)
        }
    }

    @Test func `Fractions are those of counting`() throws {
        for (index, (_, scene, visible)) in try Self.scenes.get().enumerated() {
            var random = SplitMix64(seed: UInt64(1000 + index))
            let claims = (0..<8).map { _ in random.pick(Self.everyClaim) } + scene.sentences(visible: visible)[0].claims
            let truth = SentenceTruth(of: claims + claims, in: scene, visible: visible)
            let (shown, facts) = (said(of: scene, visible: visible), truth.facts.count)
            let unique = Set(claims)
            var (right, true_) = (0, 0)
            for claim in unique {
                right += shown.contains(claim) ? 1 : 0
                true_ += truth.verdicts[claim] == .wrong ? 0 : 1
            }
            #expect(truth.verdicts.count == unique.count)
            #expect(try #require(truth.precision) == Double(right) / Double(unique.count))
            #expect(try #require(truth.birdPrecision) == Double(true_) / Double(unique.count))
            #expect(truth.recall == Double(right) / Double(facts) && right <= facts)
            #expect(SentenceTruth.Verdict.allCases.map(truth.count).reduce(0, +) == unique.count)
        }
    }

    @Test func `A scene's own sentences are true, and together say everything`() throws {
        for (_, scene, visible) in try Self.scenes.get() {
            let sentences = scene.sentences(count: 60, visible: visible)
            for sentence in sentences {
                let claims = SentenceReading(of: sentence.text).sentence.claims
                let truth = SentenceTruth(of: claims, in: scene, visible: visible)
                #expect(truth.precision == 1 && truth.birdPrecision == 1, "\(sentence.text)")
                #expect(truth.recall == Double(claims.count) / Double(truth.facts.count), "\(sentence.text)")
            }
            #expect(SentenceTruth(of: sentences.flatMap(\.claims), in: scene, visible: visible).recall == 1)
        }
    }

    @Test func `Nothing claimed is neither precise nor imprecise`() {
        let scene = Aviary.standard.scene(seed: 3)
        let truth = SentenceTruth(of: [], in: scene, visible: [])
        #expect(truth.precision == nil && truth.birdPrecision == nil && truth.recall == 0)
        #expect(truth.facts == [.size: scene.appearance.size.rawValue])
    }

    @Test func `A removed crest is denied by its picture, a removed belly hidden`() throws {
        let index = try #require(Aviary.standard.species.firstIndex { $0.appearance.crest != .none })
        let scene = Aviary.standard.scene(seed: 5, species: index).removing([.crest, .belly])
        let look = scene.appearance
        let claims: [Sentence.Claim] = [
            .init(.crest, look.crest.rawValue), .init(.crestColor, look.crestColor.rawValue), .init(.crest, "none"),
            .init(.bellyColor, look.bellyColor.rawValue),
        ]
        func verdicts(visible: Set<BirdPart>) -> [SentenceTruth.Verdict?] {
            let truth = SentenceTruth(of: claims, in: scene, visible: visible)
            return claims.map { truth.verdicts[$0] }
        }
        #expect(verdicts(visible: [.crown]) == [.wrong, .wrong, .visible, .hidden])
        #expect(verdicts(visible: [.legs]) == [.hidden, .hidden, .wrong, .hidden])
    }

    @Test func `Claims agree with the species that their text fits`() throws {
        for (aviary, scene, visible) in try Self.scenes.get() {
            for sentence in scene.sentences(visible: visible) {
                let claims = SentenceReading(of: sentence.text).sentence.claims
                var expected: [Int] = []
                for (index, species) in aviary.species.enumerated() {
                    var fits = true
                    for (attribute, value) in sentence.mentions where species.appearance[attribute] != value {
                        fits = false
                    }
                    if fits { expected.append(index) }
                }
                #expect(aviary.species(agreeingWith: claims) == expected, "\(sentence.text)")
                #expect(aviary.species(identifiedBy: claims) == (expected.count == 1 ? expected.first : nil))
            }
        }
    }

    @Test func `Everything said of a whole bird identifies it, contradictions nobody`() {
        let aviary = Aviary.standard
        for (index, species) in aviary.species.enumerated() {
            var claims = Attribute.allCases.map { Sentence.Claim($0, species.appearance[$0]) }
            #expect(aviary.species(identifiedBy: claims) == index)
            claims.append(.init(.bellyColor, species.appearance.bellyColor == .red ? "white" : "red"))
            #expect(aviary.species(agreeingWith: claims).isEmpty && aviary.species(identifiedBy: claims) == nil)
        }
        #expect(aviary.species(agreeingWith: []) == Array(aviary.species.indices))
        #expect(aviary.species(identifiedBy: []) == nil)
        #expect(aviary.species(agreeingWith: [.init(.billColor, "purple")]).isEmpty)
    }
}
