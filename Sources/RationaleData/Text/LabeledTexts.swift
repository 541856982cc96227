import RationaleCore

/// Texts of known classes: some to learn from, others to judge by.
///
/// ``init(_:)`` reads the layouts in which such data are published; see there.
public struct LabeledTexts: Sendable {
    /// A text and the index of its class.
    public struct Sample: Sendable, Hashable {
        public let text: String
        public let label: Int

        public init(_ text: String, _ label: Int) {
            self.text = text
            self.label = label
        }
    }

    /// As it was given.
    public let path: String
    /// The names of the classes, in alphabetical order; numbers by their value.
    public let classes: [String]
    public let training: [Sample]
    public let validation: [Sample]
    /// What a reader should know: which part was held out, what was passed over.
    public let notes: [String]

    /// A text and its class as a file has them.
    struct Row: Sendable {
        let text: String
        let label: String
    }

    /// - Throws: `RationaleError.Code.badData` where one of the two parts is empty, or there is but one class.
    init(
        path: String, training: [Row], validation: [Row], notes: [String] = []
    ) throws(RationaleError) {
        let names = Set(training.map(\.label))
        guard names.count > 1 else {
            throw RationaleError(
                .badData,
                training.isEmpty
                    ? "\(path): there are no texts to learn from"
                    : "\(path): all texts to learn from are of the class '\(names.first ?? "")'",
                hint: (["A classifier needs texts of two classes at least."] + notes.prefix(1)).joined(separator: " "))
        }
        let classes = names.sorted { a, b in
            if let a = Int(a), let b = Int(b) { return a < b }
            return a < b
        }
        let indices = Dictionary(uniqueKeysWithValues: zip(classes, classes.indices))
        if let other = validation.first(where: { indices[$0.label] == nil }) {
            throw RationaleError(
                .badData, "\(path): the class '\(other.label)' of a text to judge by is not among those to learn from",
                hint: "The classes to learn are \(classes.prefix(8).joined(separator: ", ")).")
        }
        guard !validation.isEmpty else {
            throw RationaleError(
                .badData, "\(path): there are no texts to judge by",
                hint: "Set some texts aside, to judge by what was not learnt.")
        }
        self.path = path
        self.classes = classes
        self.training = training.map { Sample($0.text, indices[$0.label]!) }
        self.validation = validation.map { Sample($0.text, indices[$0.label]!) }
        self.notes = notes
    }
}
