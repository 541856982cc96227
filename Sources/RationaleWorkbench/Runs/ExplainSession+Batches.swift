import Foundation
import RationaleAttribution
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch

extension ExplainSession {
    /// A photo or another tensor, and its place among the inputs.
    private struct Member {
        let index: Int
        /// `[1, …input.shape]`, preprocessed.
        let values: Tensor
        /// Of a photo alone.
        let shown: ShownPhoto?
    }

    /// Predictions and maps of photos or other tensors, as many at once as are of one shape.
    ///
    /// - Parameter progress: called after each method with its name and the number of inputs.
    mutating func explainBatch(_ chunk: [Int], progress: (String, Int) throws -> Void) throws {
        var members: [Member] = []
        for index in chunk {
            try Cancellation.check()
            try restore(index)
            do throws(RationaleError) {
                members.append(try load(index))
            } catch {
                results[index] = InputResult(failed: run.inputs[index].file, error)
            }
        }
        for member in members { photos[member.index] = member.shown }
        // Photos without a resize step keep their sizes; those of one size go together.
        for group in Dictionary(grouping: members, by: \.values.shape).values
            .sorted(by: { $0[0].index < $1[0].index })
        {
            try explain(group, progress: progress)
        }
    }

    private func load(_ index: Int) throws(RationaleError) -> Member {
        let file = run.inputs[index].file
        guard run.kind == .picture else {
            return Member(index: index, values: try TensorFile.input(file, for: classifier), shown: nil)
        }
        let photo = try Photo(file, for: classifier.preprocessing)
        let shape = [1, classifier.preprocessing.channels, photo.height, photo.width]
        return Member(index: index, values: Tensor(photo.values, shape: shape), shown: photo.shown)
    }

    /// The same of inputs of one shape.
    private mutating func explain(_ group: [Member], progress: (String, Int) throws -> Void) throws {
        let batch = Tensor.concatenated(group.map(\.values)).moved(to: classifier.device)
        let forward: ForwardPass
        do {
            forward = try ForwardPass(classifier, batch, observing: observedLayer)
        } catch {
            if error.code == .usage || error.code == .interrupted { throw error }
            // Which of them it was shows only alone.
            guard group.count == 1 else { return try group.forEach { try explain([$0], progress: progress) } }
            results[group[0].index] = InputResult(failed: run.inputs[group[0].index].file, error)
            return
        }
        let logits = forward.scores
        try classifier.nameClasses(logits.shape[1], from: run.options.labels)
        let good = predict(group, logits)
        guard !good.isEmpty else { return }
        // A class that does not exist is the request's fault, not the input's.
        let explained = try Target.resolve([run.target], logits: logits.indices(0, good), in: classifier).explained
        for (position, target) in zip(good, explained) { targets[group[position].index] = target }
        let input = good.count == group.count ? batch : batch.indices(0, good)
        for method in methods {
            try apply(
                method, to: input, of: good.map { group[$0] }, after: good.count == group.count ? forward : nil)
            try progress(type(of: method).identifier, group.count)
        }
    }

    /// Notes the predictions.
    ///
    /// - Parameter logits: `[input, class]`.
    /// - Returns: the places in the group of those inputs whose scores are numbers.
    private mutating func predict(_ group: [Member], _ logits: Tensor) -> [Int] {
        let scores = logits.floats
        let classes = logits.shape[1]
        return group.indices.filter { position in
            let own = Array(scores[position * classes..<(position + 1) * classes])
            let index = group[position].index
            guard own.allSatisfy(\.isFinite) else {
                let error = RationaleError(
                    .badData, "\(run.inputs[index].file): the scores of \(classifier.name) are not finite numbers",
                    hint: "Check that the preprocessing is the one that it was trained with (--preprocessing).")
                results[index] = InputResult(failed: run.inputs[index].file, error)
                return false
            }
            predict(index, own)
            return true
        }
    }

    /// Runs one method on a batch, and writes its maps.
    ///
    /// - Parameter forward: the pass that predicted these inputs, where it was of these alone.
    private mutating func apply(
        _ method: any AttributionMethod, to batch: Tensor, of members: [Member], after forward: ForwardPass? = nil
    ) throws {
        let open = members.indices.filter { !hasMap(of: method, members[$0].index) }
        guard !open.isEmpty else { return }
        guard open.count == members.count else {
            return try apply(method, to: batch.indices(0, open), of: open.map { members[$0] })
        }
        let clock = ContinuousClock()
        let start = clock.now
        let outcome: Result<[Attribution], any Error> = Result {
            let attributions = try method.attribute(
                batch, targets: [run.target], in: classifier, budget: run.budget, progress: run.methodProgress,
                forward: forward)
            try classifier.device.synchronize()
            return attributions
        }
        let seconds = (clock.now - start) / .seconds(members.count)
        switch outcome {
        case .success(let attributions):
            for (attribution, member) in zip(attributions, members) {
                try keep(attribution, seconds: seconds, of: member)
            }
        case .failure(let error):
            let error = try bearable(error)
            if members.count > 1, error.code != .usage {
                for (position, member) in members.enumerated() {
                    try apply(method, to: batch.slice(0, position..<position + 1), of: [member])
                }
                return
            }
            for member in members { fail(method, member.index, error, seconds: seconds) }
        }
    }

    /// Writes a map as numbers, alone, and over the photo where there is one.
    private mutating func keep(_ attribution: Attribution, seconds: Double, of member: Member) throws {
        let picture = attribution.map.degeneracy == nil ? try HeatmapPicture(attribution, colorMap: run.colorMap) : nil
        try keep(attribution, of: member.index, seconds: seconds) { [folder] place in
            guard let picture else { return nil }
            try folder.write(try picture.layerPNG(opacity: .uniform(1)), to: "\(place).map.png")
            guard let shown = member.shown else { return "\(place).map.png" }
            let painted = picture.overlay(on: shown.image, region: shown.region)
            try folder.write(try painted.pngData(fast: true), to: "\(place).overlay.png")
            return "\(place).overlay.png"
        }
        pictures[member.index, default: [:]][attribution.method] = picture
        attributions[member.index, default: [:]][attribution.method] = attribution
    }
}
