import RationaleAviary
import RationaleConsistency
import RationaleCore
import RationaleData
import RationaleImaging
import RationaleNetworks
import RationaleTraining

/// What a classifier learns from and is judged by.
struct ClassifierSamples: Sendable {
    let labels: LabelSet
    /// What distinguishes these samples from others, in words.
    let source: [String: String]
    /// What a person should know: pictures that are passed over, and why.
    let notes: [String]
    /// `nil` where samples never end.
    let epochLength: Int?
    let augmentation: Augmentation
    let evaluationCount: Int
    let evaluationSample: @Sendable (Int) throws -> LabeledImage
    let trainingSample: @Sendable (Int) throws -> LabeledImage
    /// What fills composites; given whether their classes must differ.
    let negatives: @Sendable (_ isDistinct: Bool) throws -> NegativePictures
}

extension ClassifierSamples {
    /// How many pictures give batch norms statistics.
    static let calibrationCount = 64

    /// Learning to name these pictures.
    ///
    /// - Parameters:
    ///   - classifier: what learns.
    ///   - seed: of the augmentation.
    func task(for classifier: Classifier, seed: UInt64) throws(RationaleError) -> ClassifierTask {
        var task = try ClassifierTask(
            classifier, labels: labels, source: source, seed: seed, augmentation: augmentation,
            evaluationCount: evaluationCount, evaluationSample: evaluationSample, trainingSample: trainingSample)
        task.epochLength = epochLength
        return task
    }

    /// The network with the statistics of these pictures in its batch norms.
    func calibrating(_ classifier: Classifier) throws -> Network {
        let task = try task(for: classifier, seed: 0)
        return try classifier.network.calibratingNorms(on: task.input(task.batch(of: 0..<Self.calibrationCount)))
    }

    /// The samples that a person asks for.
    ///
    /// - Parameters:
    ///   - options: what is asked.
    ///   - preprocessing: brings pictures to the size of the network's input.
    ///   - side: of the network's input.
    /// - Throws: `RationaleError`: `usage` for options that do not go together, `missingInput` and `badData` for the files.
    init(_ options: ClassifierOptions, preprocessing: Preprocessing, side: Int) throws(RationaleError) {
        if options.data == "aviary" {
            let aviary = try options.speciesCount.map { count throws(RationaleError) in
                try Aviary(speciesCount: count, seed: options.seed)
            }
            self.init(aviary ?? .standard, side: side, seed: options.seed, evaluationCount: options.evaluationCount)
        } else {
            guard options.speciesCount == nil else {
                throw RationaleError(.usage, "--species-count belongs to --data aviary, not to \(options.data)")
            }
            self.init(
                try LabeledPictures(in: options.data), preprocessing: preprocessing, side: side, seed: options.seed,
                mirrors: options.mirrors)
        }
    }

    /// Scenes of an aviary, each drawn once: birds without some of their parts among those to learn from, whole birds to
    /// judge by and in the other quadrants of composites.
    ///
    /// - Parameters:
    ///   - aviary: the world.
    ///   - side: of the pictures.
    ///   - seed: of the series of scenes to learn from. Those to judge by are the same for all seeds.
    ///   - evaluationCount: how many of those there are.
    init(_ aviary: Aviary, side: Int, seed: UInt64, evaluationCount: Int) {
        labels = LabelSet(aviary.species.map(\.name))
        source = ["data": "aviary of \(aviary.species.count) species", "side": "\(side)", "seed": "\(seed)"]
        notes = []
        epochLength = nil
        augmentation = Augmentation()
        self.evaluationCount = evaluationCount
        evaluationSample = { number in
            let scene = aviary.scene(seed: SceneSeeds.validation(number))
            return LabeledImage(scene.picture(side: side), [scene.species])
        }
        trainingSample = { number in
            let scene = aviary.trainingScene(seed: SceneSeeds.training(number, series: seed))
            return LabeledImage(
                scene.picture(side: side), aviary.possibleSpecies(for: scene), focus: scene.species)
        }
        negatives = { isDistinct in
            try NegativePictures(ofOther: aviary.species.count, isDistinct: isDistinct) { species, random in
                let seed = SceneSeeds.training(random.index(below: .max), series: seed)
                return aviary.scene(seed: seed, species: species).picture(side: side)
            }
        }
    }

    /// Pictures of a person's own, mirrored and moved a little, in their colours too.
    ///
    /// - Parameters:
    ///   - pictures: as listed.
    ///   - preprocessing: brings them to the size of the network's input.
    ///   - side: of the network's input.
    ///   - seed: of their order.
    ///   - mirrors: whether half of them are mirrored.
    init(_ pictures: LabeledPictures, preprocessing: Preprocessing, side: Int, seed: UInt64, mirrors: Bool = true) {
        labels = LabelSet(pictures.classes, pictures.haveSeveralClasses ? .multiple : .single)
        source = [
            "data": pictures.path, "pictures": "\(pictures.training.count)", "side": "\(side)", "seed": "\(seed)",
        ].merging(mirrors ? [:] : ["mirror": "no"]) { $1 }
        notes = pictures.notes
        epochLength = pictures.training.count
        augmentation = .slight(side: side, flips: mirrors)
        evaluationCount = pictures.validation.count
        let image: @Sendable (LabeledPictures.Sample) throws -> Image = { sample in
            try preprocessing.picture(of: try sample.image())
        }
        let order = EpochOrder(count: pictures.training.count, seed: seed)
        evaluationSample = { LabeledImage(try image(pictures.validation[$0]), pictures.validation[$0].labels) }
        trainingSample = { number in
            let sample = pictures.training[order[number]]
            return LabeledImage(try image(sample), sample.labels)
        }
        negatives = { isDistinct in
            guard pictures.haveSeveralClasses else {
                let ofClass = pictures.positives
                return try NegativePictures(ofOther: pictures.classes.count, isDistinct: isDistinct) { label, random in
                    try image(pictures.training[random.pick(ofClass[label])])
                }
            }
            guard !isDistinct else {
                throw RationaleError(
                    .usage, "--distinct-classes is for pictures of one class each",
                    hint:
                        "Leave it out: with several classes a picture, the others are three pictures without the class."
                )
            }
            return try NegativePictures(without: pictures.negatives) { number, _ in
                try image(pictures.training[number])
            }
        }
    }
}

extension Augmentation {
    /// Mirrors pictures where asked, moves them by at most a sixteenth of their side, and changes their levels by at most a tenth.
    fileprivate static func slight(side: Int, flips: Bool) -> Augmentation {
        var augmentation = Augmentation()
        augmentation.flips = flips
        augmentation.shift = side / 16
        augmentation.brightness = 0.1
        augmentation.contrast = 0.1
        augmentation.saturation = 0.1
        return augmentation
    }
}
