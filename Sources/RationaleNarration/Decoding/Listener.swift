import Foundation
public import RationaleCore
public import RationaleTorch

/// A listener who hears a sentence and guesses the class, and a speaker who chooses words by which it guesses right.
///
/// The listener knows the same language network: `P(c | s) = p(s | r̄_c) / Σ_k p(s | r̄_k)`, r̄_c the mean features of class c.
/// The speaker looks for the sentence with the largest
///
/// ```
/// log p(s | r) / ((5 + length)^α / 6^α) + λ · log P(c | s)
/// ```
///
/// by a beam in which beginnings are compared by the same formula. A word is considered only where `p(word) ≥ β · p(best word)`,
/// so that a sentence stays grammatical however much it helps the listener. With two classes the sentences are contrastive: they say
/// what tells one from the other.
///
/// *Source:* the rational speech acts of Andreas and Klein (2016), "Reasoning about pragmatics with neural listeners and
/// speakers", arXiv:1604.00562; word by word as Vedantam et al. (2017), "Context-aware captions from context-agnostic
/// supervision", arXiv:1701.02870, and Cohn-Gordon et al. (2018), arXiv:1804.05417. β is the plausibility
/// constraint of Li et al. (2022), "Contrastive decoding", arXiv:2210.15097.
///
/// *Cost:* for each word a step of as many rows as the beam is wide, and of as many for each class.
public struct Listener: Sendable {
    /// r̄ of each class that the listener considers: `[class, width]`.
    public let prototypes: Tensor
    /// λ, at least 0. Default: 8, with which the built-in narrator's sentences are recognised and still true.
    public var weight = 8.0
    /// β, from 0 to 1: how probable a word must be against the most probable one. Default: 0.01. 0 considers every word.
    public var plausibility = 0.01

    public init(prototypes: Tensor) { self.prototypes = prototypes }

    /// The probability of each class, given each sentence: `[sentence][class]`.
    public func recognition(of sentences: [[Int]], in network: NarratorNetwork) -> [[Double]] {
        let count = prototypes.shape[0]
        return sentences.map { words in
            let batch = PaddedSentences(Array(repeating: words, count: count), device: network.device)
            let logs = withoutGradient {
                network.logProbabilities(of: batch, features: prototypes.moved(to: network.device))
            }
            return batch.sums(logs).softmax(0).elements(as: Double.self)
        }
    }

    /// The scores of words, −∞ for those that are too improbable to be considered.
    ///
    /// - Parameter logs: log p of each word, `[beginning, word]`.
    fileprivate func plausible(_ scores: Tensor, _ logs: Tensor) -> Tensor {
        guard plausibility > 0 else { return scores }
        let least = logs.maximum([1], keepingDimensions: true) + log(plausibility)
        return Tensor.full(scores.shape, -.infinity, device: scores.device)
            .chosen(where: logs.isLess(than: least), else: scores)
    }
}

extension NarratorNetwork {
    /// Writes sentences by which a listener recognises a class.
    ///
    /// - Parameters:
    ///   - features: r(x) of one input, `[1, width]`, on this network's device.
    ///   - target: the position of the class to be recognised among the listener's.
    ///   - listener: which classes it considers, and how much it counts.
    ///   - width: of the beam.
    ///   - decoding: the longest sentence and the length normalisation.
    ///   - vocabulary: as for ``sentences(for:_:_:)``.
    /// - Returns: the best sentence first.
    public func sentences(
        for features: Tensor, recognizedAs target: Int, by listener: Listener, width: Int = 8,
        _ decoding: Decoding = Decoding(), _ vocabulary: NarratorVocabulary
    ) throws(RationaleError) -> [WrittenSentence] {
        try Decoding(.beam(width: width)).check()
        try decoding.check()
        try check(features, vocabulary)
        try check(listener.prototypes, vocabulary)
        guard features.shape[0] == 1 else {
            throw RationaleError(
                .usage, "a listener's speaker describes one input at a time, found \(features.shape[0])")
        }
        guard (0...1).contains(listener.plausibility) else {
            throw RationaleError(.usage, "plausibility of words: expected 0 to 1, found \(listener.plausibility)")
        }
        let classes = listener.prototypes.shape[0]
        guard (0..<classes).contains(target) else {
            throw RationaleError(.usage, "the listener knows \(classes) classes, so there is no class \(target)")
        }
        return try withoutGradient { () throws(RationaleError) in
            let bar = bar(vocabulary)
            var beam = Beam(width: width)
            var speaker = start(features)
            var heard = start(listener.prototypes.moved(to: device))
            var evidence = Tensor.zeros([1, classes], device: device)  // log p of each beginning under each class
            for length in 1...decoding.maxLength where !beam.open.isEmpty {
                try Cancellation.check()
                let open = beam.open
                let last = open.map { Int64($0.words.last ?? NarratorVocabulary.start) }
                let said = next(Tensor(last, shape: [open.count]).moved(to: device), speaker)
                let listened = next(
                    Tensor(last.flatMap { Array(repeating: $0, count: classes) }, shape: [open.count * classes])
                        .moved(to: device), heard)
                // [beginning, word], [beginning, class, word]
                let logs = (said.logits + bar).logSoftmax(1)
                let likelihoods =
                    evidence.unsqueezed(2)
                    + listened.logits.logSoftmax(1).reshaped([open.count, classes, -1])
                let recognition = likelihoods.logSoftmax(1).selected(1, target)
                let sums =
                    Tensor(open.map(\.logProbability), shape: [open.count, 1]).converted(to: .float32)
                    .moved(to: device) + logs
                let scores = sums * (1 / decoding.penalty(length: length)) + recognition * listener.weight
                let allowed = decoding.unrepeated(
                    listener.plausible(scores, logs), behind: open.map(\.words), end: vocabulary.end)
                let best = allowed.top(min(2 * width, scores.shape[1]))
                let places = Tensor(best.words.joined().map(Int64.init), shape: [open.count, best.words[0].count])
                    .moved(to: device)
                let (bestSums, bestRecognition) = (
                    sums.gathered(1, at: places).elements(as: Double.self),
                    recognition.gathered(1, at: places).elements(as: Double.self)
                )
                var candidates: [Beam.Candidate] = []
                for (source, words) in best.words.enumerated() {
                    for (place, word) in words.enumerated() {
                        let index = source * words.count + place
                        candidates.append(
                            .init(
                                source: source, word: word, logProbability: bestSums[index],
                                score: best.values[source][place], recognition: exp(bestRecognition[index])))
                    }
                }
                let sources = beam.extend(with: candidates, end: vocabulary.end)
                guard !sources.isEmpty else { break }
                speaker = said.state.rows(sources)
                heard = listened.state.rows(sources.flatMap { source in (0..<classes).map { source * classes + $0 } })
                let words = Tensor(beam.open.map { Int64($0.words.last ?? 0) }, shape: [sources.count, 1, 1])
                    .moved(to: device).expanded([sources.count, classes, 1])
                evidence = likelihoods.indices(0, sources).gathered(2, at: words).squeezed(2)
            }
            return beam.sentences
        }
    }
}
