package import Foundation
import RationaleCore
import RationaleTorch

extension Classifier {
    /// A network of the zoo to train further, from any weights that fit it.
    ///
    /// The tensors of the head, whose shapes follow from the number of classes, are taken where the file knows the same
    /// classes. Otherwise they are drawn anew, and ``notes`` says so: the file has another number of classes, other names of
    /// them, or no head at all.
    ///
    /// - Parameters:
    ///   - url: of a `.safetensors` or `.pth` file.
    ///   - name: of the architecture.
    ///   - labels: the names of the classes to learn, in the order of the scores.
    ///   - seed: of a head that is drawn anew.
    /// - Throws: `RationaleError`: `usage` for a name that does not exist, or a model of this package of another
    ///   architecture; `missingInput` or `badData` for the file, naming the tensors that do not fit.
    package init(startingAt url: URL, architecture name: String, labels: [String], seed: UInt64) throws {
        let architecture = try Zoo.architecture(named: name, classes: labels.count)
        let file = try WeightFile(contentsOf: url)
        let own = OwnModel(file.metadata)
        if let own, own.architecture != name {
            throw RationaleError(
                .usage, "\(url.relativePath) holds the weights of \(own.architecture), not of \(name)",
                hint: "Train that one: --architecture \(own.architecture)")
        }
        let hasOtherNames = own?.labels.map { $0 != labels } ?? false
        let head = try Zoo.headTensors(of: name)
        let weights = try file.tensors.mapValues { try Tensor($0) }
        let (network, drawn) = try Network.starting(
            architecture, weights: weights, head: head, drawsHead: hasOtherNames, seed: seed)
        self.init(architecture, network)
        notes = file.notes + network.notes
        if !drawn.isEmpty {
            let reason =
                hasOtherNames
                ? "the file knows other classes" : "the file has none for \(labels.count) classes"
            notes.append(
                "\(url.relativePath): the head is drawn anew, because \(reason): \(drawn.joined(separator: ", "))")
        }
    }
}

extension Zoo {
    /// The tensors whose shapes follow from the number of classes.
    ///
    /// - Complexity: writes the graph twice.
    fileprivate static func headTensors(of name: String) throws(RationaleError) -> Set<String> {
        let (two, three) = (try architecture(named: name, classes: 2), try architecture(named: name, classes: 3))
        return Set(zip(two.declarations, three.declarations).filter { $0.shape != $1.shape }.map(\.0.name))
    }
}

extension Network {
    /// A network with weights by name, but for a head that does not fit.
    ///
    /// - Returns: also the names of the tensors that were drawn.
    fileprivate static func starting(
        _ architecture: some Architecture, weights named: [String: Tensor], head: Set<String>, drawsHead: Bool,
        seed: UInt64
    ) throws(RationaleError) -> (network: Network, drawn: [String]) {
        var network = Network(architecture, seed: seed)
        let declarations = architecture.declarations
        let checkpoint = try Checkpoint(of: architecture, declaring: declarations, in: named, exceptMisfitsOf: head)
        network.notes = checkpoint.notes
        var drawn: [String] = []
        for (parameter, declaration) in zip(network.graph.parameters, declarations) {
            if let tensor = checkpoint.tensor(declaration), !(drawsHead && head.contains(declaration.name)) {
                network.weights[parameter.id] = tensor
            } else {
                drawn.append(declaration.name)
            }
        }
        return (network, drawn)
    }
}
