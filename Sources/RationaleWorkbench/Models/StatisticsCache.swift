import Foundation
import RationaleAttribution
import RationaleCore
import RationaleFiles
import RationaleNetworks
import RationaleTorch

/// The statistics of one layer of one network for one set of inputs, in the user's cache.
///
/// A file that is damaged or cannot be written is as if it were not there: statistics can be estimated anew.
struct StatisticsCache {
    private let layer: String
    private let path: String

    /// - Parameter inputs: what distinguishes them from others.
    init(_ classifier: Classifier, layer: String, of inputs: String) {
        self.layer = layer
        var identity =
            "\(layer)\n\(classifier.preprocessing)\n\(classifier.network.preparation?.precision ?? .float32)\n"
        for parameter in classifier.network.graph.parameters.sorted(by: { $0.name < $1.name }) {
            guard let weight = classifier.network.weights[parameter.id] else { continue }
            identity += "\(parameter.name) \(weight.shape) \(Self.hash(of: weight))\n"
        }
        identity += inputs
        let name = identity.utf8.withContiguousStorageIfAvailable { SHA256.hexadecimal(UnsafeRawBufferPointer($0)) }
        path = "\(Self.folder)/\(name ?? "unnamed").safetensors"
    }

    /// `$XDG_CACHE_HOME/rationale/statistics`, by default below `~/.cache`.
    private static var folder: String {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(NSHomeDirectory())/.cache"
        return "\(cache)/rationale/statistics"
    }

    private static func hash(of weight: Tensor) -> String {
        weight.floats.withUnsafeBytes { SHA256.hexadecimal($0) }
    }

    /// What was kept; `nil` where nothing was.
    var statistics: LayerStatistics? {
        guard let file = try? SafetensorsFile(contentsOf: URL(fileURLWithPath: path)),
            let count = file.metadata["count"].flatMap({ Int($0) })
        else { return nil }
        func tensor(_ name: String) -> Tensor? {
            file.tensors[name].flatMap { try? Tensor($0) }?.copied
        }
        guard let mean = tensor("mean"), let deviation = tensor("deviation"), let activity = tensor("activity") else {
            return nil
        }
        return LayerStatistics(layer: layer, count: count, mean: mean, deviation: deviation, activity: activity)
    }

    func keep(_ statistics: LayerStatistics) {
        let tensors = [
            ("mean", statistics.mean), ("deviation", statistics.deviation), ("activity", statistics.activity),
        ]
        do {
            try FileManager.default.createDirectory(atPath: Self.folder, withIntermediateDirectories: true)
            try SafetensorsFile.write(
                try tensors.map { ($0.0, try StoredTensor($0.1, name: path)) },
                metadata: ["count": "\(statistics.count)", "layer": layer], to: URL(fileURLWithPath: path))
        } catch {
            // Nothing is lost but the time to estimate them again.
        }
    }
}

extension StoredTensor {
    /// A tensor's elements in memory of their own.
    fileprivate init(_ tensor: Tensor, name: String) throws(RationaleError) {
        let bytes = tensor.floats.withUnsafeBytes { Array($0) }
        try self.init(
            dtype: .float32, shape: tensor.shape, storage: MappedFile(copying: bytes, name: name).bytes)
    }
}
