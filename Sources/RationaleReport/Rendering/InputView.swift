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

    /// A tensor that is neither a photo nor a text.
    struct Measured {
        let shape: String
    }

    let name: String
    let id: String
    /// What the filter searches.
    let searchable: String
    let photo: Photo?
    let passage: Passage?
    let tensor: Measured?
    let bars: [Bar]
    let hasBars: Bool
    /// What all maps explain, where it is the same.
    let target: String?
    /// Each rendered already.
    let explanations: [String]
    let failure: ReportFailure?
    let hint: String?

    /// A photo is embedded with at most this longer side: about twice what a screen shows of it.
    static let photoSide = 640

    /// How many classes are shown.
    static let shownPredictions = 5

    init(failure: ReportFailure, name: String, id: String) {
        self.name = name
        self.id = id
        searchable = name.lowercased()
        photo = nil
        passage = nil
        tensor = nil
        bars = []
        hasBars = false
        target = nil
        explanations = []
        self.failure = failure
        hint = failure.hint
    }

    init(
        name: String, id: String, photo: Photo? = nil, passage: Passage? = nil, tensor: Measured? = nil,
        predictions: [Prediction], explained: [ExplainedTarget], explanations: [String]
    ) {
        self.name = name
        self.id = id
        self.photo = photo
        self.passage = passage
        self.tensor = tensor
        let shown = predictions.prefix(Self.shownPredictions)
        let indices = Set(explained.map(\.index))
        bars = shown.map { prediction in
            Bar(
                label: prediction.name,
                width: prediction.probability.map { probability in
                    String(format: "%.2f", probability.isFinite ? min(max(Double(probability), 0), 1) * 100 : 0)
                }, text: NumberText.readout(of: prediction), isExplained: indices.contains(prediction.index))
        }
        hasBars = !bars.isEmpty
        target = Self.common(explained).map { TargetText.full($0, labels: Self.labels(predictions)) }
        searchable = ([name, passage?.text].compactMap(\.self) + bars.map(\.label)).joined(separator: " ").lowercased()
        self.explanations = explanations
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
