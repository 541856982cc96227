import RationaleCore
import RationaleData
import RationaleMetrics
import RationaleNetworks
import RationaleText

/// The texts of a data set that were held out, as samples of a network.
struct HeldOutTexts: SampleSource {
    private let texts: LabeledTexts
    /// The network's class of each class of the data set; `nil` for the most probable of each text.
    private let classes: [Int]?

    /// - Parameters:
    ///   - texts: as read.
    ///   - classifier: reads them. Its classes have the names of the data set's, or none.
    ///   - target: the class that is explained in place of each text's own.
    ///   - isTop: whether the most probable class is explained.
    /// - Throws: `RationaleError.Code.usage` for a network of other classes, or one that does not say which words it knows.
    init(_ texts: LabeledTexts, of classifier: Classifier, target: Int?, isTop: Bool) throws(RationaleError) {
        self.texts = texts
        _ = try classifier.knownReader
        let known = ClassLookup(classifier.labels ?? texts.classes)
        // A data set that numbers its classes means the network's, in their order.
        let isNumbered =
            texts.classes == texts.classes.indices.map { "\($0)" } && texts.classes.count == known.names.count
        classes =
            isTop
            ? nil
            : try texts.classes.map { name throws(RationaleError) in
                if let target { return target }
                if isNumbered, let number = Int(name) { return number }
                do throws(RationaleError) { return try known.index(of: name, in: classifier.name) } catch {
                    throw RationaleError(
                        .usage, "\(texts.path): \(error.message)",
                        hint: "It has \(known.names.prefix(8).joined(separator: ", ")). --labels names them otherwise.")
                }
            }
    }

    var count: Int { texts.validation.count }

    func name(of index: Int) -> String { "\(texts.path), text \(index + 1)" }

    func sample(_ index: Int, for classifier: Classifier) throws -> Sample {
        let (text, label) = (texts.validation[index].text, texts.validation[index].label)
        do {
            return try Sample(
                try classifier.tokenized(text), for: classifier, label: classes?[label])
        } catch {
            throw RationaleError(error.code, "\(name(of: index)): \(error.message)", hint: error.hint)
        }
    }
}
