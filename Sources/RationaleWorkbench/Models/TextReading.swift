import Foundation
import RationaleCore
import RationaleData
import RationaleNetworks
import RationaleText

/// How a network reads texts, put together from what a person says and what lies in folders.
///
/// A tokenizer that is named comes first, then that of the model's folder, then a vocabulary.
struct TextReading {
    private(set) var reader: (any TextReader)?
    /// Where it is from.
    private(set) var source = ""
    private(set) var configuration: TransformerConfiguration?
    private let units: TextUnits?
    private var notes: [String] = []
    /// Whether a person named it, so that a network that reads no texts is refused.
    private let isAsked: Bool

    /// - Parameters:
    ///   - choices: what a person says.
    ///   - model: a file, or a folder with a configuration and a tokenizer; `nil` for a model that is known by its name.
    /// - Throws: `RationaleError`: `usage` for units that do not exist; what is wrong with a file.
    init(_ choices: TextChoices, with model: String?) throws {
        units = try choices.units.map { name throws(RationaleError) in
            guard let units = TextUnits(rawValue: name) else {
                throw RationaleError(
                    .usage, "--units '\(name)' is not known",
                    hint: "Choose \(TextUnits.allCases.map(\.rawValue).joined(separator: " or ")).")
            }
            return units
        }
        isAsked = choices.tokenizer != nil || choices.vocabulary != nil || units != nil
        let own = model.flatMap { FolderInputs.isFolder($0) ? TransformerFolder($0) : nil }
        let named = choices.tokenizer.flatMap { FolderInputs.isFolder($0) ? TransformerFolder($0) : nil }
        configuration = try (own?.configuration ?? named?.configuration).map(TransformerConfiguration.init)
        if let tokenizer = choices.tokenizer ?? own.flatMap({ $0.hasTokenizer ? $0.path : nil }) {
            let found = try Tokenizer(contentsOf: tokenizer)
            (reader, source) = (found, tokenizer)
            if configuration != nil, found.marks.isEmpty {
                notes.append(
                    "the tokenizer of \(tokenizer) puts no marks such as [CLS] around a text, with which most of these networks "
                        + "were trained")
            }
            if let vocabulary = choices.vocabulary {
                notes.append("\(vocabulary) is passed over: texts are read by the tokenizer of \(tokenizer)")
            }
        } else if let vocabulary = choices.vocabulary {
            (reader, source) = (try TextFile.vocabulary(of: vocabulary), vocabulary)
        }
    }

    /// The file with the names of the classes; `nil` where there is none.
    var labels: String? { configuration.flatMap { $0.hasLabels ? $0.path : nil } }

    /// What is said about a network's inputs, with how those that go with a text follow from its tokens.
    func choices(_ given: Classifier.Choices) -> Classifier.Choices {
        var choices = given
        choices.text.padding = reader?.paddingID ?? configuration?.padding
        choices.text.firstPosition = configuration?.firstPosition ?? 0
        choices.scoring = given.scoring ?? configuration?.scoring
        return choices
    }

    fileprivate var asks: (isAsked: Bool, units: TextUnits?, notes: [String]) { (isAsked, units, notes) }
}

extension Classifier {
    /// Reads texts so.
    ///
    /// - Throws: `RationaleError`: `usage` for a network that takes no texts, `badData` for a tokenizer with more tokens than
    ///   the network knows.
    mutating func take(_ reading: TextReading) throws {
        let (isAsked, units, notes) = reading.asks
        guard input.isText else {
            guard !isAsked else {
                throw RationaleError(
                    .usage,
                    "--tokenizer, --vocabulary and --units go with a network that takes texts, and \(name) takes none")
            }
            return
        }
        if let units { self.units = units }
        self.notes += notes
        guard let found = reading.reader else { return }
        if let rows = tokenCount, found.largestID >= rows {
            throw RationaleError(
                .badData, "\(reading.source) has \(found.largestID + 1) tokens, but \(name) knows only \(rows)",
                hint: "Use the tokenizer or vocabulary with which it was trained.")
        }
        reader = found
        guard input.shape == [Network.InputDescription.any] else { return }
        let most = [input.lengths.upperBound, reading.configuration?.maximumTokens, found.maximumLength]
            .compactMap(\.self).min()
        if let most, most >= input.lengths.lowerBound { input.lengths = input.lengths.lowerBound...most }
    }
}
