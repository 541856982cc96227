internal import Foundation
internal import RationaleCore
internal import RationaleImaging

/// One input's section as the templates see it.
struct InputView {
    struct Bar {
        let label: String
        /// Per cent of the full width.
        let width: String?
        let text: String
        /// Whether this class is what the maps explain.
        let isExplained: Bool
    }

    struct Photo {
        let source: String
        let size: String
        let place: PhotoView
        /// Whether the network saw less, or more, than the photo.
        let isCropped: Bool
    }

    struct Passage {
        let text: String
        /// The words that the network does not know; `nil` for none.
        let unknown: String?
        /// `12 words`
        let size: String
    }

    /// What can be neither seen nor read.
    struct Measured {
        /// Of a tensor.
        let shape: String?
    }

    let name: String
    let id: String
    /// What the filter searches.
    let searchable: String
    var photo: Photo?
    var passage: Passage?
    var tensor: Measured?
    let bars: [Bar]
    let hasBars: Bool
    /// What all findings explain, where it is the same.
    let target: String?
    /// The cards, each rendered already.
    var explanations: [String] = []
    let failure: Failure?
    let hint: String?

    /// A photo is embedded with at most this longer side: about twice what a screen shows of it.
    static let photoSide = 640

    /// How many classes are shown.
    static let shownPredictions = 5

    init(failure: Failure, name: String, id: String) {
        self.name = name
        self.id = id
        searchable = name.lowercased()
        bars = []
        hasBars = false
        target = nil
        self.failure = failure
        hint = failure.hint
    }

    init(name: String, id: String, _ explanation: Explanation) {
        self.name = name
        self.id = id
        let explained = explanation.findings.filter { $0.content != nil }.map(\.target)
        let indices = Set(explained.map(\.index))
        bars = explanation.predictions.prefix(Self.shownPredictions).map { prediction in
            Bar(
                label: prediction.name,
                width: prediction.probability.map { probability in
                    String(format: "%.2f", probability.isFinite ? min(max(Double(probability), 0), 1) * 100 : 0)
                }, text: NumberText.readout(of: prediction), isExplained: indices.contains(prediction.index))
        }
        hasBars = !bars.isEmpty
        target = Self.common(explained).map { TargetText.full($0, labels: Self.labels(explanation.predictions)) }
        let text = explanation.written?.joined(separator: " ")
        searchable = ([name, text].compactMap(\.self) + bars.map(\.label)).joined(separator: " ").lowercased()
        failure = nil
        hint = nil
    }

    /// The one target of all maps, where there is one.
    static func common(_ targets: [ExplainedTarget]) -> ExplainedTarget? {
        guard let first = targets.first, targets.allSatisfy({ $0 == first }) else { return nil }
        return first
    }

    static func labels(_ predictions: [Prediction]) -> [Int: String] {
        Dictionary(predictions.compactMap { prediction in prediction.label.map { (prediction.index, $0) } }) { $1 }
    }
}

extension InputView.Passage {
    init(_ explanation: Explanation) {
        let words = explanation.written ?? []
        text = words.joined(separator: " ")
        unknown = explanation.unknownWords.flatMap { $0.isEmpty ? nil : $0.joined(separator: ", ") }
        size = NumberText.count(words.count, "word")
    }
}
