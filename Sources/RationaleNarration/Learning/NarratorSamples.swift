public import RationaleCore
public import RationaleTorch

/// What a narrator learns from, or is judged by: the features of inputs, and sentences about each.
public struct NarratorSamples: Sendable {
    /// r(x): `[input, width]`, float32, on the CPU.
    public let features: Tensor
    /// The class of each input; `nil` where classes are not known.
    public let classes: [Int]?
    /// The sentences, by their input and the numbers of their words.
    public let sentences: [Sentence]

    public struct Sentence: Sendable, Hashable {
        /// The row of ``NarratorSamples/features``.
        public var input: Int
        /// Closed by the vocabulary's end.
        public var words: [Int]

        public init(input: Int, words: [Int]) {
            self.input = input
            self.words = words
        }
    }

    /// - Parameters:
    ///   - features: r(x), `[input, width]`.
    ///   - classes: of each input.
    ///   - captions: of each input its sentences, cut into words.
    ///   - vocabulary: numbers the words.
    /// - Throws: `RationaleError.Code.badData` where the counts differ, a word is not known, or there are no sentences.
    public init(
        features: Tensor, classes: [Int]? = nil, captions: [[[String]]], vocabulary: NarratorVocabulary
    ) throws(RationaleError) {
        guard features.rank == 2, features.shape[0] == captions.count,
            classes.map({ $0.count == captions.count }) ?? true
        else {
            throw RationaleError(
                .badData,
                "narrator: features \(features.shape) and \(classes?.count ?? captions.count) classes for the captions of "
                    + "\(captions.count) inputs")
        }
        guard features.isFinite else {
            throw RationaleError(.badData, "narrator: the features have numbers that are not finite")
        }
        var sentences: [Sentence] = []
        for (input, captions) in captions.enumerated() {
            for words in captions where !words.isEmpty {
                guard let numbers = vocabulary.numbers(of: words) else {
                    throw RationaleError(
                        .badData,
                        "narrator: a word of '\(SentenceWords.sentence(of: words))' is not in the vocabulary",
                        hint: "The narrator was trained with another vocabulary.")
                }
                sentences.append(Sentence(input: input, words: numbers))
            }
        }
        guard !sentences.isEmpty else {
            throw RationaleError(.badData, "narrator: there are no sentences to learn from")
        }
        self.features = features
        self.classes = classes
        self.sentences = sentences
    }

    /// The mean of the features over the inputs: `[width]`.
    public var mean: Tensor { features.mean([0]) }

    /// The mean features of each class, `[class, width]`; a class without inputs has the mean of all.
    ///
    /// - Returns: `nil` where classes are not known.
    public func prototypes(classes count: Int) -> Tensor? {
        guard let classes else { return nil }
        let rows = Dictionary(grouping: classes.indices) { classes[$0] }
        return .stacked((0..<count).map { index in rows[index].map { features.indices(0, $0).mean([0]) } ?? mean })
    }
}
