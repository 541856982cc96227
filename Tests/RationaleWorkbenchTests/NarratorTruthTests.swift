import Foundation
import RationaleAttribution
import RationaleAviary
import RationaleCore
import RationaleImaging
import RationaleNarration
import RationaleNetworks
import RationaleTorch
import RationaleWorkbench
import Testing

struct NarratorTruthTests {
    /// Each bird alone, from what the evaluation says it wrote.
    @Test func `the fall of the score is what painting over the named parts does`() throws {
        var options = NarratorEvaluationOptions()
        (options.count, options.tested, options.seed) = (5, 5, 11)
        options.writing.style = "telling"
        options.writing.beam = 4
        options.metrics = ["cider"]
        let found = try NarratorEvaluation(options).run().narrators[0]
        let values = Dictionary(uniqueKeysWithValues: found.scores.map { ($0.name, $0.value) })
        let classifier = try ModelSource("aviary").classifier()
        let side = classifier.input.exampleShape[1]
        var falls: [Double] = []
        for example in found.examples {
            let seed = try #require(UInt64(example.input.dropFirst("scene ".count)))
            let scene = Aviary.standard.scene(seed: seed)
            let parts = Set(SentenceReading(of: example.sentence).sentence.claims.compactMap(\.attribute.part))
            let masks = scene.truth(side: side).parts.filter { parts.contains($0.key) && $0.value.area > 0 }.values
            guard let first = masks.first else { continue }
            let picture = try classifier.preprocessing.picture(of: scene.picture(side: side))
            let painted = try picture.removing(masks.dropFirst().reduce(first) { $0.union($1) })
            func scores(_ picture: Image) throws -> [Float] {
                try classifier.scores(of: classifier.input(of: [picture])).floats
            }
            let (before, after) = try (scores(picture), scores(painted))
            let decision = try #require(before.indices.max { before[$0] < before[$1] })
            falls.append(Double(before[decision] - after[decision]))
        }
        #expect(falls.count > 2)
        let mean = falls.reduce(0, +) / Double(falls.count)
        #expect(abs((values["score falls without what is named"] ?? .nan) - mean) < 1e-3)
        for suffix in ["", ", of its evidence"] {
            #expect(values["ratio of the falls\(suffix)"] != nil, "\(values)")
        }
        let (fall, others) = (
            values["score falls without its evidence"], values["score falls without as much as its evidence elsewhere"]
        )
        #expect(abs(fall! / others! - values["ratio of the falls, of its evidence"]!) < 1e-9)
    }
}
