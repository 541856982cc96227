import RationaleCore
import RationaleImaging
import RationaleNetworks
public import RationaleTorch
public import RationaleTraining
import FoundationEssentials

/// Contrastive Grad-CAM consistency (CGC): the map of a moved picture is the map moved, and unlike the maps of other pictures.
///
/// Three views of each picture: a random one for naming, the picture itself x, and a part of it x′. With M and M′ their
/// ``ConsistencyMap``s for the class that is predicted for x, at the size of the picture and summing up to 1, T the crop and flip that
/// made x′, and all maps as unit vectors:
///
/// `L = CE(random) + CE(x) + CE(x′) + λ · mean −log(e^{M′ᵢ·T(M)ᵢ/τ} / (e^{M′ᵢ·T(M)ᵢ/τ} + Σ_{j≠i} e^{M′ᵢ·M′ⱼ/τ}))`
///
/// *Source:* Pillai, Koohpayegani, Ouligian, Fong and Pirsiavash (2022), "Consistent explanations by contrastive learning",
/// CVPR, arXiv 2110.00527, and its program.
/// *Cost:* three passes at the pictures' size.
public struct ContrastiveConsistency: ClassifierObjective {
    /// What learns to name pictures, and is judged. Its augmentation makes the random view.
    public let classifier: ClassifierTask
    public let map: ConsistencyMap
    /// λ. Published: 0.5.
    public var weight = 0.5
    /// τ. Published: 0.5.
    public var temperature = 0.5
    /// What makes x′ of x. Published: a part of 8 % to 100 % of the area, mirrored half of the time.
    public var view: Augmentation

    /// - Parameters:
    ///   - classifier: the task of naming pictures.
    ///   - map: of its network.
    public init(_ classifier: ClassifierTask, map: ConsistencyMap) {
        self.classifier = classifier
        self.map = map
        view = Augmentation()
        view.flips = true
        view.crop = Augmentation.Crop()
    }

    public var identity: [String: String] {
        let view = (try? TrainingJSON.encoder.encode(view)).map { String(decoding: $0, as: UTF8.self) }
        return classifier.identity.merging([
            "objective": "contrastive grad-cam consistency", "weight": "\(weight)", "temperature": "\(temperature)",
            "layer": map.layer, "view": view ?? "",
        ]) { $1 }
    }

    public struct Batch: Sendable {
        /// The random views.
        public let named: ClassifierTask.Batch
        /// x and x′: `[batch, height, width, 3]`, 0 to 255.
        public let whole, part: Tensor
        /// What made x′ of x.
        public let warps: [Warp]

        public init(named: ClassifierTask.Batch, whole: Tensor, part: Tensor, warps: [Warp]) {
            self.named = named
            self.whole = whole
            self.part = part
            self.warps = warps
        }
    }

    public func batch(of samples: Range<Int>) throws -> Batch {
        var (whole, part): ([UInt8], [UInt8]) = ([], [])
        var warps: [Warp] = []
        let (height, width) = (classifier.classifier.input.shape[1], classifier.classifier.input.shape[2])
        let named = try samples.map { number in
            let sample = try classifier.changedSample(number)
            let change = view.drawn(
                forSample: number, seed: classifier.seed &+ 1, height: height, width: width)
            whole += sample.unchanged.pixels
            part += change(sample.unchanged).pixels
            warps.append(change.warp)
            return sample
        }
        let shape = [samples.count, height, width, 3]
        return Batch(
            named: try classifier.batch(named), whole: Tensor(whole, shape: shape), part: Tensor(part, shape: shape),
            warps: warps)
    }

    public func loss(of batch: Batch, in pass: TrainingPass) throws -> Loss {
        let random = try classifier.run(batch.named.pixels, pass)
        let whole = try classifier.run(batch.whole, pass, after: random.statistics, observing: [map.layer])
        let part = try classifier.run(batch.part, pass, after: whole.statistics, observing: [map.layer])
        let predicted = whole.logits.detached.argmax(1).elements(as: Int64.self).map(Int.init)
        let (height, width) = (batch.whole.shape[1], batch.whole.shape[2])
        func resized(_ found: TrainableNetwork.Pass) throws -> Tensor {
            let map = try map(found, pass.parameters, of: predicted).resizedMaps(height: height, width: width)
            return map / (map.sum([1, 2], keepingDimensions: true) + ConsistencyMap.epsilon)
        }
        let contrast = contrast(between: try resized(part), and: try resized(whole).warped(by: batch.warps))
        let targets = batch.named.targets.moved(to: classifier.classifier.device)
        let costs = [random, whole, part].map { classifier.loss($0.logits, targets) }
        let naming = costs[0] + costs[1] + costs[2]
        return Loss(
            naming + contrast * weight, statistics: part.statistics,
            metrics: [
                "accuracy": classifier.labels.accuracy(random.logits, targets), "naming": naming.detached,
                "contrast": contrast.detached,
            ])
    }

    /// InfoNCE of maps, `[batch, height, width]`: each is to be like its own and unlike the others of its batch.
    func contrast(between found: Tensor, and expected: Tensor) -> Tensor {
        func unit(_ maps: Tensor) -> Tensor {
            let flat = maps.reshaped([maps.shape[0], -1])
            return flat / ((flat * flat).sum([1], keepingDimensions: true) + 1e-24).power(0.5)
        }
        let (own, moved) = (unit(found), unit(expected))
        let batch = own.shape[0]
        let positive = (own * moved).sum([1], keepingDimensions: true)  // [batch, 1]
        let among = own.matmul(own.permuted([1, 0]))  // [batch, batch]
        // Its own place in the row is no negative.
        let isOwn = Tensor((0..<batch * batch).map { Float($0 % (batch + 1) == 0 ? 1 : 0) }, shape: [batch, batch])
            .moved(to: own.device)
        let negatives = among - isOwn * 1e9
        let scores = Tensor.concatenated([positive, negatives], dimension: 1) / temperature
        return -scores.logSoftmax(1).slice(1, 0..<1).mean()
    }
}
