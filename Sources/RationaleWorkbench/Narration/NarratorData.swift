import RationaleAviary
import RationaleCore
import RationaleData
import RationaleImaging
import RationaleNarration
import RationaleNetworks
import RationaleTorch

/// The inputs with sentences that a narrator learns from and is judged by: drawn birds, a folder's pictures, or features of
/// pictures as InterpNET published them.
struct NarratorData: Sendable {
    /// What sees the inputs; of ready features, what passes them on.
    let classifier: Classifier
    /// To learn from, to choose weights by, and to report.
    let training, validation, test: CaptionedInputs
    /// The scenes of ``test``, where they are drawn: their truth is known.
    let testScene: (@Sendable (Int) -> Scene)?
    /// The names of the data's own classes; `nil` where pictures have none.
    let classes: [String]?
    let notes: [String]

    /// Whether a folder holds features, so that no network is needed to see its pictures.
    static func isReady(_ data: String) -> Bool { InterpNETData.isIn(data) }

    /// - Parameters:
    ///   - data: `aviary`, or a folder.
    ///   - explain: which classifier sees the inputs, and where it runs.
    ///   - trainingCount: scenes to learn from, where they are drawn; of files all are taken.
    ///   - evaluationCount: the same of those to judge by.
    ///   - hasOwnClasses: whether labels count the data's classes, and not the classifier's.
    ///   - seed: of scenes, and of which pictures are set aside.
    init(
        _ data: String, seenBy explain: ExplainOptions, trainingCount: Int, evaluationCount: Int,
        hasOwnClasses: Bool = false, seed: UInt64
    ) throws {
        let device = try DeviceChoice.device(explain.device ?? "auto")
        if Self.isReady(data) {
            guard explain.model == nil else {
                throw RationaleError(
                    .usage, "\(data) holds features, not pictures that --model \(explain.model ?? "") could see",
                    hint: "Leave --model out.")
            }
            try self.init(InterpNETData(in: data), on: device)
            return
        }
        let classifier = try ModelSource(explain.model ?? BuiltInModel.standard.rawValue, explain).classifier()
            .prepared().moved(to: device)
        guard classifier.input.isPhoto else {
            throw RationaleError(
                .usage, "\(classifier.name) takes no photos, so \(data) cannot be shown to it",
                hint: "`rationale model inspect` shows what a model takes.")
        }
        if data == ConceptOptions.aviary {
            self.init(birdsFor: classifier, trainingCount: trainingCount, evaluationCount: evaluationCount, seed: seed)
        } else {
            try self.init(
                CaptionedPictures(in: data, seed: seed), in: data, for: classifier, hasOwnClasses: hasOwnClasses)
        }
    }

    private init(
        _ pictures: CaptionedPictures, in data: String, for classifier: Classifier, hasOwnClasses: Bool
    ) throws {
        let names = pictures.classes ?? []
        let indices = names.indices.map { hasOwnClasses ? $0 : classifier.labels?.firstIndex(of: names[$0]) }
        func inputs(_ samples: [CaptionedPictures.Sample]) -> CaptionedInputs {
            .photos(samples, for: classifier) { indices.indices.contains($0) ? indices[$0] : nil }
        }
        self.classifier = classifier
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
    }

    private init(birdsFor classifier: Classifier, trainingCount: Int, evaluationCount: Int, seed: UInt64) {
        let aviary = Aviary.standard
        self.classifier = classifier
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

    private init(_ data: InterpNETData, on device: Device) throws {
        let features = try Tensor(data.features)
        classifier = Classifier(FeatureVectors(width: features.shape[1]), seed: 0).moved(to: device)
        training = .vectors(data, rows: data.training, features: features)
        validation = .vectors(data, rows: data.validation, features: features)
        test = .vectors(data, rows: data.test, features: features)
        testScene = nil
        classes = data.classes
        notes = data.notes
    }
}
