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
        /// The covered words, inverted, above the chunks: less is better.
        var rank = UInt64(UInt32.max) << 32
        var distance: Int32 = 0
        /// The next word of the reference that it has not decided.
        var next: Int32 = 0
        /// Where its last match ended in the hypothesis; -1 where the last word was left out.
        var lastEnd: Int32 = -1
        /// The last entry of its chosen matches; -1 before the first.
        var history: Int32 = -1
        /// Which of the first 64 words of the hypothesis are taken.
        var taken: UInt64 = 0
        /// Where the bits of the further words are, in units of their number.
        var slot: Int32 = 0

        @inline(__always)
        func isBetter(than other: Path) -> Bool {
            rank != other.rank ? rank < other.rank : distance < other.distance
        }

        /// What a match takes from the rank.
        @inline(__always)
        static func gain(_ match: MeteorAligner.Match) -> UInt64 {
            let covered =
                match.module == 0 ? match.length + match.otherLength : match.length / 2 + match.otherLength / 2
            return UInt64(covered) << 32
        }

        @inline(__always)
        mutating func take(_ match: MeteorAligner.Match) {
            rank -= Self.gain(match)
            if lastEnd >= 0, match.otherStart != lastEnd { rank += 1 }
            next = match.start + match.length
            lastEnd = match.otherStart + match.otherLength
        }

        @inline(__always)
        mutating func leaveOut() {
            if lastEnd >= 0 {
                rank += 1
                lastEnd = -1
            }
            next += 1
        }
    }

    /// Memory for two generations of alignments.
    private final class Memory {
        let paths = UnsafeMutablePointer<Path>.allocate(capacity: 2 * MeteorEnglish.beam)
        deinit { paths.deallocate() }
    }

    private let memory = Memory()
    /// The alignments of the current word, best first, and of the next.
    private var paths: UnsafeMutablePointer<Path>
    private var pathCount = 0
    private var nextPaths: UnsafeMutablePointer<Path>
    private var nextPathCount = 0
    private var histories: [(match: Int32, previous: Int32)] = []
    private var isFixed: [Bool] = []
    /// Which words of the hypothesis after the first 64 are taken: `wordCount` numbers for each slot. Every alignment owns
    /// one slot; those that fall off give it back.
    private var taken: [UInt64] = []
    private var wordCount = 0
    private var freeSlots: [Int32] = []

    init() {
        paths = memory.paths
        nextPaths = memory.paths + MeteorEnglish.beam
    }

    /// - Parameters:
    ///   - hypothesisCount: words of the hypothesis.
    ///   - heads: for each word of the reference, the first match that begins there, or -1.
    ///   - chosen: for each word of the reference, the match that is taken in any case, or -1; what the search takes is added.
    mutating func choose(
        from matches: [MeteorAligner.Match], hypothesisCount: Int, heads: [Int32], chosen: inout [Int32]
    ) {
        start(matches, hypothesisCount, chosen)
        for current in heads.indices {
            if isFixed[current] || heads[current] < 0,
                advanceTogether(at: current, chosen[current] >= 0 ? matches[Int(chosen[current])] : nil)
            {
                continue
            }
            nextPathCount = 0
            if !isFixed[current], heads[current] < 0 {
                for index in 0..<pathCount {
                    var path = paths[index]
                    if path.next <= current { path.leaveOut() }
                    keep(path)
                }
            } else if isFixed[current] {
                for index in 0..<pathCount {
                    var path = paths[index]
                    if path.next <= current {
                        guard chosen[current] >= 0 else { continue }
                        let match = matches[Int(chosen[current])]
                        path.take(match)
                        path.distance &+= abs(match.start - match.otherStart)
                    }
                    keep(path)
                }
            } else {
                let gain = largestGain(matches, heads[current])
                for index in 0..<pathCount {
                    // The rest cannot become better than the worst that is kept.
                    if nextPathCount == MeteorEnglish.beam,
                        paths[index].rank - gain > nextPaths[MeteorEnglish.beam - 1].rank
                    {
                        if wordCount > 0 { for rest in index..<pathCount { freeSlots.append(paths[rest].slot) } }
                        break
                    }
                    extend(paths[index], at: current, matches, heads[current])
                }
            }
            if nextPathCount == 0 { keep(paths[0]) }
            swap(&paths, &nextPaths)
            pathCount = nextPathCount
        }
        finish(matches, &chosen)
    }

    private mutating func start(_ matches: [MeteorAligner.Match], _ hypothesisCount: Int, _ fixed: [Int32]) {
        var path = Path()
        isFixed.removeAll(keepingCapacity: true)
        for _ in fixed { isFixed.append(false) }
        wordCount = max(0, (hypothesisCount - 1) / 64)
        if wordCount > 0 {
            // Two generations, and the one that is made.
            let slotCount = 2 * MeteorEnglish.beam + 1
            taken = [UInt64](repeating: 0, count: slotCount * wordCount)
            freeSlots = Array(1..<Int32(slotCount))
        }
        for number in fixed where number >= 0 {
            let match = matches[Int(number)]
            for word in match.start..<match.start + match.length { isFixed[Int(word)] = true }
            for word in match.otherStart..<match.otherStart + match.otherLength {
                take(word, &path)
            }
        }
        histories.removeAll(keepingCapacity: true)
        paths[0] = path
        pathCount = 1
    }

    /// Takes or leaves out the current word in all alignments where that changes all of them alike, so that they stay in
    /// order; `false` where it does not.
    private mutating func advanceTogether(at current: Int, _ match: MeteorAligner.Match?) -> Bool {
        // Whether each has a chunk that ends here.
        func endsChunk(_ path: Path) -> Bool {
            path.lastEnd >= 0 && match.map { $0.otherStart != path.lastEnd } ?? true
        }
        let first = endsChunk(paths[0])
        for index in 0..<pathCount
        where Int(paths[index].next) > current || endsChunk(paths[index]) != first {
            return false
        }
        if isFixed[current], match == nil { return false }
        for index in 0..<pathCount {
            if let match {
                paths[index].take(match)
                paths[index].distance &+= abs(match.start - match.otherStart)
            } else {
                paths[index].leaveOut()
            }
        }
        return true
    }

    /// Keeps what becomes of an alignment by each match of the current word, and by leaving the word out.
    private mutating func extend(_ path: Path, at current: Int, _ matches: [MeteorAligner.Match], _ head: Int32) {
        var path = path
        if path.next > current {
            keep(path)
            return
        }
        var number = head
        while number >= 0 {
            let match = matches[Int(number)]
            if isFree(match, path, matches) {
                var longer = path
                longer.take(match)
                path.distance &+= abs(match.start - match.otherStart)
                if isKept(longer) {
                    histories.append((number, path.history))
                    longer.history = Int32(truncatingIfNeeded: histories.count - 1)
                    if wordCount > 0 { longer.slot = copyOfSlot(path.slot) }
                    for word in match.otherStart..<match.otherStart + match.otherLength { take(word, &longer) }
                    keep(longer)
                }
            }
            number = match.next
        }
        path.leaveOut()
        keep(path)
    }

    private func largestGain(_ matches: [MeteorAligner.Match], _ head: Int32) -> UInt64 {
        var (number, gain): (Int32, UInt64) = (head, 0)
        while number >= 0 {
            gain = max(gain, Path.gain(matches[Int(number)]))
            number = matches[Int(number)].next
        }
        return gain
    }

    @inline(__always)
    private func isKept(_ path: Path) -> Bool {
        nextPathCount < MeteorEnglish.beam || path.isBetter(than: nextPaths[MeteorEnglish.beam - 1])
    }

    /// Adds an alignment in its place, after those that are as good; the worst falls off.
    @inline(__always)
    private mutating func keep(_ path: Path) {
        guard isKept(path) else {
            if wordCount > 0 { freeSlots.append(path.slot) }
            return
        }
        var index = nextPathCount
        if index == MeteorEnglish.beam {
            index -= 1
            if wordCount > 0 { freeSlots.append(nextPaths[index].slot) }
        } else {
            nextPathCount += 1
        }
        while index > 0, path.isBetter(than: nextPaths[index - 1]) {
            nextPaths[index] = nextPaths[index - 1]
            index -= 1
        }
        nextPaths[index] = path
    }

    /// Whether all words of a match are free in an alignment.
    @inline(__always)
    private func isFree(_ match: MeteorAligner.Match, _ path: Path, _ matches: [MeteorAligner.Match]) -> Bool {
        let end = match.otherStart + match.otherLength
        if match.length == 1, match.otherLength == 1, end <= 64 {
            return path.taken >> UInt64(match.otherStart) & 1 == 0
        }
        for word in match.start..<match.start + match.length where isFixed[Int(word)] { return false }
        for word in match.otherStart..<end {
            let bits = word < 64 ? path.taken : taken[index(of: word, path.slot)]
            if bits >> UInt64(word & 63) & 1 == 1 { return false }
        }
        return true
    }

    @inline(__always)
    private mutating func take(_ word: Int32, _ path: inout Path) {
        if word < 64 {
            path.taken |= 1 << UInt64(word)
        } else {
            taken[index(of: word, path.slot)] |= 1 << UInt64(word & 63)
        }
    }

    /// Where the bit of a word after the first 64 is.
    @inline(__always)
    private func index(of word: Int32, _ slot: Int32) -> Int { Int(slot) * wordCount + Int(word) / 64 - 1 }

    private mutating func copyOfSlot(_ slot: Int32) -> Int32 {
        let copy = freeSlots.removeLast()
        for word in 0..<wordCount { taken[Int(copy) * wordCount + word] = taken[Int(slot) * wordCount + word] }
        return copy
    }

    /// Closes the last chunks, and adds the matches of the best alignment.
    private func finish(_ matches: [MeteorAligner.Match], _ chosen: inout [Int32]) {
        var best = paths[0]
        for index in 0..<pathCount {
            var path = paths[index]
            if path.lastEnd >= 0 { path.rank += 1 }
            if index == 0 || path.isBetter(than: best) { best = path }
        }
        var entry = best.history
        while entry >= 0 {
            let (number, previous) = histories[Int(entry)]
            chosen[Int(matches[Int(number)].start)] = number
            entry = previous
        }
    }
}
