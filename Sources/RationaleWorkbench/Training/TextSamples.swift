import RationaleAviary
import RationaleCore
import RationaleData
import RationaleText
import RationaleTraining

/// What a text classifier learns from and is judged by.
struct TextSamples: Sendable {
    /// The names of the classes.
    let names: [String]
    let vocabulary: Vocabulary
    /// What distinguishes these samples from others, in words.
    let source: [String: String]
    /// `nil` where samples never end.
    let epochLength: Int?
    let evaluation: [LabeledTokens]
    let trainingSample: @Sendable (Int) throws -> LabeledTokens
    /// What a person should know.
    let notes: [String]
}

extension TextSamples {
    /// Descriptions of birds, each written once.
    ///
    /// - Parameters:
    ///   - world: its species are the classes.
    ///   - seed: of the series of descriptions to learn from. Those to judge by are the same for all seeds.
    ///   - options: the size of the vocabulary, and how many to judge by.
    init(_ world: DescriptionWorld, seed: UInt64, options: TextOptions) {
        // Everything that the grammar can say is said in a few hundred descriptions.
        let sample = (0..<4000).lazy.map { world.description(seed: SceneSeeds.training($0)).words }
        let vocabulary = Vocabulary(mostFrequentOf: sample, limit: options.vocabulary)
        let labeled: @Sendable (UInt64) throws -> LabeledTokens = { seed in
            let description = world.description(seed: seed)
            return LabeledTokens(try vocabulary.tokenized(words: description.words).tokens, [description.species])
        }
        names = world.species.map(\.name)
        self.vocabulary = vocabulary
        source = ["data": "descriptions of \(world.species.count) species", "seed": "\(seed)"]
        epochLength = nil
        evaluation = (0..<options.training.evaluationCount).compactMap { try? labeled(SceneSeeds.validation($0)) }
        trainingSample = { try labeled(SceneSeeds.training($0, series: seed)) }
        notes = []
    }

    /// Texts of files.
    ///
    /// - Parameters:
    ///   - texts: what was read.
    ///   - seed: of their order.
    ///   - options: the size of the vocabulary, and the longest text.
    init(_ texts: LabeledTexts, seed: UInt64, options: TextOptions) {
        let training = texts.training.map { UnicodeWords.words(of: $0.text).map(\.text) }
        var counted = Vocabulary(mostFrequentOf: training, limit: options.vocabulary)
        counted.splitting = .unicode
        let vocabulary = counted
        let longest = options.longest
        let labeled: @Sendable ([String], Int) throws -> LabeledTokens = { words, label in
            LabeledTokens(try vocabulary.tokenized(words: Array(words.prefix(longest))).tokens, [label])
        }
        let order = EpochOrder(count: training.count, seed: seed)
        names = texts.classes
        self.vocabulary = vocabulary
        source = [
            "data": texts.path, "texts": "\(training.count)", "longest": "\(longest)", "seed": "\(seed)",
            "vocabulary": "\(vocabulary.count)", "words": vocabulary.splitting.rawValue,
        ]
        epochLength = training.count
        evaluation = texts.validation.compactMap { try? labeled(UnicodeWords.words(of: $0.text).map(\.text), $0.label) }
        trainingSample = { number in
            let index = order[number]
            return try labeled(training[index], texts.training[index].label)
        }
        let cut = training.count { $0.count > longest }
        notes = texts.notes + (cut > 0 ? ["\(cut) of \(training.count) texts are cut after \(longest) words"] : [])
    }
}
