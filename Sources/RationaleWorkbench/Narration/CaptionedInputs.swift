import Foundation
import RationaleAttribution
import RationaleAviary
import RationaleCore
import RationaleData
import RationaleImaging
import RationaleNarration
import RationaleNetworks
import RationaleTorch

/// Inputs of a classifier with sentences about each: what a narrator learns from, or is judged by.
struct CaptionedInputs: Sendable {
    /// One input.
    struct Sample: Sendable {
        /// The file, or `scene` and its seed.
        let name: String
        let input: NarratorInput
        /// By the classifier's classes.
        let label: Int?
        let sentences: [String]
    }

    let count: Int
    let sample: @Sendable (Int) throws -> Sample

    /// What was read of all inputs.
    struct Read: Sendable {
        /// r(x): `[input, width]`.
        var features: Tensor
        /// `nil` where an input's is not known.
        let labels: [Int]?
        let sentences: [[String]]

        /// Each sentence cut into the words that a narrator learns.
        var captions: [[[String]]] { sentences.map { $0.map(SentenceWords.words) } }
    }

    /// How many pictures are drawn or decoded together.
    private static let chunk = 64

    /// Reads all inputs.
    ///
    /// - Parameter progress: told how many are done.
    func read(_ features: NarratorFeatures, progress: (Int) throws -> Void = { _ in }) throws -> Read {
        var rows: [Tensor] = []
        var labels: [Int?] = []
        var sentences: [[String]] = []
        for start in stride(from: 0, to: count, by: Self.chunk) {
            try Cancellation.check()
            try progress(start)
            let numbers = Array(start..<min(start + Self.chunk, count))
            let samples = try numbers.concurrentMap { number in Result { try sample(number) } }.map { try $0.get() }
            rows.append(try features.features(of: features.classifier.input(of: samples.map(\.input))))
            labels += samples.map(\.label)
            sentences += samples.map(\.sentences)
        }
        let known = labels.compactMap(\.self)
        return Read(
            features: .concatenated(rows), labels: known.count == labels.count ? known : nil, sentences: sentences)
    }
}

extension CaptionedInputs {
    /// Photos with captions.
    ///
    /// - Parameters:
    ///   - pictures: those with a path are taken.
    ///   - classifier: whose preprocessing they go through.
    ///   - label: the classifier's class of each class of the data; `nil` where there is none.
    static func photos(
        _ pictures: [CaptionedPictures.Sample], for classifier: Classifier, label: @escaping @Sendable (Int) -> Int?
    ) -> CaptionedInputs {
        let pictures = pictures.filter { $0.path != nil && !$0.sentences.isEmpty }
        let preprocessing = classifier.preprocessing
        return CaptionedInputs(count: pictures.count) { number in
            let picture = pictures[number]
            let image = try Image(contentsOf: URL(fileURLWithPath: picture.path ?? picture.name))
            return Sample(
                name: picture.name, input: .picture(try preprocessing.picture(of: image)),
                label: picture.label.flatMap(label),
                sentences: picture.sentences)
        }
    }

    /// Ready features with sentences.
    ///
    /// - Parameters:
    ///   - data: the published folder.
    ///   - rows: its pictures.
    ///   - features: of all of them, `[picture, width]`.
    static func vectors(_ data: InterpNETData, rows: [Int], features: Tensor) -> CaptionedInputs {
        CaptionedInputs(count: rows.count) { number in
            let row = rows[number]
            return Sample(
                name: data.names[row], input: .vector(features.selected(0, row).converted(to: .float32).floats),
                label: data.labels[row], sentences: data.words(of: row).map(SentenceWords.sentence))
        }
    }

    /// Drawn birds with ten sentences each.
    ///
    /// - Parameters:
    ///   - classifier: whose preprocessing and input size they are drawn for.
    ///   - count: how many.
    ///   - scene: the scene of each number, from 0.
    static func birds(for classifier: Classifier, count: Int, scene: @escaping @Sendable (Int) -> Scene)
        -> CaptionedInputs
    {
        let side = classifier.input.exampleShape[1]
        let preprocessing = classifier.preprocessing
        return CaptionedInputs(count: count) { number in
            let scene = scene(number)
            return Sample(
                name: "scene \(scene.seed)", input: .picture(try preprocessing.picture(of: scene.picture(side: side))),
                label: scene.species,
                sentences: scene.sentences(visible: scene.truth(side: side).visible).map(\.text))
        }
    }
}
