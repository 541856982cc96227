import RationaleNarration
import RationaleNetworks
import RationaleTorch
import Testing

@Suite struct SayingSomethingTests {
    @Test func `sentences without a word come last, and are kept where there are no others`() throws {
        let vocabulary = NarratorVocabulary(of: [["a", "bird"]])
        let head = FeatureClassifier(width: 2, hidden: [], classes: 2)
        let features = try NarratorFeatures(Classifier(head, seed: 0))
        let network = try NarratorNetwork(
            NarratorConfiguration(vocabulary: vocabulary.count, features: features.width, embedding: 2, hidden: 2),
            seed: 0)
        let narrator = try Narrator(
            of: features, vocabulary: vocabulary, network: network, mean: .zeros([features.width]),
            deviation: .ones([features.width]), isStandardized: true)
        let empty = WrittenSentence(words: [vocabulary.end], logProbability: -1, isComplete: true, recognition: nil)
        let said = WrittenSentence(
            words: try #require(vocabulary.numbers(of: ["a", "bird"])), logProbability: -5, isComplete: true,
            recognition: nil)
        #expect(narrator.worded([empty, said]) == [said])
        #expect(narrator.worded([empty]) == [empty])
    }

    @Test func `an activation that hardly changes is not blown up`() throws {
        let features = try NarratorFeatures(
            Classifier(FeatureClassifier(width: 3, hidden: [], classes: 2), seed: 0), mode: .captioning)
        // The third number is the same for both inputs; the others deviate by 1 and 2 from their means.
        let rows = Tensor([0, 0, 5, 2, 4, 5] as [Float], shape: [2, 3])
        let found = features.deviation(of: rows).floats
        let floor = 0.2 * ((1 + 4 + 0) / 3.0 as Float).squareRoot()
        #expect(found[0] == 1 && found[1] == 2)
        #expect(abs(found[2] - floor) < 1e-6)
    }
}
