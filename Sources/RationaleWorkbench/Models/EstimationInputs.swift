import Foundation
import RationaleAttribution
import RationaleAviary
import RationaleCore
import RationaleImaging
import RationaleData
import RationaleNetworks
import RationaleText
import RationaleTorch

/// Inputs that say what is usual for a network.
struct EstimationInputs {
    /// What distinguishes them from others.
    let identity: String
    /// What a person should know: inputs that are passed over, and why.
    let notes: [String]
    let count: Int
    /// How many go through the network at once.
    let batch: Int
    /// The network as methods see it: for texts, behind the table of word vectors.
    let explained: Classifier
    /// Those of a range that can be read, `[batch, …]`, and why another cannot.
    let read: (Range<Int>) throws -> (batch: Tensor?, unreadable: RationaleError?)

    /// - Parameters:
    ///   - source: a folder of pictures, or texts.
    ///   - most: how many are taken, drawn from all with a fixed seed: files lie in the order of their classes.
    ///   - classifier: which is to say whether it sees pictures or reads texts.
    /// - Throws: `missingInput` where there are none.
    init(_ source: String, atMost most: Int, for classifier: Classifier) throws {
        if classifier.input.isText {
            try self.init(texts: source, most, classifier)
        } else {
            try self.init(pictures: source, most, classifier)
        }
    }

    private init(pictures folder: String, _ most: Int, _ classifier: Classifier) throws {
        let files: PictureFiles
        do { files = try FolderInputs.pictures(below: folder).required() } catch {
            throw RationaleError(
                error.code, error.message, hint: error.hint ?? "Name a folder of pictures with --estimation.")
        }
        notes = [files.note].compactMap(\.self)
        let names = files.names.drawn(most)
        identity = names.map { "\($0) \(Self.state(of: "\(folder)/\($0)"))" }.joined(separator: "\n")
        count = names.count
        batch = 16
        explained = classifier
        read = { range in
            var unreadable: RationaleError?
            let photos = names[range].compactMap { name -> Photo? in
                do throws(RationaleError) {
                    let image = try Image(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
                    return try Photo(image, for: classifier.preprocessing)
                } catch {
                    unreadable = error
                    return nil
                }
            }
            guard let first = photos.first else { return (nil, unreadable) }
            guard photos.allSatisfy({ ($0.height, $0.width) == (first.height, first.width) }) else {
                throw RationaleError(
                    .badData, "\(folder): pictures of different sizes have no common statistics",
                    hint: "Choose a preprocessing that brings them to one size, such as --preprocessing imagenet.")
            }
            return (
                Tensor(
                    photos.flatMap(\.values),
                    shape: [photos.count, classifier.preprocessing.channels, first.height, first.width]), unreadable
            )
        }
    }

    private init(texts source: String, _ most: Int, _ classifier: Classifier) throws {
        let all: [TokenizedText]
        if source == TextOptions.descriptions {
            let descriptions = (0..<most).map { DescriptionWorld.standard.description(seed: SceneSeeds.training($0)) }
            let vocabulary = try classifier.knownWords
            all = try descriptions.map { try vocabulary.tokenized(words: $0.words) }
            identity = "\(most) descriptions"
            notes = []
        } else {
            let data = try LabeledTexts(source)
            let drawn = data.training.drawn(most)
            all = try drawn.map { try classifier.tokenized($0.text) }
            identity = "\(drawn.count) drawn of \(source) \(Self.state(of: source))"
            notes = data.notes
        }
        let texts = try all.filter { !$0.words.isEmpty }.map { try classifier.fitted($0) }
        guard let first = texts.first else {
            throw RationaleError(.badData, "\(source): there are no words in its texts")
        }
        count = texts.count
        batch = 1  // texts differ in length
        explained = try classifier.embedding(classifier.tokens(of: first)).classifier
        read = { (try classifier.tokens(of: texts[$0.lowerBound]), nil) }
    }

    /// What changes with a file's content.
    private static func state(of path: String) -> String {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return "\(attributes?[.size] ?? 0) \(attributes?[.modificationDate] ?? "")"
    }
}

extension Array {
    /// At most so many elements, drawn with a fixed seed, in their order.
    fileprivate func drawn(_ most: Int) -> [Element] {
        guard count > most else { return self }
        var random = SplitMix64(seed: 0, for: "estimation")
        return random.shuffled(Array<Int>(indices)).prefix(most).sorted().map { self[$0] }
    }
}
