/// The beginnings of sentences that a beam search keeps for one input, and its complete sentences.
struct Beam {
    let width: Int
    private(set) var open = [WrittenSentence(words: [], logProbability: 0, isComplete: false)]
    private var scores = [0.0]
    private var complete: [(sentence: WrittenSentence, score: Double)] = []

    /// A continuation of an open beginning by one word.
    struct Candidate {
        /// The position of the beginning among ``Beam/open``.
        var source: Int
        var word: Int
        /// Of the whole sentence so far.
        var logProbability: Double
        /// By which continuations of one length, and complete sentences of all lengths, are compared.
        var score: Double
        /// See ``WrittenSentence/recognition``.
        var recognition: Double?
    }

    init(width: Int) { self.width = width }

    /// Replaces the open beginnings by the best continuations. The search is over once as many sentences are complete as
    /// the beam is wide.
    ///
    /// - Parameters:
    ///   - candidates: in any order; of equal scores the first source and the lowest word come first.
    ///   - end: the word that completes a sentence.
    /// - Returns: the positions of the beginnings that were continued, one for each new one; empty where the search is over.
    mutating func extend(with candidates: [Candidate], end: Int) -> [Int] {
        let ordered = candidates.filter { $0.score > -.infinity }
            .sorted { ($1.score, $0.source, $0.word) < ($0.score, $1.source, $1.word) }
        var next: [(sentence: WrittenSentence, score: Double, source: Int)] = []
        for candidate in ordered {
            if next.count == width || complete.count == width { break }
            let sentence = WrittenSentence(
                words: open[candidate.source].words + [candidate.word], logProbability: candidate.logProbability,
                isComplete: candidate.word == end, recognition: candidate.recognition)
            if sentence.isComplete {
                complete.append((sentence, candidate.score))
            } else {
                next.append((sentence, candidate.score, candidate.source))
            }
        }
        if complete.count == width { next = [] }
        open = next.map(\.sentence)
        scores = next.map(\.score)
        return next.map(\.source)
    }

    /// The complete sentences, best first; where none is, the open beginnings.
    var sentences: [WrittenSentence] {
        let found = complete.isEmpty ? zip(open, scores).map { ($0, $1) } : complete
        return found.sorted { $0.1 > $1.1 }.map(\.0)
    }
}
