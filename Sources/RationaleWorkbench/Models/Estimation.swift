import Foundation
import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch

/// Where methods get the statistics of a layer from: a folder of pictures, or what an earlier run kept.
///
/// Statistics are kept in the user's cache, under a name made of everything that decides them: the network's weights,
/// graph and preprocessing, the layer, and the names and sizes of the pictures.
struct Estimation: Sendable {
    /// A folder of pictures.
    let folder: String
    /// How many of them are taken at most, evenly over the folder. Published: 1000.
    let count: Int

    static let standardCount = 1000
    /// Inputs that go through the head of the network at once.
    private static let batch = 16

    /// - Throws: `usage` for a count that makes no sense, or a count alone.
    init?(_ options: ExplainOptions) throws(RationaleError) {
        guard let folder = options.estimation else {
            guard options.estimationCount == nil else {
                throw RationaleError(
                    .usage, "--estimation-count needs --estimation, to say which pictures",
                    hint: "`rationale data subset` makes a set for that.")
            }
            return nil
        }
        count = options.estimationCount ?? Self.standardCount
        guard count >= 2 else {
            throw RationaleError(
                .usage, "--estimation-count \(count) is too few", hint: "Two pictures have a deviation; 1000 are usual."
            )
        }
        self.folder = folder
    }

    /// The methods, those that need them with the statistics of their layer.
    ///
    /// - Throws: `missingInput` for a folder without pictures; `badData` where none of them can be read.
    func equipped(
        _ methods: [any AttributionMethod], for network: Network, progress: (Int, Int) throws -> Void
    ) throws -> [any AttributionMethod] {
        var known: [String: LayerStatistics] = [:]
        return try methods.map { method in
            guard var method = method as? any UsesLayerStatistics, let layer = try method.statisticsLayer(in: network)
            else { return method }
            let found = try known[layer] ?? statistics(of: layer, in: network, progress: progress)
            known[layer] = found
            method.statistics = found
            return method
        }
    }

    private func statistics(
        of layer: String, in network: Network, progress: (Int, Int) throws -> Void
    ) throws -> LayerStatistics {
        let all = InputPictures.below(folder)
        guard !all.isEmpty else {
            throw RationaleError(
                .missingInput, "\(folder): there are no pictures to estimate what is usual at '\(layer)'",
                hint: "Name a folder of pictures with --estimation.")
        }
        // Evenly over the folder, so that all classes have a say.
        let chosen = all.count <= count ? all : (0..<count).map { all[$0 * all.count / count] }
        let cache = StatisticsCache(network, layer: layer, pictures: chosen, in: folder)
        if let kept = cache.statistics { return kept }
        var estimator = try LayerStatistics.Estimator(of: network, layer: layer)
        var unreadable: RationaleError?
        for first in stride(from: 0, to: chosen.count, by: Self.batch) {
            try Cancellation.check()
            try progress(first, chosen.count)
            let photos = chosen[first..<min(first + Self.batch, chosen.count)].compactMap { name -> Photo? in
                do throws(RationaleError) {
                    return try Photo("\(folder)/\(name)", for: network.preprocessing)
                } catch {
                    unreadable = error
                    return nil
                }
            }
            guard let size = photos.first.map({ [3, $0.height, $0.width] }), !photos.isEmpty else { continue }
            guard photos.allSatisfy({ [3, $0.height, $0.width] == size }) else {
                throw RationaleError(
                    .badData, "\(folder): pictures of different sizes have no common statistics at '\(layer)'",
                    hint: "Choose a preprocessing that brings them to one size, such as --preprocessing imagenet.")
            }
            try estimator.add(Tensor(photos.flatMap(\.values), shape: [photos.count] + size).moved(to: network.device))
        }
        do {
            let found = try estimator.statistics()
            cache.keep(found)
            return found
        } catch {
            throw unreadable ?? error
        }
    }
}
