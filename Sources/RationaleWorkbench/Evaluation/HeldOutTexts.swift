import RationaleCore
import RationaleData
import RationaleMetrics
import RationaleNetworks

/// The texts of a data set that were held out, as samples of a network.
struct HeldOutTexts: SampleSource {
    private let texts: LabeledTexts
    private let vocabulary: Vocabulary
    /// The network's class of each class of the data set; `nil` for the most probable of each text.
    private let classes: [Int]?

    /// - Parameters:
    ///   - texts: as read.
    ///   - network: reads them. Its classes have the names of the data set's, or none.
    ///   - target: the class that is explained in place of each text's own.
    ///   - isTop: whether the most probable class is explained.
    /// - Throws: `RationaleError.Code.usage` for a network of other classes, or one that does not say which words it knows.
    init(_ texts: LabeledTexts, of classifier: Classifier, target: Int?, isTop: Bool) throws(RationaleError) {
        self.texts = texts
        vocabulary = try classifier.knownWords
        let known = (classifier.labels ?? texts.classes).map { $0.lowercased() }
        let own = try texts.classes.map { name throws(RationaleError) in
            if let target { return target }
            guard let index = known.firstIndex(of: name.lowercased()) else {
                throw RationaleError(
                    .usage, "\(classifier.name) has no class '\(name)', which \(texts.path) has",
                    hint: "It has \(known.prefix(8).joined(separator: ", ")). --labels names them otherwise.")
            }
            return index
        }
        classes = isTop ? nil : own
    }

    var count: Int { texts.validation.count }

    func name(of index: Int) -> String { "\(texts.path), text \(index + 1)" }

    func sample(_ index: Int, for classifier: Classifier) throws -> Sample {
        let (text, label) = (texts.validation[index].text, texts.validation[index].label)
        do {
            return try Sample(try classifier.fitted(vocabulary.tokenized(text)), for: classifier, label: classes?[label])
        } catch {
            throw RationaleError(error.code, "\(name(of: index)): \(error.message)", hint: error.hint)
        }
    }
}
