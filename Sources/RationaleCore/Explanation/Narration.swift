/// An answer in words: a sentence about what a classifier saw, and what each of its words came from.
///
/// The evidence of a word is how much more probable it is with this input's activations than with average ones, in nats:
/// `log p(word | r) − log p(word | r̄)`. It adds up over the parts of r(x), the classifier's layers.
///
/// *Source:* Barratt (2017), "InterpNET: neural introspection for interpretable deep learning", arXiv:1710.09511, for the
/// sentence; the evidence and its proof are additions.
public struct Narration: Equatable, Sendable, Codable {
    public var sentence: String
    public var words: [Word]
    /// How probable a listener who hears only the sentence finds the class it is about, from 0 to 1; `nil` where nobody
    /// listened.
    public var recognition: Double?
    /// Other sentences about the same input, best first.
    public var alternatives: [String]
    /// The photo with the region that the evidence lies in outlined: the path of a file.
    public var picture: String?
    /// What becomes of the decision where that region is painted over, and where others of its size and shape are.
    public var edits: [ConceptEdit]

    public init(
        sentence: String, words: [Word], recognition: Double? = nil, alternatives: [String] = [],
        picture: String? = nil, edits: [ConceptEdit] = []
    ) {
        self.sentence = sentence
        self.words = words
        self.recognition = recognition
        self.alternatives = alternatives
        self.picture = picture
        self.edits = edits
    }

    /// Says in front of the sentence which two classes it tells apart: `an acorn creeper rather than a junco: …`.
    package mutating func contrast(_ label: String, _ other: String) {
        sentence = "\(EnglishNoun(label).withArticle) rather than \(EnglishNoun(other).withArticle): \(sentence)"
    }

    /// A word of the sentence.
    public struct Word: Equatable, Sendable, Codable {
        public var text: String
        /// How probable the narrator found it here, after the words before it, from 0 to 1.
        public var probability: Double
        /// In nats; above 0 where this input makes the word more probable.
        public var evidence: Double
        /// What each part of r(x) adds to ``evidence``.
        public var parts: [Part]

        public init(text: String, probability: Double, evidence: Double, parts: [Part] = []) {
            self.text = text
            self.probability = probability
            self.evidence = evidence
            self.parts = parts
        }
    }

    /// A layer of the classifier, or its probabilities.
    public struct Part: Equatable, Sendable, Codable {
        public var name: String
        public var evidence: Double

        public init(name: String, evidence: Double) {
            self.name = name
            self.evidence = evidence
        }
    }

    /// From this evidence on, in nats, a word counts as caused by the input: it is half as probable again.
    public static let leastEvidence = 0.4

    /// How much the class's score falls where the evidence's region is painted over, beside the mean of the other regions;
    /// `nil` where either is missing.
    public var drops: (named: Double, others: Double)? {
        func drop(_ edit: ConceptEdit) -> Double? {
            guard let before = edit.before.first?.score, let after = edit.after.first?.score else { return nil }
            return Double(before) - Double(after)
        }
        let named = edits.filter { !$0.isControl }.compactMap(drop)
        let others = edits.filter(\.isControl).compactMap(drop)
        guard !named.isEmpty, !others.isEmpty else { return nil }
        return (named.reduce(0, +) / Double(named.count), others.reduce(0, +) / Double(others.count))
    }
}
