import RationaleAviary
import RationaleCore
import RationaleData
import RationaleImaging
import RationaleNetworks

/// The inputs with sentences that a narrator learns from and is judged by: drawn birds, or a folder's pictures.
struct NarratorData: Sendable {
    /// To learn from, to choose weights by, and to report.
    let training, validation, test: CaptionedInputs
    /// The scenes of ``test``, where they are drawn: their truth is known.
    let testScene: (@Sendable (Int) -> Scene)?
    /// The names of the data's own classes; `nil` where pictures have none.
    let classes: [String]?
    let notes: [String]

    /// - Parameters:
    ///   - data: `aviary`, or a folder.
    ///   - classifier: that sees the inputs.
    ///   - trainingCount: scenes to learn from, where they are drawn; of files all are taken.
    ///   - evaluationCount: the same of those to judge by.
    ///   - hasOwnClasses: whether labels count the data's classes, and not the classifier's.
    ///   - seed: of scenes, and of which pictures are set aside.
    init(
        _ data: String, for classifier: Classifier, trainingCount: Int, evaluationCount: Int,
        hasOwnClasses: Bool = false, seed: UInt64
    ) throws {
        guard classifier.input.isPhoto else {
            throw RationaleError(
                .usage, "\(classifier.name) takes no photos, so \(data) cannot be shown to it",
                hint: "`rationale model inspect` shows what a model takes.")
        }
        guard data == ConceptOptions.aviary else {
            let pictures = try CaptionedPictures(in: data, seed: seed)
            let names = pictures.classes ?? []
            let indices = names.indices.map { hasOwnClasses ? $0 : classifier.labels?.firstIndex(of: names[$0]) }
            func inputs(_ samples: [CaptionedPictures.Sample]) -> CaptionedInputs {
                .photos(samples, for: classifier) { indices.indices.contains($0) ? indices[$0] : nil }
            }
            training = inputs(pictures.training)
            validation = inputs(pictures.validation)
            test = inputs(pictures.test)
            testScene = nil
            classes = pictures.classes
            notes = pictures.notes
            guard training.count > 0, validation.count > 0 else {
                throw RationaleError(
                    .badData,
                    "\(data): there are \(training.count) pictures with captions to learn from and "
                        + "\(validation.count) to judge by", hint: "Both are needed.")
            }
            return
        }
        let aviary = Aviary.standard
        // Half of the birds lack some parts, so that the narrator learns to see and not to recite the species.
        training = .birds(for: classifier, count: trainingCount) {
            aviary.trainingScene(seed: SceneSeeds.training($0, series: seed &+ 3))
        }
        validation = .birds(for: classifier, count: evaluationCount) {
            aviary.scene(seed: SceneSeeds.validation($0, series: seed &+ 3))
        }
        let scene: @Sendable (Int) -> Scene = {
            aviary.scene(seed: SceneSeeds.evaluation($0, series: seed &+ 3))
        }
        test = .birds(for: classifier, count: evaluationCount, scene: scene)
        testScene = scene
        classes = aviary.species.map(\.name)
        notes = []
    }
}
