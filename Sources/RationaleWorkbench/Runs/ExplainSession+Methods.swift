import Foundation
import RationaleAttribution
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch

extension ExplainSession {
    /// Predictions and maps of photos of one size.
    ///
    /// - Parameter progress: called after each method with its name and the number of photos.
    mutating func explain(_ group: [Member], progress: (String, Int) throws -> Void) throws {
        let batch = Tensor(
            group.flatMap(\.photo.values), shape: [group.count, 3, group[0].photo.height, group[0].photo.width]
        ).moved(to: network.device)
        let logits: Tensor
        do {
            logits = try withoutGradient { () throws(RationaleError) in try network.logits(batch) }
        } catch  where error.code == .usage || error.code == .interrupted {
            throw error
        } catch {
            // Which of them it was shows only alone.
            guard group.count == 1 else { return try group.forEach { try explain([$0], progress: progress) } }
            results[group[0].index] = InputResult(failed: run.inputs[group[0].index].file, error)
            return
        }
        try network.nameClasses(logits.shape[1], from: run.options.labels)
        let good = predict(group, logits)
        guard !good.isEmpty else { return }
        // A class that does not exist is the request's fault, not the photo's.
        _ = try Target.resolve([run.target], logits: logits.indices(0, good), in: network)
        let input = good.count == group.count ? batch : batch.indices(0, good)
        for method in methods {
            try apply(method, to: input, of: good.map { group[$0] })
            try progress(type(of: method).identifier, group.count)
        }
    }

    /// Notes the predictions.
    ///
    /// - Parameter logits: `[photo, class]`.
    /// - Returns: the places in the group of those photos whose scores are numbers.
    private mutating func predict(_ group: [Member], _ logits: Tensor) -> [Int] {
        let scores = logits.floats
        let classes = logits.shape[1]
        return group.indices.filter { position in
            let own = Array(scores[position * classes..<(position + 1) * classes])
            let index = group[position].index
            guard own.allSatisfy(\.isFinite) else {
                let error = RationaleError(
                    .badData, "\(run.inputs[index].file): the scores of \(network.name) are not finite numbers",
                    hint: "Check that the preprocessing is the one that it was trained with (--preprocessing).")
                results[index] = InputResult(failed: run.inputs[index].file, error)
                return false
            }
            self.scores[index] = own
            let predictions = Prediction.top(
                run.options.topK ?? ExplainRun.standardTopK, of: own, labels: network.labels)
            results[index] = InputResult(
                input: run.inputs[index].file, predictions: predictions,
                explanations: results[index]?.explanations ?? [])
            return true
        }
    }

    /// Runs one method on a batch, and writes its maps.
    private mutating func apply(_ method: any AttributionMethod, to batch: Tensor, of members: [Member]) throws {
        let name = type(of: method).identifier
        // What an earlier run found stays as it is.
        let open = members.indices.filter { position in
            !(results[members[position].index]?.explanations.contains { $0.method == name } ?? false)
        }
        guard !open.isEmpty else { return }
        guard open.count == members.count else {
            return try apply(method, to: batch.indices(0, open), of: open.map { members[$0] })
        }
        let clock = ContinuousClock()
        let start = clock.now
        let outcome: Result<[Attribution], any Error> = Result {
            let attributions = try method.attribute(
                batch, targets: [run.target], in: network, budget: run.budget, progress: run.methodProgress)
            try network.device.synchronize()
            return attributions
        }
        let seconds = (clock.now - start) / .seconds(members.count)
        switch outcome {
        case .success(let attributions):
            for (attribution, member) in zip(attributions, members) {
                try keep(attribution, seconds: seconds, of: member)
            }
        case .failure(let error):
            let error = RationaleError(describing: error)
            // The only method that was asked for, on a request that makes no sense: nothing will come of the rest.
            if error.code == .interrupted || run.methods.count == 1 && error.code == .usage { throw error }
            if members.count > 1, error.code != .usage {
                for (position, member) in members.enumerated() {
                    try apply(method, to: batch.slice(0, position..<position + 1), of: [member])
                }
                return
            }
            for member in members {
                results[member.index]?.replace(
                    ExplanationResult(failed: method, target: run.target, error, seconds: seconds))
            }
        }
    }

    /// Writes a map as numbers, alone, and over the photo.
    private mutating func keep(_ attribution: Attribution, seconds: Double, of member: Member) throws {
        let place = "\(places[member.index].folder)/\(attribution.method)"
        try OutputFolder.make("\(folder.path)/\(places[member.index].folder)")
        try MapFile.write(attribution, to: "\(folder.path)/\(place).safetensors")
        var overlay: String?
        if attribution.map.degeneracy == nil {
            let picture = try HeatmapPicture(attribution, colorMap: run.colorMap)
            let painted = picture.overlay(on: member.photo.shown.image, region: member.photo.shown.region)
            try folder.write(try painted.pngData(fast: true), to: "\(place).overlay.png")
            try folder.write(try picture.layerPNG(opacity: .uniform(1)), to: "\(place).map.png")
            overlay = "\(folder.path)/\(place).overlay.png"
        }
        let probability = probability(of: attribution.target.index, for: member.index)
        results[member.index]?.replace(
            ExplanationResult(
                method: attribution.method, layer: attribution.layer, target: attribution.target,
                map: "\(folder.path)/\(place).safetensors", overlay: overlay, unit: attribution.unit,
                seed: attribution.seed, seconds: seconds, warnings: attribution.warnings,
                targetProbability: probability,
                convergenceGap: attribution.convergenceGap, settings: attribution.settings))
        attributions[member.index, default: [:]][attribution.method] = attribution
    }

    /// The softmax of an input's score for a class.
    private func probability(of index: Int, for input: Int) -> Float? {
        guard let own = scores[input], own.indices.contains(index) else { return nil }
        return Prediction.top(own.count, of: own, labels: nil).first { $0.index == index }?.probability
    }
}

extension Network {
    /// Gives the classes the names that are built in, where nobody gave others; checks those that somebody gave.
    ///
    /// - Parameter file: where somebody gave them; `nil` for the model's own.
    mutating func nameClasses(_ count: Int, from file: String?) throws(RationaleError) {
        if let labels {
            guard labels.count == count else {
                throw RationaleError(
                    .badData,
                    "\(file ?? "the model's metadata") names \(labels.count) classes, but \(name) has \(count)",
                    hint: "Give one label a line, in the order of the network's scores.")
            }
        } else if count == 1000, !input.isText {
            labels = ImageNetLabels.all
        }
    }
}

extension InputResult {
    /// Puts a result in the place of an earlier one of the same method.
    mutating func replace(_ explanation: ExplanationResult) {
        if let index = explanations.firstIndex(where: { $0.method == explanation.method }) {
            explanations[index] = explanation
        } else {
            explanations.append(explanation)
        }
    }
}

extension ExplanationResult {
    /// A method that could not run.
    init(failed method: any AttributionMethod, target: Target, _ error: RationaleError, seconds: Double) {
        let reason = "failed: \(error.message)" + (error.hint.map { " (\($0))" } ?? "")
        let index = if case .index(let index) = target { index } else { -1 }
        self.init(
            method: type(of: method).identifier, target: ExplainedTarget(index: index), unit: method.unit,
            seed: method.seed, seconds: seconds, warnings: [reason], failure: Failure(error))
    }
}
