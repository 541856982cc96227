import Foundation
import RationaleCore
import RationaleFiles
import RationaleNetworks
import RationaleText
import RationaleTorch

/// What `bird_data_dict.pkl` holds, checked.
struct InterpNETArrays {
    let file: PickleFile
    /// `[picture, width]`
    let features: StoredTensor
    let labels: [Int]
    let vocabulary: Vocabulary
    let sentences: InterpNETSentences
    let maximumLength: Int
    let notes: [String]

    /// - Parameter names: of the pictures, in the order of the rows.
    init(_ file: PickleFile, pictures names: [String]) throws(RationaleError) {
        self.file = file
        let members = try file.members(of: file.root, "the data")
        func tensor(_ name: String, _ sizes: String, _ fits: ([Int]) -> Bool) throws(RationaleError) -> StoredTensor {
            guard let value = members[name] else {
                throw file.refusal(
                    "there is no '\(name)' in it; it has \(members.keys.sorted().prefix(12).joined(separator: ", "))",
                    hint: "Expected are X_img, y_img, y_sentence, lengths and id_to_word.")
            }
            let tensor = try file.tensor(value, name)
            guard fits(tensor.shape) else {
                throw file.refusal("\(name): expected the shape \(sizes), found \(tensor.shape)")
            }
            return tensor
        }
        let count = names.count
        features = try tensor("X_img", "[\(count), width]") { $0.count == 2 && $0[0] == count && $0[1] > 0 }
        guard features.dtype.isFloatingPoint else {
            throw file.refusal("X_img: expected floating-point numbers, found \(features.dtype)")
        }
        let labels = try tensor("y_img", "[\(count)]") { $0 == [count] || $0 == [count, 1] }
        self.labels = try Self.integers(labels, "y_img", file)
        let next = try tensor("y_sentence", "[\(count), sentences, words]") { $0.count == 3 && $0[0] == count }
        let lengths = try tensor("lengths", "\(Array(next.shape.prefix(2)))") { $0 == Array(next.shape.prefix(2)) }
        maximumLength = next.shape[2]

        var notes: [String] = []
        let words = try Self.words(members, file, &notes)
        do { vocabulary = try Vocabulary(words: words) } catch {
            throw RationaleError(error.code, "\(file.file.name): id_to_word: \(error.message)", hint: error.hint)
        }
        try Self.checkInverse(members["word_to_id"], of: words, file)
        let expected = try Self.integers(next, "y_sentence", file)
        sentences = try InterpNETSentences(
            expected, lengths: Self.integers(lengths, "lengths", file), shape: next.shape, words: words.count,
            names, file.refusal)
        if let note = sentences.note(file.file.name) { notes.append(note) }
        if members["X_sentence"] != nil {
            let fed = try tensor("X_sentence", "\(next.shape)") { $0 == next.shape }
            let differing = sentences.differing(fed: try Self.integers(fed, "X_sentence", file), expected, next.shape)
            if differing > 0 {
                notes.append(
                    "\(file.file.name): in \(differing) sentences X_sentence is not 0 and then the words of y_sentence; "
                        + "y_sentence is taken")
            }
        }
        if let value = members["max_length"], value != .int(maximumLength) {
            notes.append(
                "\(file.file.name): max_length is not \(maximumLength), the width of y_sentence, which is taken")
        }
        self.notes = notes
    }

    private static func integers(
        _ tensor: StoredTensor, _ what: String, _ file: PickleFile
    ) throws(RationaleError) -> [Int] {
        let bytes = tensor.contiguousBytes
        func read<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type) -> [Int] {
            bytes.withUnsafeBytes { bytes in
                (0..<tensor.elementCount).map {
                    Int(bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Value>.size, as: type))
                }
            }
        }
        switch tensor.dtype {
        case .uint8: return read(UInt8.self)
        case .int8: return read(Int8.self)
        case .int16: return read(Int16.self)
        case .int32: return read(Int32.self)
        case .int64: return read(Int64.self)
        default: throw file.refusal("\(what): expected whole numbers, found \(tensor.dtype)")
        }
    }

    /// The words by their numbers, without gaps. Number 0 may have none: it begins sentences.
    private static func words(
        _ members: [String: PickleValue], _ file: PickleFile, _ notes: inout [String]
    ) throws(RationaleError) -> [String] {
        guard let value = members["id_to_word"], let pairs = file.document.dictionary(value), !pairs.isEmpty else {
            throw file.refusal("there is no dictionary 'id_to_word' in it")
        }
        var words: [Int: String] = [:]
        for pair in pairs {
            guard case .int(let id) = pair.key, let word = file.text(pair.value) else {
                throw file.refusal("id_to_word: expected whole numbers as keys and words as values")
            }
            words[id] = word
        }
        if words[0] == nil {
            words[0] = "<start>"
            notes.append("\(file.file.name): id_to_word does not have 0, which begins a sentence; it is called <start>")
        }
        let ordered = (0..<words.count).compactMap { words[$0] }
        guard ordered.count == words.count else {
            throw file.refusal(
                "id_to_word: expected the numbers 0 to \(words.count - 1), found \(ordered.count) of them")
        }
        if let value = members["num_words"], value != .int(words.count) {
            notes.append("\(file.file.name): num_words is not \(words.count), the words of id_to_word, which are taken")
        }
        return ordered
    }

    private static func checkInverse(
        _ value: PickleValue?, of words: [String], _ file: PickleFile
    ) throws(RationaleError) {
        guard let value else { return }
        for (word, id) in try file.members(of: value, "word_to_id").sorted(by: { $0.key < $1.key }) {
            guard case .int(let id) = id, words.indices.contains(id), words[id] == word else {
                throw file.refusal("word_to_id and id_to_word do not agree on the word '\(word)'")
            }
        }
    }
}

/// Sentences as numbers of words, one after another.
struct InterpNETSentences: Sendable {
    private var tokens: [Int32] = []
    /// Where each sentence begins, and where the last one ends.
    private var starts: [Int] = [0]
    /// The first sentence of each picture, and the number of all.
    private var first: [Int] = [0]
    private var empty = PassedOver()

    /// - Parameters:
    ///   - expected: numbers of words, `shape`.
    ///   - lengths: how many of each sentence count; a sentence of none is passed over.
    ///   - shape: pictures, sentences of each, words of each.
    ///   - words: how many there are.
    init(
        _ expected: [Int], lengths: [Int], shape: [Int], words: Int, _ names: [String], _ refusal: FileRefusal
    ) throws(RationaleError) {
        for picture in 0..<shape[0] {
            for place in 0..<shape[1] {
                let (sentence, length) = (picture * shape[1] + place, lengths[picture * shape[1] + place])
                guard (0...shape[2]).contains(length) else {
                    throw refusal(
                        "lengths: sentence \(place) of \(names[picture]) has \(length) words, expected 0 to \(shape[2])"
                    )
                }
                let found = expected[sentence * shape[2]..<sentence * shape[2] + length]
                if let stranger = found.first(where: { !(0..<words).contains($0) }) {
                    throw refusal(
                        "y_sentence: sentence \(place) of \(names[picture]) has the word \(stranger), but id_to_word has "
                            + "\(words) words")
                }
                guard length > 0 else {
                    empty.add("sentence \(place) of \(names[picture]) has no words")
                    continue
                }
                tokens.append(contentsOf: found.lazy.map(Int32.init))
                starts.append(tokens.count)
            }
            first.append(starts.count - 1)
            guard first[picture + 1] > first[picture] else { throw refusal("\(names[picture]) has no sentences") }
        }
    }

    func range(of picture: Int) -> Range<Int> { first[picture]..<first[picture + 1] }

    func tokens(of sentence: Int) -> ArraySlice<Int32> { tokens[starts[sentence]..<starts[sentence + 1]] }

    func note(_ file: String) -> String? { empty.note(of: file, total: starts.count - 1 + empty.count, "sentences") }

    /// How many sentences are not fed in as 0 and then all but their last word.
    func differing(fed: [Int], _ expected: [Int], _ shape: [Int]) -> Int {
        let sentences = shape[0] * shape[1]
        return (0..<sentences).count { sentence in
            let start = sentence * shape[2]
            var length = shape[2]
            while length > 0, expected[start + length - 1] == 0 { length -= 1 }
            guard length > 0 else { return false }
            return fed[start] != 0 || fed[start + 1..<start + length] != expected[start..<start + length - 1]
        }
    }
}
