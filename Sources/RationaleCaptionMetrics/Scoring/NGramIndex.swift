/// Numbers n-grams: each is the n-gram without its last word, and that word.
///
/// *Cost*: one look-up in a hash table for each n-gram.
struct NGramIndex {
    private var words: [String: Int] = [:]
    private var numbers: [UInt64: Int] = [:]

    /// How many n-grams have a number.
    var count: Int { numbers.count }

    /// How often each n-gram occurs in a sentence, by its length − 1; sorted by number.
    mutating func counts(of sentence: [String], upTo longest: Int) -> [NGramCounts] {
        let word = sentence.map { word in
            if let known = words[word] { return known }
            words[word] = words.count
            return words.count - 1
        }
        var result: [NGramCounts] = []
        // The n-grams that begin at each word, one word longer in each turn. The empty one has number 0, all others more.
        var current = [Int](repeating: 0, count: word.count)
        for length in 1...longest {
            current.removeLast(max(0, current.count - max(0, word.count - length + 1)))
            for start in current.indices {
                let key = UInt64(current[start]) << 32 | UInt64(word[start + length - 1])
                if let known = numbers[key] {
                    current[start] = known
                } else {
                    current[start] = numbers.count + 1
                    numbers[key] = numbers.count + 1
                }
            }
            result.append(NGramCounts(current))
        }
        return result
    }
}

extension NGramIndex {
    /// The number of an n-gram that has one.
    func number(of ngram: [String]) -> Int? {
        var number = 0
        for word in ngram {
            guard let word = words[word], let next = numbers[UInt64(number) << 32 | UInt64(word)] else { return nil }
            number = next
        }
        return number
    }
}

/// How often n-grams of one length occur.
struct NGramCounts {
    /// Their numbers, ascending.
    private(set) var numbers: [Int] = []
    private(set) var counts: [Int] = []
    /// How many there are, repetitions included.
    let total: Int

    init(_ occurrences: [Int]) {
        total = occurrences.count
        for number in occurrences.sorted() {
            if number == numbers.last {
                counts[counts.count - 1] += 1
            } else {
                numbers.append(number)
                counts.append(1)
            }
        }
    }

    /// Calls a closure for each n-gram that both have, with its places in both.
    func forEachShared(with other: NGramCounts, _ body: (Int, Int) -> Void) {
        var mine = 0
        var theirs = 0
        while mine < numbers.count, theirs < other.numbers.count {
            if numbers[mine] < other.numbers[theirs] {
                mine += 1
            } else if numbers[mine] > other.numbers[theirs] {
                theirs += 1
            } else {
                body(mine, theirs)
                mine += 1
                theirs += 1
            }
        }
    }
}
