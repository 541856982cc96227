import RationaleAviary
import RationaleCore
import RationaleData
import RationaleImaging
import RationaleTraining

/// What a classifier learns from and is judged by.
struct ClassifierSamples: Sendable {
    /// The names of the classes.
    let names: [String]
    /// What distinguishes these samples from others, in words.
    let source: [String: String]
    /// `nil` where samples never end.
    let epochLength: Int?
    let augmentation: Augmentation
    let evaluationCount: Int
    let evaluationSample: @Sendable (Int) throws -> LabeledImage
    let trainingSample: @Sendable (Int) throws -> LabeledImage
}

extension ClassifierSamples {
    /// Scenes of an aviary, each drawn once: birds without some of their parts among those to learn from, whole birds to
    /// judge by.
    ///
    /// - Parameters:
    ///   - aviary: the world.
    ///   - side: of the pictures.
    ///   - seed: of the series of scenes to learn from. Those to judge by are the same for all seeds.
    ///   - evaluationCount: how many of those there are.
    init(_ aviary: Aviary, side: Int, seed: UInt64, evaluationCount: Int) {
        names = aviary.species.map(\.name)
        source = ["data": "aviary of \(aviary.species.count) species", "side": "\(side)", "seed": "\(seed)"]
        epochLength = nil
        augmentation = Augmentation()
        self.evaluationCount = evaluationCount
        evaluationSample = { number in
            let scene = aviary.scene(seed: SceneSeeds.validation(number))
            return LabeledImage(scene.picture(side: side), [scene.species])
        }
        trainingSample = { number in
            let scene = aviary.trainingScene(seed: SceneSeeds.training(number, series: seed))
            return LabeledImage(scene.picture(side: side), aviary.possibleSpecies(for: scene))
        }
    }

    /// Pictures of a person's own, mirrored and moved a little, in their colours too.
    ///
    /// - Parameters:
    ///   - pictures: as listed.
    ///   - preprocessing: brings them to the size of the network's input.
    ///   - seed: of their order.
    init(_ pictures: LabeledPictures, preprocessing: Preprocessing, side: Int, seed: UInt64) {
        names = pictures.classes
        source = [
            "data": pictures.path, "pictures": "\(pictures.training.count)", "side": "\(side)", "seed": "\(seed)",
        ]
        epochLength = pictures.training.count
        var augmentation = Augmentation()
        augmentation.flips = true
        augmentation.shift = side / 16
        augmentation.brightness = 0.1
        augmentation.contrast = 0.1
        augmentation.saturation = 0.1
        self.augmentation = augmentation
        evaluationCount = pictures.validation.count
        let sample: @Sendable (LabeledPictures.Sample) throws -> LabeledImage = { sample in
            LabeledImage(try preprocessing.picture(of: try sample.image()), [sample.label])
        }
        let order = EpochOrder(count: pictures.training.count, seed: seed)
        evaluationSample = { try sample(pictures.validation[$0]) }
        trainingSample = { try sample(pictures.training[order[$0]]) }
    }
}
