import RationaleAttribution
import RationaleCore
public import RationaleImaging
public import RationaleNetworks
import RationaleStatistics
import RationaleTorch

/// Makes the samples from which a reasoning network learns: pictures with their concepts and the classifier's scores, and
/// pictures in which a concept was edited.
///
/// Edits teach the network what the classifier does when one concept changes and everything else stays, which pictures alone leave
/// open: concepts that always come together could share their contribution in any way. A departure from the published recipe,
/// which learns from pictures alone.
public struct ConceptLearning: Sendable {
    public let model: ConceptModel
    public let classifier: Classifier
    private let matcher: ConceptMatcher
    /// How many pictures are looked at together.
    private static let batch = 32

    public init(_ model: ConceptModel, for classifier: Classifier) throws {
        self.model = model
        self.classifier = classifier
        matcher = try model.matcher(for: classifier)
    }

    /// The form of the network; not the published one by default, but the one whose nodes and edges each say what they are
    /// named after.
    public func configuration(
        readout: ReasoningConfiguration.Readout = .own, normalization: ReasoningConfiguration.Normalization = .batch,
        messages: ReasoningConfiguration.Messages = .none, edges: ReasoningConfiguration.Edges = .arrangement
    ) -> ReasoningConfiguration {
        ReasoningConfiguration(
            concepts: model.concepts.map(\.count), featureWidth: matcher.nodeWidth, normalization: normalization,
            readout: readout, messages: messages, edgeContent: edges)
    }

    /// Samples of pictures.
    ///
    /// - Parameters:
    ///   - count: how many pictures there are.
    ///   - edits: how many edited versions of each are made.
    ///   - seed: of what is edited and how.
    ///   - progress: told how many pictures are done.
    ///   - image: a picture, as the network sees it.
    /// - Throws: `RationaleError.Code.usage` for no pictures, or less than no edits; what `progress` and `image` throw.
    public func samples(
        count: Int, edits: Int, seed: UInt64, progress: (Int) throws -> Void = { _ in },
        image: (Int) throws -> Image
    ) throws -> ConceptGraphSamples {
        guard count > 0, edits >= 0 else {
            throw RationaleError(
                .usage, "samples of \(count) pictures with \(edits) edits each: there is nothing to learn from")
        }
        // Not the matches, which hold the regions of all pictures.
        var graphs: [ConceptGraphTensors] = []
        var editedGraphs: [ConceptGraphTensors] = []
        var owners: [Int] = []
        var scores: [Tensor] = []
        var editedScores: [Tensor] = []
        for start in stride(from: 0, to: count, by: Self.batch) {
            try Cancellation.check()
            try progress(start)
            let numbers = Array(start..<min(start + Self.batch, count))
            let images = try numbers.map(image)
            let found = try matcher.matches(in: images)
            let own = try classScores(of: images)
            var edited: [Image] = []
            for (place, number) in numbers.enumerated() {
                var random = SplitMix64(seed: seed, for: "edits \(number)")
                let tops = own.selected(0, place).floats
                for _ in 0..<edits {
                    edited.append(try self.edited(images[place], found[place], tops, using: &random))
                    owners.append(number)
                }
            }
            graphs.append(try found.graphs)
            scores.append(own)
            guard !edited.isEmpty else { continue }
            editedGraphs.append(try matcher.matches(in: edited).graphs)
            editedScores.append(try classScores(of: edited))
        }
        return try ConceptGraphSamples(
            .concatenated(graphs), scores: .concatenated(scores),
            edits: editedGraphs.isEmpty
                ? nil
                : .init(samples: owners, graphs: .concatenated(editedGraphs), scores: .concatenated(editedScores)))
    }

    /// The classifier's scores of the model's classes: `[picture, class]`.
    private func classScores(of images: [Image]) throws -> Tensor {
        try classifier.scores(of: images).indices(1, model.classes)
    }

    /// One concept of the most probable class removed, replaced or moved.
    private func edited(
        _ image: Image, _ match: ConceptMatcher.Match, _ scores: [Float], using random: inout SplitMix64
    ) throws -> Image {
        let top = scores.indices.max { scores[$0] < scores[$1] } ?? 0
        let first = model.concepts[..<top].reduce(0) { $0 + $1.count }
        let places = model.concepts[top].indices.filter { match.region[first + $0] != nil }
        guard !places.isEmpty, let region = match.region[first + random.pick(places)] else { return image }
        let mask = match.regions.mask(of: region)
        switch random.index(below: 4) {
        case 0: return try image.removing(mask, growingBy: 1)
        case 1:
            func shift(_ side: Int) -> Int { Int((random.uniform(-0.35...0.35) * Double(side)).rounded()) }
            return try image.moving(mask, by: (shift(image.width), shift(image.height)), growingBy: 1, feather: 1)
        default:
            let cuts = random.pick(model.concepts.filter { !$0.isEmpty }).flatMap(\.examples).compactMap(\.cut)
            guard !cuts.isEmpty else { return try image.removing(mask, growingBy: 1) }
            let cut = random.pick(cuts)
            return try image.replacing(
                mask, with: cut.image, region: cut.mask, isMirrored: random.chance(0.5), growingBy: 1)
        }
    }

    /// The model with a trained network, its quality and what is usual.
    ///
    /// - Parameters:
    ///   - network: trained on ``samples(count:edits:seed:progress:image:)``.
    ///   - training: the samples that it learned from, for what is usual.
    ///   - evaluation: others, for its quality.
    ///   - comparison: what it learned by. With ``DistillationObjective/scores`` all of a picture's scores may lie too high or too low
    ///     together; the bias then brings them to the classifier's level on average.
    public func finished(
        _ network: ReasoningNetwork, training: ConceptGraphSamples, evaluation: ConceptGraphSamples,
        comparison: DistillationObjective = .scores
    ) throws -> ConceptModel {
        var model = model
        let offset =
            comparison == .scores ? try (training.scores.mean() - scores(of: training, network).mean()).item : 0
        let network = network.addingToScores(offset)
        model.reasoning = network
        model.usual = try usual(network, training)
        let found = try scores(of: evaluation, network)
        let same = zip(found.argmax(1).elements(as: Int64.self), evaluation.scores.argmax(1).elements(as: Int64.self))
            .count { $0 == $1 }
        func centered(_ scores: Tensor) -> [Double] {
            (scores - scores.mean([1], keepingDimensions: true)).elements(as: Double.self)
        }
        model.quality = ConceptModel.Quality(
            agreement: .proportion("agreement", hits: same, of: evaluation.count),
            correlation: linearCorrelation(centered(found), centered(evaluation.scores)), pictures: evaluation.count)
        return model
    }

    private func scores(of samples: ConceptGraphSamples, _ network: ReasoningNetwork) throws -> Tensor {
        .concatenated(
            try stride(from: 0, to: samples.count, by: Self.batch).map {
                try network.scores(of: samples.graphs.slice($0..<min($0 + Self.batch, samples.count)))
            })
    }

    /// The mean contributions in pictures that the classifier gives to each class.
    private func usual(_ network: ReasoningNetwork, _ samples: ConceptGraphSamples) throws -> UsualContributions {
        let tops = samples.scores.argmax(1).elements(as: Int64.self).map { Int($0) }
        let readsOwn = network.configuration.readout == .own
        var usual = UsualContributions(nodes: [], edges: [])
        for position in model.classes.indices {
            let rows = tops.indices.filter { tops[$0] == position }
            let count = model.concepts[position].count
            var edges = [Double](repeating: 0, count: count * (count - 1))
            var elsewhere = model.concepts.map { [Double](repeating: 0, count: $0.count) }
            if rows.isEmpty {
                usual.unknown.insert(position)
            } else {
                // Where each score reads its own class's graph, one sum of all scores has every graph's part of its own.
                let weights = model.classes.indices.map { readsOwn || $0 == position ? 1.0 : 0 }
                for found in try network.contributions(of: samples.graphs.rows(rows), weights: weights) {
                    for (graph, values) in found.nodes.enumerated() {
                        for (number, value) in values.enumerated() {
                            elsewhere[graph][number] += value / Double(rows.count)
                        }
                    }
                    for (number, edge) in found.edges.lazy.filter({ $0.graph == position }).enumerated() {
                        edges[number] += edge.value / Double(rows.count)
                    }
                }
            }
            usual.nodes.append(elsewhere[position])
            usual.edges += edges
            if readsOwn { usual.nodesElsewhere.append(elsewhere) }
        }
        return usual
    }
}
