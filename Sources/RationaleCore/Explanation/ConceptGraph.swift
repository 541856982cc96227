/// Why a classifier decides for a class, or not for another, in concepts: which were found where in a picture, how they lie
/// to each other, and how much each adds to a score.
///
/// Contributions are exact: a graph's nodes and edges, its ``Panel/rest`` and its ``Panel/bias`` add up to ``Panel/score``,
/// which is the answer of the reasoning network. How well that follows the classifier is said by ``Panel/classifierScore``
/// and ``agreement``.
///
/// *Source:* Ge et al. (2021), "A peek into the reasoning of neural networks: interpreting with structural visual
/// concepts", CVPR, section 3.
public struct ConceptGraph: Equatable, Sendable, Codable {
    /// The graphs of the classes that the answer is about. For “why not B” that of B first, then that of the class that was
    /// decided for.
    public var panels: [Panel]
    /// What the picture says in words, the most important first.
    public var sentences: [String]
    /// What becomes of the decision where a concept is edited in the picture: the proof of the answer, and what a person
    /// asked for.
    public var edits: [ConceptEdit]
    /// How often the reasoning network decides as the classifier does on pictures that it did not learn from, 0 to 1.
    public var agreement: Double?

    public init(
        panels: [Panel], sentences: [String] = [], edits: [ConceptEdit] = [], agreement: Double? = nil
    ) {
        self.panels = panels
        self.sentences = sentences
        self.edits = edits
        self.agreement = agreement
    }

    /// The concepts of one class in the picture, and what they add to a class's score.
    public struct Panel: Equatable, Sendable, Codable {
        /// The class whose concepts these are.
        public var index: Int
        public var label: String?
        /// The class whose score the contributions add up to: the same one, unless every score reads all graphs.
        public var scored: Int
        public var nodes: [Node]
        /// All ordered pairs, by the nodes' positions in ``nodes``.
        public var edges: [Edge]
        /// What the graphs of other classes add.
        public var rest: Double
        public var bias: Double
        /// The score of the reasoning network, in the classifier's unit.
        public var score: Double
        /// The score of the classifier itself.
        public var classifierScore: Double?

        public init(
            index: Int, label: String?, scored: Int? = nil, nodes: [Node], edges: [Edge], rest: Double = 0,
            bias: Double,
            score: Double, classifierScore: Double? = nil
        ) {
            self.index = index
            self.label = label
            self.scored = scored ?? index
            self.nodes = nodes
            self.edges = edges
            self.rest = rest
            self.bias = bias
            self.score = score
            self.classifierScore = classifierScore
        }
    }

    /// A concept, and the region of the picture that comes nearest to it.
    ///
    /// Some region is always the nearest. Whether it is the concept, two things tell: its distance (``isFound``), and what the
    /// reasoning network makes of it (``isUnlike``).
    public struct Node: Equatable, Sendable, Codable {
        /// Its name: `ember finch 3`, or what a person called it.
        public var concept: String
        /// The region's box, in fractions of the picture's width and height.
        public var box: Box
        /// The region's middle, in the same fractions.
        public var x: Double
        public var y: Double
        /// The region's outlines, polygons of x and y after each other, in the same fractions.
        public var outlines: [[Double]]
        /// How far the region's feature is from the concept's centre; 1 is the mean distance of the concept's own regions.
        public var distance: Double
        /// Whether the region is near enough to count as the concept.
        public var isFound: Bool
        /// What it adds to the score, beyond its mean over pictures of all classes where that is known.
        public var contribution: Double
        /// What it adds on average in pictures of its class; `nil` where that is not known.
        public var usual: Double?
        /// Of a concept of the class that was decided for, in a “why not”: what it adds on average in pictures of the other class.
        public var usualElsewhere: Double?
        /// A picture of a region that is typical of the concept: the path of a file.
        public var example: String?

        public init(
            concept: String, box: Box, x: Double, y: Double, outlines: [[Double]] = [], distance: Double, isFound: Bool,
            contribution: Double, usual: Double? = nil, usualElsewhere: Double? = nil, example: String? = nil
        ) {
            self.concept = concept
            self.box = box
            self.x = x
            self.y = y
            self.outlines = outlines
            self.distance = distance
            self.isFound = isFound
            self.contribution = contribution
            self.usual = usual
            self.usualElsewhere = usualElsewhere
            self.example = example
        }

        /// Whether the region is near enough, and yet adds less than a tenth of what the concept usually does: the reasoning network
        /// does not take it for the concept.
        public var isUnlike: Bool {
            guard isFound, let usual, usual > 0 else { return false }
            return contribution < 0.1 * usual
        }

        /// `found`, `unlike` or `not found`.
        package var finding: String { isUnlike ? "unlike" : isFound ? "found" : "not found" }

        /// What it adds beyond what is usual: what is negative is missing here.
        public var excess: Double { contribution - (usual ?? 0) }

        /// What it adds beyond what it would in a picture of the other class: what is positive speaks against that class.
        public var contrast: Double? { usualElsewhere.map { contribution - $0 } }

        /// What drawings colour by and tables are in the order of: the contrast where there is one, else the excess.
        public var weight: Double { contrast ?? excess }
    }

    /// The spatial relation of two concepts.
    public struct Edge: Equatable, Sendable, Codable {
        /// The node that it leads from, and the one that it leads to.
        public var from: Int
        public var to: Int
        /// What it adds to the score.
        public var contribution: Double
        /// What it adds on average in pictures of its class.
        public var usual: Double?

        public init(from: Int, to: Int, contribution: Double, usual: Double? = nil) {
            self.from = from
            self.to = to
            self.contribution = contribution
            self.usual = usual
        }

        /// What it adds beyond what is usual.
        public var excess: Double { contribution - (usual ?? 0) }
    }
}

/// A concept edited in the picture, and the decision before and after.
public struct ConceptEdit: Equatable, Sendable, Codable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// The region is painted over from its surroundings.
        case remove
        /// The region shows a concept of another class.
        case replace
        /// The region is taken elsewhere.
        case move
    }

    public var kind: Kind
    /// The concept that was edited.
    public var concept: String
    /// What was done, in words: `replaced by junco 2`.
    public var change: String
    /// Whether it is made for comparison, with a concept that the answer does not name.
    public var isControl: Bool
    /// The classes that the answer is about, with the classifier's scores and probabilities.
    public var before: [Prediction]
    public var after: [Prediction]
    /// The class that the classifier decides for, before and after.
    public var decisionBefore: Prediction
    public var decisionAfter: Prediction
    /// The edited picture: the path of a file.
    public var picture: String?

    public init(
        kind: Kind, concept: String, change: String, isControl: Bool = false, before: [Prediction],
        after: [Prediction], decisionBefore: Prediction, decisionAfter: Prediction, picture: String? = nil
    ) {
        self.kind = kind
        self.concept = concept
        self.change = change
        self.isControl = isControl
        self.before = before
        self.after = after
        self.decisionBefore = decisionBefore
        self.decisionAfter = decisionAfter
        self.picture = picture
    }

    /// Whether the classifier decides otherwise afterwards.
    public var changesDecision: Bool { decisionBefore.index != decisionAfter.index }
}
