/// Chooses matches that do not overlap, word by word of the reference, keeping the best forty partial alignments.
///
/// An alignment is better where it covers more words (of both sentences, exact matches whole, others half, rounded down for
/// each match and side), then where it has fewer chunks, then where the matches lie closer to each other; among equals the
/// one that was made first. All of that is as METEOR 1.5 does it, with two of its peculiarities: a word matched by a
/// stem, synonym or single paraphrase counts nothing while alignments are compared, since half of it is rounded down;
/// and the distance of a match is not added to the alignment that takes it but to those that are made from the same one
/// after it.
///
/// *Source:* the program's `Aligner.resolve`, `PartialAlignment` and `PARTIAL_COMPARE_TOTAL`.
///
/// *Cost*: words of the reference × forty alignments × matches of the word.
struct MeteorBeamSearch {
    private struct Path {
        var covered: Int32 = 0
        var chunks: Int32 = 0
        var distance: Int32 = 0
        /// The next word of the reference that it has not decided.
        var next: Int32 = 0
        /// Where its last match ended in the hypothesis; -1 where the last word was left out.
        var lastEnd: Int32 = -1
        /// The last entry of its chosen matches; -1 before the first.
        var history: Int32 = -1
        /// Which of the first 64 words of the hypothesis are taken.
        var taken: UInt64 = 0

        func isBetter(than other: Path) -> Bool {
            if covered != other.covered { return covered > other.covered }
            if chunks != other.chunks { return chunks < other.chunks }
            return distance < other.distance
        }

        mutating func take(_ match: MeteorAligner.Match) {
            covered += match.module == 0 ? match.length + match.otherLength : match.length / 2 + match.otherLength / 2
            if lastEnd >= 0, match.otherStart != lastEnd { chunks += 1 }
            next = match.start + match.length
            lastEnd = match.otherStart + match.otherLength
        }

        mutating func leaveOut() {
            if lastEnd >= 0 {
                chunks += 1
                lastEnd = -1
            }
            next += 1
        }
    }

    private var paths: [Path] = []
    private var nextPaths: [Path] = []
    private var histories: [(match: Int32, previous: Int32)] = []

    /// For each word of the reference, the number of the match that begins there, or -1.
    ///
    /// - Parameters:
    ///   - heads: for each word of the reference, the first match that begins there.
    ///   - fixed: for each word of the reference, the match that is taken in any case.
    mutating func choose(
        from matches: [MeteorAligner.Match], heads: [Int32], fixed: [Int32], hypothesisCount: Int
    ) -> [Int32] {
        var start = Path()
        var isFixed = [Bool](repeating: false, count: heads.count)
        var isTakenBeyond64: Set<Int32> = []
        var isOpen = false
        for (index, number) in fixed.enumerated() {
            guard number >= 0 else {
                isOpen = isOpen || heads[index] >= 0
                continue
            }
            let match = matches[Int(number)]
            for word in match.start..<match.start + match.length { isFixed[Int(word)] = true }
            for word in match.otherStart..<match.otherStart + match.otherLength {
                if word < 64 { start.taken |= 1 << UInt64(word) } else { isTakenBeyond64.insert(word) }
            }
        }
        // Nothing to decide.
        if !isOpen { return fixed }

        paths.removeAll(keepingCapacity: true)
        paths.append(start)
        histories.removeAll(keepingCapacity: true)
        for current in heads.indices {
            nextPaths.removeAll(keepingCapacity: true)
            for index in paths.indices {
                var path = paths[index]
                if path.next > current {
                    keep(path)
                    continue
                }
                if isFixed[current] {
                    let number = fixed[current]
                    guard number >= 0 else { continue }
                    let match = matches[Int(number)]
                    path.take(match)
                    path.distance += abs(match.start - match.otherStart)
                    keep(path)
                    continue
                }
                var number = heads[current]
                while number >= 0 {
                    let match = matches[Int(number)]
                    if isFree(match, path, matches, isFixed, isTakenBeyond64) {
                        var longer = path
                        longer.take(match)
                        path.distance += abs(match.start - match.otherStart)
                        keep(longer, taking: match, number)
                    }
                    number = match.next
                }
                path.leaveOut()
                keep(path)
            }
            if nextPaths.isEmpty, let first = paths.first { nextPaths.append(first) }
            swap(&paths, &nextPaths)
        }
        return chosen(fixed, matches)
    }

    /// Adds an alignment in its place, after those that are as good; the worst falls off.
    private mutating func keep(_ path: Path) {
        if nextPaths.count == MeteorEnglish.beam {
            guard path.isBetter(than: nextPaths[MeteorEnglish.beam - 1]) else { return }
            nextPaths.removeLast()
        }
        var index = nextPaths.count
        nextPaths.append(path)
        while index > 0, path.isBetter(than: nextPaths[index - 1]) {
            nextPaths[index] = nextPaths[index - 1]
            index -= 1
        }
        nextPaths[index] = path
    }

    private mutating func keep(_ path: Path, taking match: MeteorAligner.Match, _ number: Int32) {
        if nextPaths.count == MeteorEnglish.beam, !path.isBetter(than: nextPaths[MeteorEnglish.beam - 1]) { return }
        var path = path
        histories.append((number, path.history))
        path.history = Int32(histories.count - 1)
        for word in match.otherStart..<match.otherStart + match.otherLength where word < 64 {
            path.taken |= 1 << UInt64(word)
        }
        keep(path)
    }

    /// Whether all words of a match are free in an alignment.
    private func isFree(
        _ match: MeteorAligner.Match, _ path: Path, _ matches: [MeteorAligner.Match], _ isFixed: [Bool],
        _ isTakenBeyond64: Set<Int32>
    ) -> Bool {
        for word in match.start..<match.start + match.length where isFixed[Int(word)] { return false }
        let others = match.otherStart..<match.otherStart + match.otherLength
        for word in others where word < 64 && path.taken >> UInt64(word) & 1 == 1 { return false }
        guard others.upperBound > 64 else { return true }
        for word in others where isTakenBeyond64.contains(word) { return false }
        var entry = path.history
        while entry >= 0 {
            let taken = matches[Int(histories[Int(entry)].match)]
            if others.overlaps(taken.otherStart..<taken.otherStart + taken.otherLength) { return false }
            entry = histories[Int(entry)].previous
        }
        return true
    }

    /// The matches of the best alignment.
    private func chosen(_ fixed: [Int32], _ matches: [MeteorAligner.Match]) -> [Int32] {
        var best: Path?
        for var path in paths {
            if path.lastEnd >= 0 { path.chunks += 1 }
            if best.map({ path.isBetter(than: $0) }) ?? true { best = path }
        }
        var chosen = fixed
        var entry = best?.history ?? -1
        while entry >= 0 {
            let (number, previous) = histories[Int(entry)]
            chosen[Int(matches[Int(number)].start)] = number
            entry = previous
        }
        return chosen
    }
}
