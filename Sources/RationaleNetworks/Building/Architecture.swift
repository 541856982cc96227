public import RationaleCore
public import RationaleTorch

/// A network written in Swift, whose layers carry torchvision's names, so that published weights load by name.
public protocol Architecture: Sendable {
    /// torchvision's name: `resnet18`.
    var name: String { get }
    /// The shape and type of one input, without the batch.
    var input: Network.InputDescription { get }
    /// How a photo becomes an input.
    var preprocessing: Preprocessing { get }
    /// What the scores that it returns mean.
    var scoring: Scoring { get }
    /// Other names under which checkpoints store parts of it, by prefix: `["last_linear.": "fc."]`.
    var weightAliases: [String: String] { get }
    /// Prefixes of weights that checkpoints carry and that this network does not use: heads only for training.
    var ignoredWeights: [String] { get }
    /// Writes the graph and returns its logits.
    func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID
}

extension Architecture {
    public var input: Network.InputDescription { .init(shape: [3, 224, 224]) }
    public var preprocessing: Preprocessing { .imageNet() }
    public var scoring: Scoring { .softmax }
    public var weightAliases: [String: String] { [:] }
    public var ignoredWeights: [String] { [] }

    /// Its parameters and statistics, without drawing them.
    ///
    /// - Complexity: writes the graph once; no tensor is made.
    public var declarations: [GraphBuilder.Declaration] { assemble().declarations }

    /// How many numbers training changes.
    public var parameterCount: Int {
        declarations.reduce(0) { $0 + ($1.isTrainable ? $1.shape.reduce(1, *) : 0) }
    }

    /// Its operators and layers, without drawing the weights.
    ///
    /// - Complexity: writes the graph once.
    package var graph: Graph { assemble().graph }

    fileprivate func assemble() -> (graph: Graph, declarations: [GraphBuilder.Declaration]) {
        var builder = GraphBuilder()
        let x = builder.input()
        let logits = build(&builder, x)
        return (builder.graph(returning: logits), builder.declarations)
    }
}

extension Network {
    /// An untrained network, its weights drawn as the architecture's publication says.
    ///
    /// - Parameter architecture: what to build.
    /// - Parameter seed: equal seeds give equal weights.
    public init(_ architecture: some Architecture, seed: UInt64) {
        let (graph, declarations) = architecture.assemble()
        let generator = Generator(seed: seed)
        var weights: [Graph.ValueID: Tensor] = [:]
        for (parameter, declaration) in zip(graph.parameters, declarations) {
            weights[parameter.id] = declaration.initializer.draw(declaration.shape, using: generator)
        }
        self.init(architecture, graph, weights)
    }

    /// A network with weights by name.
    ///
    /// Weights are converted to float32. Passed over are counters of batch norms (`num_batches_tracked`) and what the
    /// architecture ignores. What training programs put before the names (`module.`, `model.`) is taken off, and tensors
    /// beside the network (a loss, a teacher) are left out; ``notes`` says so. Anything else that is missing, left over or
    /// of another shape is an error, for a network with the wrong weights would explain the wrong thing.
    /// - Throws: `RationaleError.Code.badData` naming the tensors.
    public init(_ architecture: some Architecture, weights named: [String: Tensor]) throws(RationaleError) {
        let (graph, declarations) = architecture.assemble()
        let checkpoint = try Checkpoint(of: architecture, declaring: declarations, in: named)
        var weights: [Graph.ValueID: Tensor] = [:]
        for (parameter, declaration) in zip(graph.parameters, declarations) {
            weights[parameter.id] = checkpoint.tensor(declaration)
        }
        self.init(architecture, graph, weights)
        notes = checkpoint.notes
    }

    private init(_ architecture: some Architecture, _ graph: Graph, _ weights: [Graph.ValueID: Tensor]) {
        self.init(name: architecture.name, graph: graph, weights: weights, inputs: [architecture.input])
    }
}

extension Classifier {
    /// A network with random weights, drawn by its layers' initialisers.
    ///
    /// - Parameters:
    ///   - architecture: says the preprocessing and the labels too.
    ///   - seed: the same seed gives the same weights.
    public init(_ architecture: some Architecture, seed: UInt64) {
        self.init(architecture, Network(architecture, seed: seed))
    }

    /// A network with the given weights.
    ///
    /// - Parameters:
    ///   - architecture: says the preprocessing and the labels too.
    ///   - weights: by the names that the architecture has for them.
    /// - Throws: `RationaleError.Code.badData` naming what is missing, superfluous or of another shape.
    public init(_ architecture: some Architecture, weights: [String: Tensor]) throws(RationaleError) {
        self.init(architecture, try Network(architecture, weights: weights))
    }

    /// What an architecture says of its network; the one logit of two classes becomes their two scores.
    init(_ architecture: some Architecture, _ network: Network) {
        self.init(network, scoring: architecture.scoring, preprocessing: architecture.preprocessing)
    }
}
