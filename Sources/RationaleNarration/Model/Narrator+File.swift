public import Foundation
import RationaleCore
import RationaleFiles
import RationaleNetworks
import RationaleTorch

extension Narrator {
    private static let key = "rationale.narrator"
    private static let version = 1

    /// Everything but the numbers, as JSON in the file's metadata.
    private struct Header: Codable {
        var version: Int
        var classifier: String
        var labels: [String]?
        var mode: NarratorFeatures.Mode
        var layers: [String]
        var head: FeatureClassifier?
        var vocabulary: NarratorVocabulary
        var configuration: NarratorConfiguration
        var isStandardized: Bool
        var origin: [String: String]
    }

    /// What every version of the file says.
    private struct Version: Decodable { var version: Int }

    /// Writes the narrator as one file.
    ///
    /// - Throws: `RationaleError.Code.cannotWrite`.
    public func write(to url: URL) throws {
        let header = Header(
            version: Self.version, classifier: classifier, labels: labels, mode: mode, layers: layers,
            head: head?.architecture,
            vocabulary: vocabulary, configuration: network.configuration, isStandardized: isStandardized, origin: origin
        )
        var tensors: [(name: String, tensor: Tensor)] = [
            ("fingerprint", Tensor(fingerprint, shape: [fingerprint.count])), ("mean", mean), ("deviation", deviation),
        ]
        if let prototypes { tensors.append(("prototypes", prototypes)) }
        if let head {
            tensors += try TrainableNetwork(head.classifier.network).parameters.map { ("head.\($0.name)", $0.tensor) }
        }
        tensors += network.parameters.map { ("network.\($0.name)", $0.tensor) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try SafetensorsFile.write(
            tensors.map { name, tensor in
                let tensor = tensor.detached.moved(to: .cpu)
                let bytes = try MappedBytes(copying: tensor.bytes, name: name)
                return (name, try StoredTensor(dtype: tensor.dtype, shape: tensor.shape, storage: bytes))
            }, metadata: [Self.key: String(decoding: try encoder.encode(header), as: UTF8.self)], to: url)
    }

    /// Reads a narrator.
    ///
    /// - Throws: `RationaleError`: `missingInput`, or `badData` for a file that is no narrator, or is damaged.
    public init(contentsOf url: URL) throws {
        let name = url.lastPathComponent
        func refusal(_ what: String) -> RationaleError {
            RationaleError(
                .badData, "\(name): not a usable narrator: \(what)", hint: "`rationale train narrator` makes them.")
        }
        let file = try SafetensorsFile(contentsOf: url)
        guard let text = file.metadata[Self.key] else { throw refusal("its metadata has no '\(Self.key)'") }
        func read<Part: Decodable>(_ part: Part.Type) throws -> Part {
            do { return try JSONDecoder().decode(part, from: Data(text.utf8)) } catch {
                throw refusal("its description cannot be read")
            }
        }
        let version = try read(Version.self).version
        guard version == Self.version else { throw FormatVersion.refusal(of: name, version, Self.version) }
        let header = try read(Header.self)
        let tensors = NamedTensors(
            try file.names.compactMap { name in try file.tensors[name].map { (name, try Tensor($0).copied) } })
        if let name = tensors.first(where: { $0.tensor.dtype != .float32 || !$0.tensor.isFinite })?.name {
            throw refusal("'\(name)' has numbers that are not finite, or not float32")
        }
        let width = header.configuration.features
        guard let fingerprint = tensors["fingerprint"], let mean = tensors["mean"],
            let deviation = tensors["deviation"],
            mean.shape == [width], deviation.shape == [width]
        else { throw refusal("it lacks its fingerprint, mean or deviation of \(width) activations") }
        guard deviation.minimum().item >= 0 else { throw refusal("a deviation is below 0") }
        guard header.vocabulary.count == header.configuration.vocabulary else {
            throw refusal(
                "its network writes \(header.configuration.vocabulary) words, its vocabulary has \(header.vocabulary.count)"
            )
        }
        let prototypes = tensors["prototypes"]
        guard prototypes.map({ $0.rank == 2 && $0.shape[1] == width && $0.shape[0] > 0 }) ?? true else {
            throw refusal("its classes have features of another width")
        }
        let prefix = "network."
        let parameters = NamedTensors(
            tensors.filter { $0.name.hasPrefix(prefix) }.map { (String($0.name.dropFirst(prefix.count)), $0.tensor) })
        do { network = try NarratorNetwork(header.configuration, parameters: parameters) } catch {
            throw refusal(error.message)
        }
        classifier = header.classifier
        self.fingerprint = fingerprint.floats
        labels = header.labels
        mode = header.mode
        layers = header.layers
        head = try header.head.map { architecture in
            guard architecture.width > 0, architecture.classes > 0, architecture.hidden.allSatisfy({ $0 > 0 }) else {
                throw refusal("its classifier of vectors has no size")
            }
            let own = tensors.filter { $0.name.hasPrefix("head.") }.map { (String($0.name.dropFirst(5)), $0.tensor) }
            var classifier: Classifier
            do {
                classifier = try Classifier(architecture, weights: Dictionary(uniqueKeysWithValues: own))
            } catch let error as RationaleError { throw refusal(error.message) }
            classifier.labels = header.labels
            return FeatureHead(architecture, classifier)
        }
        vocabulary = header.vocabulary
        self.mean = mean
        self.deviation = deviation
        isStandardized = header.isStandardized
        self.prototypes = prototypes
        origin = header.origin
    }
}
