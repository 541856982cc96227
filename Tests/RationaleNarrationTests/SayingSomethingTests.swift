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
}
