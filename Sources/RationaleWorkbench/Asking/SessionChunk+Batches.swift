import Foundation
import RationaleAttribution
import RationaleCore
import RationaleFiles
import RationaleImaging
import RationaleNetworks
import RationaleTorch

extension SessionChunk {
    /// A photo or another tensor, and its place among the inputs.
    private struct Member: Sendable {
        let index: Int
        /// `[1, …input.shape]`, preprocessed.
        let values: Tensor
        /// Of a photo alone.
        let shown: ShownPhoto?
    }

    /// Predictions and findings of photos or other tensors, as many at once as are of one shape.
    ///
    /// - Parameter progress: called after each method.
    mutating func explainBatch(progress: (SessionProgress) throws -> Void) throws {
        try Cancellation.check()
        let loaded = inputs.indices.concurrentMap { [self] index in Result { try load(index) } }
        var members: [Member] = []
        for (index, outcome) in loaded.enumerated() {
            switch outcome {
            case .success(let member): members.append(member)
            case .failure(let error): fail(index, RationaleError(describing: error))
            }
        }
        try Cancellation.check()
        // Photos without a resize step keep their sizes; those of one size go together.
        for group in Dictionary(grouping: members, by: \.values.shape).values
            .sorted(by: { $0[0].index < $1[0].index })
        {
            try explain(group, progress: progress)
        }
    }

    private func load(_ index: Int) throws(RationaleError) -> Member {
        let photo: Photo
        switch inputs[index].subject {
        case .file(let path) where session.request.kind == .tensor:
            return Member(index: index, values: try TensorFile.input(path, for: classifier), shown: nil)
        case .file(let path):
            photo = try Photo(Image(contentsOf: URL(fileURLWithPath: path)), for: classifier.preprocessing)
        case .photo(let image, _): photo = try Photo(image, for: classifier.preprocessing)
        case .text(let text):
            throw RationaleError(
                .usage, "\"\(text)\" is a text, and the session is about \(session.request.kind.rawValue)s")
        }
        let shape = [1, classifier.preprocessing.channels, photo.height, photo.width]
        return Member(index: index, values: Tensor(photo.values, shape: shape), shown: photo.shown)
    }

    /// The same of inputs of one shape.
    private mutating func explain(_ group: [Member], progress: (SessionProgress) throws -> Void) throws {
        let batch = Tensor.concatenated(group.map(\.values)).moved(to: classifier.device)
        let forward: ForwardPass
        do {
            forward = try ForwardPass(classifier, batch, observing: session.observedLayer)
        } catch {
            if error.code == .usage || error.code == .interrupted { throw error }
            // Which of them it was shows only alone.
            guard group.count == 1 else { return try group.forEach { try explain([$0], progress: progress) } }
            fail(group[0].index, error)
            return
        }
        let logits = forward.scores
        try classifier.nameClasses(logits.shape[1], from: session.request.options.labels)
        let good = predict(group, logits)
        guard !good.isEmpty else { return }
        // A class that does not exist is the request's fault, not the input's.
        let explained = try Target.resolve([session.request.target], logits: logits.indices(0, good), in: classifier)
            .explained
        for (position, target) in zip(good, explained) { targets[group[position].index] = target }
        let input = good.count == group.count ? batch : batch.indices(0, good)
        for method in session.methods {
            try apply(
                method, to: input, of: good.map { group[$0] }, after: good.count == group.count ? forward : nil)
            try progress(SessionProgress(method: type(of: method).identifier, count: group.count, answers: answers))
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
                fail(
                    index,
                    RationaleError(
                        .badData, "\(inputs[index].name): the scores of \(classifier.name) are not finite numbers",
                        hint: "Check that the preprocessing is the one that it was trained with (--preprocessing)."))
                return false
            }
            predict(index, own, photo: group[position].shown)
            return true
        }
    }

    /// Asks one method about a batch.
    ///
    /// - Parameter forward: the pass that predicted these inputs, where it was of these alone.
    private mutating func apply(
        _ method: any Explainer, to batch: Tensor, of members: [Member], after forward: ForwardPass? = nil
    ) throws {
        let open = members.indices.filter { !isKnown(method, members[$0].index) }
        guard !open.isEmpty else { return }
        guard open.count == members.count else {
            return try apply(method, to: batch.indices(0, open), of: open.map { members[$0] })
        }
        let clock = ContinuousClock()
        let start = clock.now
        let outcome: Result<[(Finding, Attribution?)], any Error> = Result {
            let found = try ask(method, about: batch, after: forward)
            try classifier.device.synchronize()
            return found
        }
        let seconds = (clock.now - start) / .seconds(members.count)
        switch outcome {
        case .success(let found):
            for ((finding, attribution), member) in zip(found, members) {
                add(finding, attribution, to: member.index, seconds: seconds)
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

    private func ask(
        _ method: any Explainer, about batch: Tensor, after forward: ForwardPass?
    ) throws -> [(Finding, Attribution?)] {
        let request = session.request
        if let method = method as? any AttributionMethod {
            return try method.attribute(
                batch, targets: [request.target], in: classifier, budget: request.budget,
                progress: session.methodProgress, forward: forward
            ).map { ($0.finding, $0) }
        }
        return try method.explain(
            batch, targets: [request.target], in: classifier, budget: request.budget,
            progress: session.methodProgress, forward: forward
        ).map { ($0, nil) }
    }
}
