import RationaleAviary
import RationaleCore
import RationaleImaging
import RationaleNetworks

/// The inputs with sentences that a narrator learns from and is judged by: drawn birds, or a folder's pictures.
struct NarratorData: Sendable {
    /// To learn from, to choose weights by, and to report.
    let training, validation, test: CaptionedInputs
    let notes: [String]

    /// - Parameters:
    ///   - data: `aviary`, or a folder.
    ///   - classifier: that sees the inputs.
    ///   - trainingCount: scenes to learn from, where they are drawn; of files all are taken.
    ///   - evaluationCount: the same of those to judge by.
    ///   - seed: of scenes, and of which pictures are set aside.
    init(
        _ data: String, for classifier: Classifier, trainingCount: Int, evaluationCount: Int, seed: UInt64
    ) throws {
        guard classifier.input.isPhoto else {
            throw RationaleError(
                .usage, "\(classifier.name) takes no photos, so \(data) cannot be shown to it",
                hint: "`rationale model inspect` shows what a model takes.")
        }
        guard data == ConceptOptions.aviary else {
            throw RationaleError(.unavailable, "folders are not read yet")
        }
        let aviary = Aviary.standard
        // Half of the birds lack some parts, so that the narrator learns to see and not to recite the species.
        training = .birds(for: classifier, count: trainingCount) {
            aviary.trainingScene(seed: SceneSeeds.training($0, series: seed &+ 3))
        }
        validation = .birds(for: classifier, count: evaluationCount) {
            aviary.scene(seed: SceneSeeds.validation($0, series: seed &+ 3))
        }
        test = .birds(for: classifier, count: evaluationCount) {
            aviary.scene(seed: SceneSeeds.evaluation($0, series: seed &+ 3))
        }
        notes = []
    }
}
