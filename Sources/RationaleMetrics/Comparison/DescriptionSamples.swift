public import RationaleAviary
public import RationaleCore
public import RationaleNetworks
import RationaleText

/// Fresh descriptions of birds: texts whose class is known.
///
/// They are those of `SceneSeeds.evaluation`, on which nothing was trained.
public struct DescriptionSamples: SampleSource {
    public let count: Int
    public let isShuffled = true
    private let seed: UInt64
    private let world: DescriptionWorld
    private let vocabulary: Vocabulary

    /// - Parameters:
    ///   - count: how many there are to choose from.
    ///   - seed: another one gives other descriptions.
    ///   - classifier: reads them.
    ///   - world: writes them.
    /// - Throws: `RationaleError.Code.usage` for a network of other classes, or one that does not say which words it knows.
    public init(
        count: Int, seed: UInt64 = 0, for classifier: Classifier, in world: DescriptionWorld = .standard
    ) throws(RationaleError) {
        let names = world.species.map(\.name)
        vocabulary = try classifier.knownWords
        guard classifier.labels == nil || classifier.labels == names else {
            throw RationaleError(
                .usage, "the classes of \(classifier.name) are not the \(names.count) species that are described",
                hint: "Train it with `rationale train text --data aviary`.")
        }
        self.count = count
        self.seed = seed
        self.world = world
    }

    public func name(of index: Int) -> String { "description \(index)" }

    public func sample(_ index: Int, for classifier: Classifier) throws -> Sample {
        let (description, text) = try description(index)
        return try Sample(text, for: classifier, label: description.species)
    }

    /// A description, and what of it the network reads.
    func description(_ index: Int) throws -> (BirdDescription, TokenizedText) {
        let description = world.description(seed: SceneSeeds.evaluation(index, series: seed))
        return (description, try vocabulary.tokenized(words: description.words))
    }
}
