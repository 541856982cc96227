import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch

/// A sample that is to be judged, and what the network says of it.
struct SeenSample {
    /// Its number in its source.
    let index: Int
    let name: String
    let sample: Sample
    let target: Int
    /// Of the target; `nil` where the network has none.
    let probability: Double?
    /// `[class]`.
    let logits: [Float]
    let input: PerturbableInput

    /// As metrics see it.
    var judged: JudgedSample {
        JudgedSample(
            name: name, input: input, region: sample.region, isDifficult: sample.isDifficult,
            pixelSize: sample.pixelSize)
    }
}

extension ComparisonSession {
    /// What the network says of a group.
    struct Looked {
        /// Those that are to be judged, in the order in which they are looked at.
        var samples: [SeenSample] = []
        /// What became of the others, by their numbers.
        var others: [(index: Int, record: SampleRecord)] = []
        /// The pass that predicted ``samples``, where it was of these alone.
        var forward: ForwardPass?
        /// All that were looked at, in their order.
        fileprivate var order: [Int] = []

        /// Forgets what comes after so many samples that are to be judged.
        mutating func truncate(to count: Int) {
            guard samples.count > count else { return }
            samples.removeLast(samples.count - count)
            forward = nil
            let seen = Set(order.prefix { $0 != samples.last?.index })
            others.removeAll { !seen.contains($0.index) }
        }
    }

    /// Asks the network about samples, those of one shape together.
    ///
    /// - Throws: `RationaleError.Code.usage` where source and network do not fit; what concerns one sample alone is noted.
    func look(at loaded: [LoadedSample]) throws -> Looked {
        var looked = Looked()
        looked.order = loaded.map(\.index)
        var readable: [(loaded: LoadedSample, sample: Sample)] = []
        for loaded in loaded {
            do { readable.append((loaded, try loaded.sample.get())) } catch let error as RationaleError {
                looked.others.append((loaded.index, try passedOver(loaded.name, error)))
            }
        }
        // A text is read alone: padding would change what the network says of it.
        let groups = Dictionary(grouping: readable.indices) { place in
            let sample = readable[place].sample
            return sample.text == nil ? sample.input.shape : [-1, place]
        }
        for places in groups.values.sorted(by: { $0[0] < $1[0] }) {
            try look(at: places.map { readable[$0] }, &looked)
        }
        looked.samples.sort { looked.order.firstIndex(of: $0.index)! < looked.order.firstIndex(of: $1.index)! }
        if groups.count != 1 || looked.samples.count != readable.count { looked.forward = nil }
        return looked
    }

    private func look(at samples: [(loaded: LoadedSample, sample: Sample)], _ looked: inout Looked) throws {
        let first = samples[0]
        let batch = Tensor.concatenated(samples.map(\.sample.input)).moved(to: classifier.device)
        let layer = first.sample.text == nil ? observedLayer : nil
        let outcome = Result { () throws(RationaleError) in try ForwardPass(classifier, batch, observing: layer) }
        if case .failure(let error) = outcome {
            // Which of them it was shows only alone.
            if samples.count > 1, error.code != .usage, error.code != .interrupted {
                for sample in samples { try look(at: [sample], &looked) }
            } else {
                looked.others.append((first.loaded.index, try passedOver(first.loaded.name, error)))
            }
            return
        }
        let forward = try outcome.get()
        looked.forward = forward
        for (place, (loaded, sample)) in samples.enumerated() {
            do {
                let logits = forward.scores.slice(0, place..<place + 1)
                let seen = try seen(loaded, sample, logits)
                if let probability = seen.probability, probability < filter.leastProbability {
                    let record = SampleRecord(
                        seen.name, target: seen.target, probability: probability, isImprobable: true)
                    looked.others.append((seen.index, record))
                } else {
                    looked.samples.append(seen)
                }
            } catch let error as RationaleError {
                looked.others.append((loaded.index, try passedOver(loaded.name, error)))
            }
        }
    }

    /// - Parameter logits: `[1, class]`.
    private func seen(_ loaded: LoadedSample, _ sample: Sample, _ logits: Tensor) throws -> SeenSample {
        let (classes, values) = (logits.shape[1], logits.floats)
        let target = sample.label ?? classifier.scoring.topClass(of: values) ?? 0
        guard target < max(2, classes) else {
            throw RationaleError(
                .usage, "\(loaded.name) has the class \(target), but \(classifier.name) has \(classes)",
                hint: "Give the data set that the network was trained for.")
        }
        let input = try sample.perturbable(classifier, target: target, budget: budget)
        let readout = input.targetReadout(logits).item
        guard readout.isFinite else {
            throw RationaleError(
                .badData, "\(loaded.name): the scores of \(classifier.name) are not finite numbers")
        }
        // Of values none is more probable than another.
        return SeenSample(
            index: loaded.index, name: loaded.name, sample: sample, target: target,
            probability: classifier.scoring.hasProbabilities ? readout : nil, logits: values, input: input)
    }

    /// What became of a sample that cannot be judged.
    ///
    /// - Throws: the error, where it is not about this sample alone.
    private func passedOver(_ name: String, _ error: RationaleError) throws(RationaleError) -> SampleRecord {
        if error.code == .usage || error.code == .interrupted { throw error }
        return SampleRecord(name, passedOver: error)
    }

    /// The layer that the first method needs that needs one.
    private var observedLayer: LayerChoice? {
        methods.lazy.compactMap { try? $0.method.observedLayer(in: classifier.network) }.first
    }
}
