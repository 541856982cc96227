import Foundation
import RationaleAviary
import RationaleConcepts
import RationaleCore
import RationaleData
import RationaleImaging
import RationaleNetworks

/// The pictures from which concepts are discovered and a reasoning network learns: drawn birds, or a folder's.
struct ConceptPictures: Sendable {
    /// The classes that have pictures, by their positions among the classifier's scores.
    let classes: [Int]
    /// To learn from: how many there are, and each, as the network sees it, with the class that it is said to show.
    let trainingCount: Int
    let training: @Sendable (Int) throws -> Image
    /// To judge by.
    let evaluationCount: Int
    let evaluation: @Sendable (Int) throws -> Image
    /// Of each class in ``classes``, to discover concepts from.
    let ofClass: [ClassPictures]
    /// Of each class in ``classes``, those that are set aside: nothing learned from them.
    let setAside: [ClassPictures]
    let notes: [String]

    /// - Parameters:
    ///   - data: `aviary`, or a folder.
    ///   - chosen: labels or indices of classes; all where it is empty.
    ///   - renamed: `NAME=LABEL`: a class of the data, and the network's label or index for it.
    ///   - limit: pictures of each class at most.
    ///   - seed: of scenes, and of which pictures are taken.
    ///   - setAsideLimit: pictures of each class at most that are set aside.
    ///   - trainingCount: scenes to learn from, and to judge by, where they are drawn.
    init(
        _ data: String, for classifier: Classifier, classes chosen: [String], renamed: [String] = [], limit: Int,
        seed: UInt64,
        setAsideLimit: Int = 0, trainingCount: Int = 0, evaluationCount: Int = 0
    ) throws {
        guard classifier.input.isPhoto else {
            throw RationaleError(
                .usage, "\(classifier.name) takes no photos, so concepts cannot be cut out of its inputs",
                hint: "`rationale model inspect` shows what a model takes.")
        }
        let wanted = try chosen.map { text in
            try Int(text) ?? classifier.classIndex(labeled: text)
        }
        if data == ConceptOptions.aviary {
            guard renamed.isEmpty else {
                throw RationaleError(
                    .usage, "--label \(renamed[0]): the classes of the aviary have their own names",
                    hint: "--label is for a folder of pictures (--data).")
            }
            self.init(
                .standard, classifier.preprocessing, side: classifier.input.exampleShape[1],
                classes: wanted.isEmpty ? Array(Aviary.standard.species.indices) : wanted, limit: limit, setAsideLimit,
                seed: seed,
                trainingCount, evaluationCount)
        } else {
            try self.init(
                LabeledPictures(in: data), classifier, classes: wanted, renamed: renamed, limit: limit, setAsideLimit,
                seed: seed)
        }
    }

    private init(
        _ aviary: Aviary, _ preprocessing: Preprocessing, side: Int, classes: [Int], limit: Int,
        _ setAsideLimit: Int, seed: UInt64, _ trainingCount: Int, _ evaluationCount: Int
    ) {
        self.classes = classes
        self.trainingCount = trainingCount
        self.evaluationCount = evaluationCount
        let drawn: @Sendable (Scene) throws -> Image = { try preprocessing.picture(of: $0.picture(side: side)) }
        training = { number in
            let seed = SceneSeeds.training(number, series: seed &+ 1)
            return try drawn(aviary.scene(seed: seed, species: classes[number % classes.count]))
        }
        evaluation = { number in
            let seed = SceneSeeds.validation(number, series: seed &+ 1)
            return try drawn(aviary.scene(seed: seed, species: classes[number % classes.count]))
        }
        ofClass = classes.map { species in
            let scene: @Sendable (Int) -> Scene = {
                aviary.scene(
                    seed: SceneSeeds.training($0 * aviary.species.count + species, series: seed), species: species)
            }
            return ClassPictures(
                index: species, label: aviary.species[species].name, count: limit,
                name: { "scene \(scene($0).seed)" }, image: { try drawn(scene($0)) })
        }
        setAside = classes.map { species in
            let scene: @Sendable (Int) -> Scene = {
                aviary.scene(
                    seed: SceneSeeds.evaluation($0 * aviary.species.count + species, series: seed), species: species)
            }
            return ClassPictures(
                index: species, label: aviary.species[species].name, count: setAsideLimit,
                name: { "scene \(scene($0).seed)" }, image: { try drawn(scene($0)) })
        }
        notes = []
    }

    private init(
        _ pictures: LabeledPictures, _ classifier: Classifier, classes wanted: [Int], renamed: [String], limit: Int,
        _ setAsideLimit: Int, seed: UInt64
    ) throws {
        let given = try Self.indices(renamed, of: pictures, classifier)
        var found: [(index: Int, place: Int)] = []
        var unknown: [String] = []
        let lookup = classifier.labels.map(ClassLookup.init)
        for (place, name) in pictures.classes.enumerated() {
            if let index = given[place] {
                found.append((index, place))
            } else if case .found(let index)? = lookup?.match(name) {
                found.append((index, place))
            } else if lookup == nil, let index = Int(name) {
                found.append((index, place))
            } else {
                unknown.append(name)
            }
        }
        if !wanted.isEmpty { found = found.filter { wanted.contains($0.index) } }
        guard !found.isEmpty else {
            throw RationaleError(
                .badData,
                "\(pictures.path): none of its classes (\(pictures.classes.prefix(3).joined(separator: ", "))) is a class of "
                    + "\(classifier.name)",
                hint: Self.hint(unknown, lookup?.names ?? []))
        }
        let preprocessing = classifier.preprocessing
        let known = Set(found.map(\.place))
        let read: @Sendable (LabeledPictures.Sample) throws -> Image = { try preprocessing.picture(of: $0.image()) }
        let training = pictures.training.filter { $0.labels.contains(where: known.contains) }
        let evaluation = pictures.validation.filter { $0.labels.contains(where: known.contains) }
        classes = found.map(\.index)
        trainingCount = training.count
        evaluationCount = evaluation.count
        self.training = { try read(training[$0]) }
        self.evaluation = { try read(evaluation[$0]) }
        func chosen(_ samples: [LabeledPictures.Sample], _ limit: Int) -> [ClassPictures] {
            found.map { index, place in
                var own = samples.filter { $0.labels.contains(place) }
                if own.count > limit {
                    var random = SplitMix64(seed: seed, for: "pictures of class \(index)")
                    own = Array(random.shuffled(own).prefix(limit))
                }
                let chosen = own
                return ClassPictures(
                    index: index, label: classifier.label(index), count: chosen.count, name: { chosen[$0].path },
                    image: { try read(chosen[$0]) })
            }
        }
        ofClass = chosen(training, limit)
        setAside = chosen(evaluation, setAsideLimit)
        notes =
            pictures.notes
            + (unknown.isEmpty
                ? []
                : [
                    "\(unknown.count == 1 ? "1 class of the data is" : "\(unknown.count) classes of the data are") none of the "
                        + "network's, such as '\(unknown[0])'; say which it is with --label '\(unknown[0])=LABEL'"
                ])
    }

    /// The classifier's class for each renamed class of the data, by its position there.
    ///
    /// - Throws: `usage` for a text that is none, and names that neither side has.
    private static func indices(
        _ renamed: [String], of pictures: LabeledPictures, _ classifier: Classifier
    ) throws -> [Int: Int] {
        var indices: [Int: Int] = [:]
        for text in renamed {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw RationaleError(
                    .usage,
                    "--label \(text): expected NAME=LABEL: a class of the data, and the network's label or index for it",
                    hint: "For instance --label ants=ant.")
            }
            guard let place = pictures.classes.firstIndex(of: parts[0]) else {
                let nearest = pictures.classes.nearest(to: parts[0])
                throw RationaleError(
                    .usage, "--label \(text): \(pictures.path) has no class '\(parts[0])'",
                    hint:
                        "It has \((nearest.isEmpty ? Array(pictures.classes.prefix(8)) : nearest).joined(separator: ", "))."
                )
            }
            let index = try Int(parts[1]) ?? classifier.classIndex(labeled: parts[1])
            guard !indices.values.contains(index) else {
                throw RationaleError(.usage, "--label \(text): another class of the data is '\(parts[1])' already")
            }
            indices[place] = index
        }
        return indices
    }

    /// What to do about folders that the network has no labels for: `--label ants=ant` where a label is near.
    private static func hint(_ unknown: [String], _ labels: [String]) -> String {
        let near = unknown.prefix(3).compactMap { name in
            labels.nearest(to: name, limit: 1).first.map { "--label '\(name)=\($0)'" }
        }
        guard !near.isEmpty else { return "Say which class of the network a folder is: --label NAME=LABEL." }
        return "Say which class of the network a folder is: perhaps \(near.joined(separator: " "))."
    }
}

extension Classifier {
    /// The index of the class with a label.
    ///
    /// - Throws: `usage` with the nearest labels.
    func classIndex(labeled label: String) throws(RationaleError) -> Int {
        guard let labels else {
            throw RationaleError(
                .usage, "the classes of \(name) have no labels, so '\(label)' cannot be found",
                hint: "Give the class's index, or a file of labels with --labels.")
        }
        return try ClassLookup(labels).index(of: label, in: name)
    }
}
