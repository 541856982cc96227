import Foundation
import RationaleAttribution
public import RationaleCore
public import RationaleNetworks
import RationaleTorch

/// The concepts of a classifier's classes and the network that reasons with them: what “why” and “why not” are answered from.
///
/// Made in two steps, ``ConceptDiscovery`` for each class and distillation (``DistillationTask``), and saved as one safetensors file.
public struct ConceptModel: Sendable {
    /// The classifier whose concepts these are, by its name.
    public var classifier: String
    /// Its scores of a fixed pattern, by which another network is told from it. Those of the same network in half precision
    /// differ by less than a hundredth of their length, those of another one by more than three hundredths.
    public var fingerprint: [Float]
    /// The classes, by their positions among the classifier's scores.
    public var classes: [Int]
    public var labels: [String]?
    /// The layers whose activations are compared, and why.
    public var layers: [String]
    public var layerReason: String
    public var source: RegionFeatures.Source
    public var scale: FeatureScale?
    /// How pictures are cut where concepts are looked for.
    public var plan: RegionPlan
    /// See ``ConceptMatcher/bound`` and ``ConceptMatcher/content``.
    public var bound: Double
    public var content: ConceptMatcher.NodeContent
    /// The concepts of each class, in the order of ``classes``.
    public var concepts: [[Concept]]
    /// `nil` until it is trained.
    public var reasoning: ReasoningNetwork?
    /// How well it follows the classifier; `nil` until it is trained.
    public var quality: Quality?
    /// What nodes and edges contribute on average in pictures of their class, to the class's score; `nil` until it is trained.
    public var usual: UsualContributions?
    /// How it came to be, by names: the command, the seed, versions. Empty for one that was not read from a file.
    public var origin: [String: String] = [:]

    /// How well a reasoning network follows its classifier on pictures that it did not learn from.
    public struct Quality: Sendable, Equatable, Codable {
        /// How often both decide for the same class, and its 95 % interval.
        public var agreement: Score?
        /// The correlation of all scores, each picture's mean left out.
        public var correlation: Double?
        public var pictures: Int

        public init(agreement: Score?, correlation: Double?, pictures: Int) {
            self.agreement = agreement
            self.correlation = correlation
            self.pictures = pictures
        }
    }

    /// The concepts of a classifier, without a reasoning network yet.
    ///
    /// - Parameters:
    ///   - features: by which they were found.
    ///   - labels: of these classes, in their order.
    ///   - plan: how pictures are cut where concepts are looked for.
    ///   - classes: by their positions among the classifier's scores.
    ///   - concepts: of each of these classes.
    ///   - bound: see ``ConceptMatcher/bound``.
    ///   - content: see ``ConceptMatcher/content``.
    /// - Throws: what running the classifier throws.
    public init(
        of features: RegionFeatures, labels: [String]?, plan: RegionPlan, classes: [Int], concepts: [[Concept]],
        bound: Double = ConceptMatcher.standardBound, content: ConceptMatcher.NodeContent = .difference
    ) throws {
        classifier = features.classifier.name
        fingerprint = try features.classifier.fingerprint()
        self.classes = classes
        self.labels = labels
        layers = features.layers.map(\.path)
        layerReason = features.layers.map(\.reason).joined(separator: "; ")
        source = features.source
        scale = features.scale
        self.plan = plan
        self.bound = bound
        self.content = content
        self.concepts = concepts
    }

    /// The matcher of its concepts.
    ///
    /// - Throws: `RationaleError.Code.usage` for another network than the one whose concepts these are, and for a class that it does
    ///   not have.
    public func matcher(for classifier: Classifier) throws -> ConceptMatcher {
        guard try classifier.fingerprint().isClose(to: fingerprint) else {
            throw RationaleError(
                .usage, "these are the concepts of \(self.classifier), and \(classifier.name) has other weights",
                hint: "Discover its concepts with `rationale concepts discover`, or name the classifier with --model.")
        }
        if let other = classes.first(where: { !fingerprint.indices.contains($0) }) {
            throw RationaleError(
                .usage, "\(classifier.name) has no class \(other), only 0 to \(fingerprint.count - 1)")
        }
        let features = try RegionFeatures(classifier, layers: layers, source: source, scale: scale)
        return ConceptMatcher(concepts, plan: plan, features: features, bound: bound, content: content)
    }

    /// The position of a class of the classifier among ``classes``.
    ///
    /// - Throws: `RationaleError.Code.usage` for a class without concepts here.
    public func position(ofClass index: Int, label: String?) throws(RationaleError) -> Int {
        if let position = classes.firstIndex(of: index) { return position }
        let known = classes.indices.prefix(8).map { labels?[$0] ?? "\(classes[$0])" }.joined(separator: ", ")
        throw RationaleError(
            .usage, "the concept model knows no concepts of \(label.map { "'\($0)'" } ?? "class \(index)")",
            hint:
                "It knows \(known)\(classes.count > 8 ? ", …" : ""). Discover more with `rationale concepts discover`.")
    }
}

/// What the nodes and edges of each class's graph contribute on average to the class's score.
public struct UsualContributions: Sendable, Hashable {
    /// In pictures of the class: `[class][concept]`.
    public var nodes: [[Double]]
    /// In pictures of the class, in the order of ``ReasoningContributions/edges``.
    public var edges: [Double]
    /// In pictures of each class: `[class of the pictures][class][concept]`. Empty where scores read the graphs of all classes.
    public var nodesElsewhere: [[[Double]]]
    /// The classes, by their positions in the model, for which no picture was decided: their numbers are 0 and mean nothing.
    public var unknown: Set<Int>

    public init(
        nodes: [[Double]], edges: [Double], nodesElsewhere: [[[Double]]] = [], unknown: Set<Int> = []
    ) {
        self.nodes = nodes
        self.edges = edges
        self.nodesElsewhere = nodesElsewhere
        self.unknown = unknown
    }

    /// What a class's concepts add in pictures of another class; `nil` where that is not known.
    func nodes(ofClass position: Int, inPicturesOf other: Int) -> [Double]? {
        unknown.contains(other) || nodesElsewhere.isEmpty ? nil : nodesElsewhere[other][position]
    }

    /// What each of a class's concepts adds on average over pictures of all classes, every class counted alike: the zero from which
    /// ``ConceptExplainer`` counts. Numbers are 0 where it is not known.
    public func zeros(ofClass position: Int) -> [Double] {
        let known = nodesElsewhere.indices.filter { !unknown.contains($0) }
        return nodes[position].indices.map { concept in
            known.reduce(0) { $0 + nodesElsewhere[$1][position][concept] } / Double(max(1, known.count))
        }
    }
}
