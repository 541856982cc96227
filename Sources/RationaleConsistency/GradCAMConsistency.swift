public import RationaleCore
import RationaleImaging
import RationaleNetworks
public import RationaleTorch
public import RationaleTraining

/// Grad-CAM consistency (GC): a network learns to look at a thing wherever it is, and at nothing else.
///
/// Each picture is shown alone and in a quadrant of a ``Composite``; the map of the composite is to be the map of the picture in
/// that quadrant and nothing elsewhere:
///
/// `L = L_CE(I, y) + λ · mean |Ĝ(C, y) − T|`
///
/// with Ĝ the normalised ``ConsistencyMap`` and T the map Ĝ(I, y) in the quadrant of I. Composites have no part in the
/// cross-entropy. With several labels a picture, the cost is `80 · BCE` and y is one of its labels, drawn.
///
/// *Source:* Pillai and Pirsiavash (2021), "Explainable models with consistent interpretations", AAAI, and the published
/// program.
/// *Cost:* a step passes five times the pixels of an ordinary one, and where the map has no closed form its derivative too.
///
/// Departs from it in what is asked for: sizes and numbers of classes are those of the network and the data; T may be held
/// fixed (``isTargetDetached``); the classes of a composite may differ (``NegativePictures``).
public struct GradCAMConsistency: ClassifierObjective {
    /// At which resolution maps are compared.
    public enum Level: String, Sendable, Codable, CaseIterable {
        /// The layer's own, as published for ResNets.
        case map
        /// The pictures', bilinearly, as published for AlexNet.
        case pixel
    }

    /// What learns to name pictures, and is judged.
    public let classifier: ClassifierTask
    public let map: ConsistencyMap
    private let negatives: NegativePictures
    /// λ, how much the maps count. Published: 1, and 25 in the recipe for ImageNet.
    public var weight = 1.0
    public var level = Level.map
    /// Whether T is taken as it is, so that only the map of the composite moves. Published: no.
    public var isTargetDetached = false
    /// How much the cost of several labels is multiplied. Published: 80, the number of COCO's classes.
    public var multiLabelFactor = 80.0

    /// - Parameters:
    ///   - classifier: the task of naming pictures.
    ///   - map: of its network.
    ///   - negatives: what fills composites.
    /// - Throws: `RationaleError.Code.usage` where pictures have one label and negatives are for several, or the reverse.
    public init(
        _ classifier: ClassifierTask, map: ConsistencyMap, negatives: NegativePictures
    ) throws(RationaleError) {
        guard classifier.labels.kind == negatives.kind else {
            throw RationaleError(
                .usage,
                "pictures have \(classifier.labels.kind.text), but the negatives of composites are for "
                    + negatives.kind.text,
                hint:
                    "NegativePictures(ofOther:) goes with one label a picture, NegativePictures(without:) with several."
            )
        }
        self.classifier = classifier
        self.map = map
        self.negatives = negatives
    }

    public var identity: [String: String] {
        classifier.identity.merging([
            "objective": "grad-cam consistency", "weight": "\(weight)", "layer": map.layer, "level": level.rawValue,
            "target": isTargetDetached ? "detached" : "learns", "negatives": negatives.identity,
        ]) { $1 }
    }

    public struct Batch: Sendable {
        public let originals: ClassifierTask.Batch
        /// `[batch, 2 height, 2 width, 3]`, 0 to 255.
        public let composites: Tensor
        public let quadrants: [Int]
        /// The class that each map is about.
        public let focuses: [Int]

        public init(originals: ClassifierTask.Batch, composites: Tensor, quadrants: [Int], focuses: [Int]) {
            self.originals = originals
            self.composites = composites
            self.quadrants = quadrants
            self.focuses = focuses
        }
    }

    public func batch(of samples: Range<Int>) throws -> Batch {
        let drawn = try samples.map(classifier.changedSample)
        var focuses: [Int] = []
        let composites = try zip(samples, drawn).map { number, drawn in
            var random = SplitMix64(seed: classifier.seed, for: "composite \(number)")
            let picture = drawn.sample
            guard !picture.classes.isEmpty else {
                throw RationaleError(
                    .badData, "sample \(number) has no class, and a map is about one",
                    hint: "Leave out pictures without annotations.")
            }
            // Drawn in any case, so that a known focus does not move the quadrants.
            let chosen = random.pick(picture.classes)
            let focus = picture.focus ?? chosen
            focuses.append(focus)
            let quadrant = random.index(below: 4)
            var others = try negatives(picture.classes, focus: focus, using: &random)
            for index in others.indices {
                try classifier.requireSize(of: others[index])
                others[index] = classifier.augmentation(others[index], using: &random)
            }
            return Composite(picture.image, others, quadrant: quadrant)
        }
        let (height, width) = (classifier.classifier.input.shape[1], classifier.classifier.input.shape[2])
        return Batch(
            originals: try classifier.batch(drawn),
            composites: Tensor(
                composites.flatMap(\.image.pixels), shape: [composites.count, 2 * height, 2 * width, 3]),
            quadrants: composites.map(\.quadrant), focuses: focuses)
    }

    public func loss(of batch: Batch, in pass: TrainingPass) throws -> Loss {
        func run(
            _ pixels: Tensor, after statistics: NamedTensors? = nil
        ) throws -> (TrainableNetwork.Pass, map: Tensor) {
            let result = try classifier.run(pixels, pass, after: statistics, observing: [map.layer])
            return (result, ConsistencyMap.normalized(try map(result, pass.parameters, of: batch.focuses)))
        }
        let (original, expected) = try run(batch.originals.pixels)
        let (composite, found) = try run(batch.composites, after: original.statistics)
        let distance = distance(from: found, to: isTargetDetached ? expected.detached : expected, batch)
        let targets = batch.originals.targets.moved(to: classifier.classifier.device)
        let naming = classifier.loss(original.logits, targets)
        let factor = classifier.labels.kind == .multiple ? multiLabelFactor : 1
        return Loss(
            naming * factor + distance * weight, statistics: composite.statistics,
            metrics: [
                "accuracy": classifier.labels.accuracy(original.logits, targets), "naming": naming.detached,
                "consistency": distance.detached,
            ])
    }

    /// `mean |Ĝ(C) − T|`.
    private func distance(from found: Tensor, to expected: Tensor, _ batch: Batch) -> Tensor {
        var (found, expected) = (found, expected)
        switch level {
        case .map: break
        case .pixel:
            let (height, width) = (batch.originals.pixels.shape[1], batch.originals.pixels.shape[2])
            found = found.resizedMaps(height: 2 * height, width: 2 * width)
            expected = expected.resizedMaps(height: height, width: width)
        }
        let placed = Composite.placed(expected, in: batch.quadrants)
        // A side that is no multiple of the network's stride has another number of places in the composite.
        if found.shape != placed.shape {
            found = found.resizedMaps(height: placed.shape[1], width: placed.shape[2])
        }
        return (found - placed).absolute.mean()
    }
}

extension LabelSet.Kind {
    fileprivate var text: String { self == .single ? "one label each" : "any number of labels" }
}

extension Tensor {
    /// Maps at another size, bilinearly between the centres of their places: `[batch, height, width]`.
    func resizedMaps(height: Int, width: Int) -> Tensor {
        unsqueezed(1).resizedBilinearly(height: height, width: width).squeezed(1)
    }
}
