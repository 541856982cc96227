public import RationaleCore
public import RationaleTorch

extension NarratorNetwork {
    /// Writes a sentence for each input.
    ///
    /// - Parameters:
    ///   - features: r(x), `[input, width]`, on this network's device.
    ///   - decoding: how words are chosen.
    ///   - vocabulary: which words begin and end sentences, and which is never written.
    /// - Returns: for each input the best sentence first; a beam gives up to as many as it is wide, others one.
    /// - Throws: `RationaleError.Code.usage` for settings that make no sense, features of another width and another number of
    ///   words; `interrupted`.
    /// - Complexity: one step of the whole batch for each word of the longest sentence; the states are carried, where the
    ///   published program computes all 76 steps again for each word. Inputs whose sentence is complete drop out.
    public func sentences(
        for features: Tensor, _ decoding: Decoding, _ vocabulary: NarratorVocabulary
    ) throws(RationaleError) -> [[WrittenSentence]] {
        try decoding.check()
        try check(features, vocabulary)
        return try withoutGradient { () throws(RationaleError) in
            switch decoding.strategy {
            case .greedy:
                return try wordByWord(features, decoding, vocabulary) { $0.argmax(1) }
            case .sampling(let temperature):
                let generator = Generator(seed: decoding.seed)
                // The largest of logits with Gumbel noise is a draw from their softmax.
                return try wordByWord(features, decoding, vocabulary) { logits in
                    let draws = Tensor.uniform(logits.shape, using: generator).clamped(min: 1e-20)
                    let noise = (draws.logarithm * -1).clamped(min: 1e-20).logarithm * -1
                    return (logits * (1 / temperature) + noise.moved(to: logits.device)).argmax(1)
                }
            case .beam(let width):
                return try beam(features, width, decoding, vocabulary)
            }
        }
    }

    /// - Parameter choose: the next word of each row, `[row]`, from its logits.
    private func wordByWord(
        _ features: Tensor, _ decoding: Decoding, _ vocabulary: NarratorVocabulary, choose: (Tensor) -> Tensor
    ) throws(RationaleError) -> [[WrittenSentence]] {
        let count = features.shape[0]
        var written = Array(repeating: WrittenSentence(words: [], logProbability: 0, isComplete: false), count: count)
        var open = Array(0..<count)
        var state = start(features)
        var last = Tensor([Int64](repeating: Int64(NarratorVocabulary.start), count: count), shape: [count])
            .moved(to: device)
        let bar = bar(vocabulary)
        for _ in 0..<decoding.maxLength where !open.isEmpty {
            try Cancellation.check()
            let next = next(last, state)
            let logits = next.logits + bar
            let allowed = decoding.unrepeated(logits, behind: open.map { written[$0].words }, end: vocabulary.end)
            let chosen = choose(allowed)
            let surprise = logits.logSoftmax(1).gathered(1, at: chosen.unsqueezed(1)).squeezed(1)
            let (words, logs) = (chosen.elements(as: Int64.self), surprise.elements(as: Double.self))
            var kept: [Int] = []
            for (row, input) in open.enumerated() {
                written[input].words.append(Int(words[row]))
                written[input].logProbability += logs[row]
                if Int(words[row]) == vocabulary.end { written[input].isComplete = true } else { kept.append(row) }
            }
            if kept.count == open.count {
                (state, last) = (next.state, chosen)
            } else {
                (state, last) = (next.state.rows(kept), chosen.indices(0, kept))
                open = kept.map { open[$0] }
            }
        }
        return written.map { [$0] }
    }

    /// Beam search: of all continuations of the kept beginnings the most probable ones are kept, until as many sentences
    /// are complete as the beam is wide.
    private func beam(
        _ features: Tensor, _ width: Int, _ decoding: Decoding, _ vocabulary: NarratorVocabulary
    ) throws(RationaleError) -> [[WrittenSentence]] {
        var beams = (0..<features.shape[0]).map { _ in Beam(width: width) }
        var owners = Array(beams.indices)  // of each row
        var state = start(features)
        let bar = bar(vocabulary)
        for length in 1...decoding.maxLength where !owners.isEmpty {
            try Cancellation.check()
            let beginnings = owners.indexed.map { beams[$0.owner].open[$0.place].words }
            let last = beginnings.map { $0.last ?? NarratorVocabulary.start }
            let next = next(Tensor(last.map(Int64.init), shape: [last.count]).moved(to: device), state)
            let logs = (next.logits + bar).logSoftmax(1)
            let allowed = decoding.unrepeated(logs, behind: beginnings, end: vocabulary.end)
            let best = allowed.top(min(2 * width, logs.shape[1]))
            let penalty = decoding.penalty(length: length)
            var (rows, newOwners): ([Int], [Int]) = ([], [])
            var row = 0
            for owner in owners.uniqued {
                let open = beams[owner].open
                let candidates = open.indices.flatMap { place in
                    zip(best.words[row + place], best.values[row + place]).map { word, log in
                        let sum = open[place].logProbability + log
                        return Beam.Candidate(source: place, word: word, logProbability: sum, score: sum / penalty)
                    }
                }
                let sources = beams[owner].extend(with: candidates, end: vocabulary.end)
                rows += sources.map { row + $0 }
                newOwners += sources.map { _ in owner }
                row += open.count
            }
            owners = newOwners
            if !rows.isEmpty { state = next.state.rows(rows) }
        }
        return beams.map(\.sentences)
    }

    /// Refuses what is not this network's.
    func check(_ features: Tensor, _ vocabulary: NarratorVocabulary) throws(RationaleError) {
        guard features.rank == 2, features.shape[1] == configuration.features else {
            throw RationaleError(
                .usage, "the narrator reads [input, \(configuration.features)] activations, found \(features.shape)")
        }
        guard vocabulary.count == configuration.vocabulary else {
            throw RationaleError(
                .usage, "the narrator writes \(configuration.vocabulary) words, the vocabulary has \(vocabulary.count)")
        }
    }

    /// What is added to logits so that words are never written which are none.
    func bar(_ vocabulary: NarratorVocabulary) -> Tensor {
        var bar = [Float](repeating: 0, count: vocabulary.count)
        for word in [NarratorVocabulary.start, vocabulary.unknown].compactMap(\.self) where word != vocabulary.end {
            bar[word] = -.infinity
        }
        return Tensor(bar, shape: [1, bar.count]).moved(to: device)
    }
}

extension [Int] {
    /// Each element with its place among equal neighbours.
    fileprivate var indexed: [(owner: Int, place: Int)] {
        var result: [(owner: Int, place: Int)] = []
        for owner in self {
            let place = result.last.flatMap { $0.owner == owner ? $0.place + 1 : nil } ?? 0
            result.append((owner, place))
        }
        return result
    }

    /// The elements without repetitions of neighbours.
    fileprivate var uniqued: [Int] {
        var result: [Int] = []
        for element in self where element != result.last { result.append(element) }
        return result
    }
}

extension Tensor {
    /// The largest elements of each row of `[row, word]`, largest first.
    func top(_ count: Int) -> (values: [[Double]], words: [[Int]]) {
        let results = Operators.top.tensors(.tensor(self), .int(count), .int(1), .bool(true), .bool(true))
        let (values, words) = (results[0].elements(as: Double.self), results[1].elements(as: Int64.self))
        func rows<Element>(_ elements: [Element]) -> [[Element]] {
            stride(from: 0, to: elements.count, by: count).map { Array(elements[$0..<$0 + count]) }
        }
        return (rows(values), rows(words.map { Int($0) }))
    }
}

private enum Operators {
    static let top: Operator = "aten::topk"
}
