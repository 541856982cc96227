import Foundation
import RationaleCore
import RationaleFiles
import RationaleNetworks
public import RationaleText
public import RationaleTorch

/// The published data folder of InterpNET: features of pictures, ten sentences each as numbers of words, classes, and a
/// split.
///
/// | file | content |
/// |---|---|
/// | `bird_data_dict.pkl` | `X_img` `[picture, width]`, `y_img` `[picture]`, `y_sentence` `[picture, sentence, word]`, `lengths` `[picture, sentence]`, `id_to_word`; `X_sentence`, `word_to_id`, `num_words` and `max_length` are checked where they are there |
/// | `id_to_class.pkl` | names of the classes by their numbers |
/// | `names.pkl` | names of the pictures, in the order of the arrays' rows |
/// | `train_no_cub.txt`, `val_no_cub.txt`, `test_no_cub.txt` | names of pictures, one a line |
///
/// Pickles of protocols 0 to 5 are read, of NumPy 1 and 2, by a reader that executes nothing: whatever asks for Python code
/// is refused by name. `X_sentence` is what is fed in (the start symbol 0, then the words), `y_sentence` the next words, up
/// to and with the full stop that ends a sentence.
///
/// *Source:* Barratt (2017), "InterpNET: neural introspection for interpretable deep learning", arXiv 1710.09511, and its
/// program.
/// *Cost:* features stay in the file, where protocol 3 or later wrote them; words take 4 bytes each.
public struct InterpNETData: Sendable {
    /// The folder, as it was given.
    public let path: String
    /// The name of each picture, by its row.
    public let names: [String]
    /// `[picture, width]`, of single or double precision.
    public let features: StoredTensor
    /// The index of each picture's class.
    public let labels: [Int]
    /// The names of the classes, by their indices.
    public let classes: [String]
    /// The words, by their numbers. Number 0 begins a sentence and fills short ones.
    public let vocabulary: Vocabulary
    /// The most words that a sentence may have; longer ones were not published.
    public let maximumLength: Int
    /// Rows of the pictures to learn from, in the order of the list; at least one.
    public let training: [Int]
    /// Rows of the pictures to choose the best state by; at least one, none of ``training``.
    public let validation: [Int]
    /// Rows of the pictures to judge by.
    public let test: [Int]
    /// What a person should know: sentences that are passed over, classes without pictures.
    public let notes: [String]
    let sentences: InterpNETSentences

    static let dictionary = "bird_data_dict.pkl"
    private static let lists = ["train_no_cub.txt", "val_no_cub.txt", "test_no_cub.txt"]

    /// Whether a folder has the file by which this layout is told from others.
    public static func isIn(_ folder: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.path(to: dictionary))
    }

    /// Reads a folder.
    ///
    /// - Throws: `RationaleError`: `missingInput` for a file that is not there; `badData` naming the file and what in it does
    ///   not fit: an array's shape, a word or class without a name, a name that no picture has, a picture to learn from
    ///   that is also in the list for validation.
    /// - Complexity: one pass over the numbers of words; the features are not touched.
    public init(in path: String) throws {
        func file(_ name: String) throws -> PickleFile {
            try PickleFile(contentsOf: URL(fileURLWithPath: path.path(to: name)))
        }
        let namesFile = try file("names.pkl")
        let names = try namesFile.strings(namesFile.root, "the names of the pictures")
        let rows = try Self.rows(names, namesFile)
        let data = try InterpNETArrays(try file(Self.dictionary), pictures: names)
        let classesFile = try file("id_to_class.pkl")
        var notes: [String] = data.notes
        let classes = try Self.classes(classesFile, &notes)
        for (row, label) in data.labels.enumerated() where !classes.indices.contains(label) {
            throw data.file.refusal(
                "y_img: \(names[row]) has the class \(label), but id_to_class.pkl names \(classes.count) classes")
        }

        var lists: [NameList] = []
        for name in Self.lists { lists.append(try NameList(path.path(to: name))) }
        if let error = lists[0].overlap(with: lists[1]) { throw error }
        for other in lists[...1] {
            if let error = lists[2].overlap(with: other) { notes.append(error.message) }
        }
        var parts: [[Int]] = []
        for list in lists {
            parts.append(try Self.rows(of: list, rows))
            if let note = list.note { notes.append(note) }
        }
        for (part, list) in zip(parts, lists).prefix(2) where part.isEmpty {
            throw RationaleError(.badData, "\(list.path): the list is empty", hint: "Each line is a picture's name.")
        }
        let learnt = Set(parts[0].map { data.labels[$0] })
        let unlearnt = classes.indices.filter { !learnt.contains($0) }
        if let first = unlearnt.first {
            notes.append(
                "\(path): \(unlearnt.count) of \(classes.count) classes have no pictures to learn from, such as "
                    + classes[first])
        }
        self.path = path
        self.names = names
        self.classes = classes
        self.notes = notes
        (training, validation, test) = (parts[0], parts[1], parts[2])
        (features, labels, vocabulary) = (data.features, data.labels, data.vocabulary)
        (sentences, maximumLength) = (data.sentences, data.maximumLength)
    }

    /// The numbers of the words of a picture's sentences, with the full stop that ends each.
    ///
    /// - Parameter picture: its row.
    public func tokens(of picture: Int) -> [[Int]] {
        sentences.range(of: picture).map { sentences.tokens(of: $0).map(Int.init) }
    }

    /// The words of a picture's sentences, with the full stop that ends each.
    ///
    /// - Parameter picture: its row.
    public func words(of picture: Int) -> [[String]] {
        tokens(of: picture).map { $0.map { vocabulary.words[$0] } }
    }

    // MARK: - Names and classes

    private static func rows(_ names: [String], _ file: PickleFile) throws(RationaleError) -> [String: Int] {
        var rows: [String: Int] = [:]
        for (row, name) in names.enumerated() {
            if let first = rows.updateValue(row, forKey: name) {
                throw file.refusal("the pictures \(first) and \(row) have the same name, \(name)")
            }
        }
        return rows
    }

    private static func rows(of list: NameList, _ rows: [String: Int]) throws(RationaleError) -> [Int] {
        var found: [Int] = []
        for line in list.lines {
            guard let row = rows[line.name] else {
                throw RationaleError(
                    .badData, "\(list.path), line \(line.number): names.pkl has no picture \(line.name)",
                    hint: "Each line is a name as names.pkl has it.")
            }
            found.append(row)
        }
        return found
    }

    private static func classes(_ file: PickleFile, _ notes: inout [String]) throws(RationaleError) -> [String] {
        guard let pairs = file.document.dictionary(file.root), !pairs.isEmpty else {
            throw file.refusal("expected a dictionary of classes by their numbers")
        }
        var named: [Int: String] = [:]
        for pair in pairs {
            guard let id = Self.integer(pair.key, file), let name = file.text(pair.value) else {
                throw file.refusal("expected whole numbers as keys and names of classes as values")
            }
            named[id] = name
        }
        let ids = named.keys.sorted()
        if ids != Array(ids.indices) {
            notes.append(
                "\(file.file.name): the classes have the numbers \(ids[0]) to \(ids[ids.count - 1]); they are taken in that "
                    + "order, counted from 0")
        }
        return ids.compactMap { named[$0] }
    }

    /// A whole number, which may be written as text.
    private static func integer(_ value: PickleValue, _ file: PickleFile) -> Int? {
        if case .int(let number) = value { number } else { file.text(value).flatMap { Int($0) } }
    }
}
