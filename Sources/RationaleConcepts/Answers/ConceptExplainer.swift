import RationaleAttribution
public import RationaleCore
public import RationaleImaging
public import RationaleNetworks
import RationaleTorch

/// Answers “why this class” and “why not that one” of pictures, with the concepts of a model.
///
/// *Source:* Ge et al. (2021), CVPR, section 3.4. Departs from it in the score that is split up where a score reads only its own
/// class's graph (``ReasoningConfiguration/Readout/own``): “why not B” then splits B's score, while the published program
/// always splits that of the class in whose favour was decided. And in where contributions begin: a concept adds what it does beyond
/// its mean over pictures of all classes, and the bias holds the means, as far as they are known (``UsualContributions``). A
/// reasoning network learns sums; which of a constant it gives to a concept and which to the bias, nothing tells it.
/// *Cost:* cutting the picture, one forward pass, and a pass of the small reasoning network.
public struct ConceptExplainer: Sendable {
    public let model: ConceptModel
    public let classifier: Classifier
    let matcher: ConceptMatcher
    let network: ReasoningNetwork

    /// - Throws: `RationaleError.Code.usage` for a model that was not trained yet, or that belongs to another classifier.
    public init(_ model: ConceptModel, for classifier: Classifier) throws {
        guard let network = model.reasoning else {
            throw RationaleError(
                .usage, "the concept model has concepts but no reasoning network yet",
                hint: "Train it: `rationale train concepts`.")
        }
        self.model = model
        self.classifier = classifier
        self.network = network
        matcher = try model.matcher(for: classifier)
    }

    /// One picture with what was found in it.
    public struct View: Sendable {
        /// As the network sees it.
        public let image: Image
        public let match: ConceptMatcher.Match
        /// The classifier's scores, one for each of its classes.
        public let scores: [Float]
        let graphs: ConceptGraphTensors
        /// The reasoning network's scores, one for each class of the model.
        public let reasoned: [Double]
    }

    /// Looks for the concepts in a picture.
    public func view(_ image: Image) throws -> View { try views([image])[0] }

    /// Looks for the concepts in pictures of one size.
    public func views(_ images: [Image]) throws -> [View] {
        guard !images.isEmpty else { return [] }
        let matches = try matcher.matches(in: images)
        let graphs = try matches.graphs
        let (scores, reasoned) = (try classifier.scores(of: images), try network.scores(of: graphs))
        return images.indices.map { index in
            View(
                image: images[index], match: matches[index], scores: scores.selected(0, index).floats,
                graphs: graphs.slice(index..<index + 1), reasoned: reasoned.selected(0, index).elements(as: Double.self)
            )
        }
    }

    /// Why the classifier decides for a class.
    ///
    /// - Parameters:
    ///   - view: the picture.
    ///   - index: the class, by its position among the classifier's scores.
    public func why(_ view: View, class index: Int) throws -> ConceptGraph {
        ConceptGraph(
            panels: [try panel(of: index, scored: index, in: view)], agreement: model.quality?.agreement?.value)
    }

    /// Why the classifier decides for one class and not for another: the graph of the other first.
    ///
    /// What tells the two apart is the difference of their scores, less what it is on average in pictures of the other class. The
    /// other's concepts have their part in it where they add less than usual, and those of the decided class where they add more than
    /// they do there (`ConceptGraph.Node.contrast`).
    public func whyNot(_ view: View, class other: Int, insteadOf index: Int) throws -> ConceptGraph {
        let scored = network.configuration.readout == .own ? other : index
        return ConceptGraph(
            panels: [
                try panel(of: other, scored: scored, in: view),
                try panel(of: index, scored: index, in: view, insteadOf: other),
            ], agreement: model.quality?.agreement?.value)
    }

    /// The concepts of a class in the picture, and what they add to the score of a class.
    ///
    /// - Parameter other: the class that was not decided for, in the panel of the one that was.
    private func panel(
        of index: Int, scored: Int, in view: View, insteadOf other: Int? = nil
    ) throws -> ConceptGraph.Panel {
        let position = try model.position(ofClass: index, label: classifier.label(index))
        let target = try model.position(ofClass: scored, label: classifier.label(scored))
        let contributions = try network.contributions(of: view.graphs, toClass: target)[0]
        // What is usual is known of a class's own score.
        let usual = index == scored && model.usual?.unknown.contains(position) == false ? model.usual : nil
        let elsewhere = try other.flatMap { other in
            try model.usual?.nodes(
                ofClass: position, inPicturesOf: model.position(ofClass: other, label: classifier.label(other)))
        }
        let zeros = usual?.zeros(ofClass: position) ?? model.concepts[position].map { _ in 0 }
        let first = model.concepts[..<position].reduce(0) { $0 + $1.count }
        let nodes = model.concepts[position].enumerated().map { number, concept in
            var node = view.match.node(concept, first + number)
            node.contribution = contributions.nodes[position][number] - zeros[number]
            node.usual = usual.map { $0.nodes[position][number] - zeros[number] }
            node.usualElsewhere = elsewhere.map { $0[number] - zeros[number] }
            return node
        }
        var edges: [ConceptGraph.Edge] = []
        for (number, edge) in contributions.edges.enumerated() where edge.graph == position {
            edges.append(
                .init(from: edge.from, to: edge.to, contribution: edge.value, usual: usual?.edges[number]))
        }
        let rest = model.classes.indices.reduce(0.0) { $0 + ($1 == position ? 0 : contributions.sum(ofClass: $1)) }
        return ConceptGraph.Panel(
            index: index, label: classifier.label(index), scored: scored, nodes: nodes, edges: edges, rest: rest,
            bias: contributions.bias + zeros.reduce(0, +), score: contributions.score,
            classifierScore: Double(view.scores[scored]))
    }
}
