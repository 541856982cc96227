public import RationaleAttribution
import RationaleAviary
import RationaleCore
public import RationaleNetworks
public import RationaleStatistics
import RationaleTorch

/// Judges attribution methods where the truth is known.
///
/// FunnyBirds' protocols on any ``PartWorld``, in one of two forms (``MetricForm``): as published, or with these mended.
/// The article <doc:Truth> has the reasons, and what is the same in both forms.
///
/// - *Signed totals.* A part was named when it had a share of the signed sum of the map, which may cancel or be
///   negative. Now only what speaks for the class counts (``Evidence/important(above:_:)``).
/// - *A threshold chosen on the test set.* The share is now chosen on scenes of other seeds, and frozen.
/// - *Dropped ties.* Scenes where an explanation ranks nothing are no longer left out
///   (``TruthProtocols/singleDeletion(evidence:drops:_:)``).
/// - *The zero of scores*, which decided what matters to a network (``SceneResponses/needs(_:_:)``).
/// - *Grown masks.* Regions were grown by two pixels, so that they overlap and evidence counts twice; now they are
///   apart.
///
/// A part's importance is the sum of the map over what can be seen of it (``Evidence``). Pictures are drawn at the size
/// of the network's input, without resizing or cropping.
///
/// *Source:* Hesse, Schaub-Meyer and Roth (2023), "FunnyBirds: A synthetic vision dataset for a part-based analysis of
/// explainable AI methods", ICCV, arXiv 2308.06248.
///
/// *Cost:* for each scene one forward pass for every part, distractor and set of named parts; all methods share them.
/// Each method makes one to four maps of a scene, one or two of a scene for calibration. Every picture is kept: with its
/// regions about half a megabyte a scene at 128 × 128.
public struct TruthEvaluation: Sendable {
    public var form: MetricForm
    /// How many scenes are judged by.
    public var count: Int
    /// On how many other scenes the share is chosen; not used by the published form.
    public var calibrationCount: Int
    /// Of the scenes (`SceneSeeds`) and the intervals.
    public var seed: UInt64
    public var bootstrap: Bootstrap

    /// - Parameters:
    ///   - form: mended by default.
    ///   - count: at least one.
    ///   - calibrationCount: at least one; by default half as many, for one number is chosen.
    ///   - seed: another one gives other scenes.
    public init(form: MetricForm = .mended, count: Int = 100, calibrationCount: Int? = nil, seed: UInt64 = 0) {
        self.form = form
        self.count = count
        self.calibrationCount = calibrationCount ?? max(1, count / 2)
        self.seed = seed
        bootstrap = Bootstrap(seed: seed)
    }

    /// Judges methods.
    ///
    /// - Parameters:
    ///   - methods: each is judged on the same scenes.
    ///   - classifier: best prepared; one score for each of the world's classes, in their order.
    ///   - world: draws the scenes.
    ///   - progress: called with the work done, all work of this step, and what it is.
    /// - Throws: `RationaleError.Code.usage` where network and world do not fit, or there is nothing to do. A method
    ///   that cannot explain the network is reported, not thrown.
    public func run<World: PartWorld>(
        _ methods: [any AttributionMethod], of classifier: Classifier, in world: World,
        progress: (Int, Int, String) -> Void = { _, _, _ in }
    ) throws -> TruthReport {
        try check(classifier, world)
        let seeds = (0..<count).map { SceneSeeds.evaluation($0, series: seed) }
        var tested = try study(world, classifier, seeds) { progress($0, $1, "drawing scenes") }
        let others = form == .published ? [] : (0..<calibrationCount).map { SceneSeeds.calibration($0, series: seed) }
        var calibration = try study(world, classifier, others) { progress($0, $1, "drawing scenes") }
        try tested.ask(tested.basicChanges) { progress($0, $1, "the network without each part") }
        try calibration.ask(calibration.basicChanges) { progress($0, $1, "the network without each part") }

        var judgements: [MethodJudgement] = []
        var failures: [TruthReport.Failure] = []
        for method in methods {
            let name = type(of: method).identifier
            do {
                judgements.append(
                    try MethodJudgement(method, tested, calibration) { done, all in progress(done, all, name) })
            } catch let error as RationaleError where error.code != .interrupted {
                failures.append(.init(method: name, error: error))
            }
        }
        if form == .published {
            try choose(&judgements, on: &tested, \.tested, progress)
        } else {
            try choose(&judgements, on: &calibration, \.calibration, progress)
        }
        try tested.ask(judgements.map { $0.tested.changes(of: tested, shares: [$0.share], form) }.united) {
            progress($0, $1, "the network without named parts")
        }
        let results = judgements.map { judgement in
            MethodTruth(
                method: judgement.method, share: judgement.share,
                scores: judgement.tested.marks(of: tested, share: judgement.share, form).scores(bootstrap),
                degenerateMaps: judgement.degenerateMaps, maps: judgement.maps, seconds: judgement.seconds)
        }
        return TruthReport(
            network: NetworkTruth(tested, form).scores(bootstrap), methods: results.sorted { $0.isBetter(than: $1) },
            failures: failures)
    }

    private func study<World: PartWorld>(
        _ world: World, _ classifier: Classifier, _ seeds: [UInt64], progress: (Int, Int) -> Void
    ) throws -> SceneStudy<World> {
        // FunnyBirds grows each region by a maximum filter of 5×5.
        try SceneStudy(
            seeds, of: world, classifier: classifier, margin: form == .published ? 2 : 0, progress: progress)
    }

    /// Chooses each method's share by the scenes of a study.
    private func choose<World: PartWorld>(
        _ judgements: inout [MethodJudgement], on study: inout SceneStudy<World>,
        _ table: KeyPath<MethodJudgement, EvidenceTable>, _ progress: (Int, Int, String) -> Void
    ) throws {
        let shares = EvidenceShare.candidates
        let changes = judgements.map { $0[keyPath: table].changes(of: study, shares: shares, form) }
        try study.ask(changes.united) { progress($0, $1, "choosing thresholds") }
        for index in judgements.indices {
            let means = shares.map { judgements[index][keyPath: table].marks(of: study, share: $0, form).means() }
            judgements[index].share = shares[EvidenceShare.best(means) ?? 0]
        }
    }

    private func check(_ classifier: Classifier, _ world: some PartWorld) throws(RationaleError) {
        guard count > 0, form == .published || calibrationCount > 0 else {
            throw RationaleError(
                .usage,
                "there is nothing to judge by: \(count) scenes, and \(calibrationCount) to choose thresholds on",
                hint: "Ask for at least one of each; a hundred give intervals of about ±0.1.")
        }
        try classifier.checkFits(classes: world.classNames)
    }
}

extension [[Set<SceneChange>]] {
    /// What anybody wants to know of each scene.
    fileprivate var united: [Set<SceneChange>] {
        guard let first else { return [] }
        return first.indices.map { scene in reduce(into: []) { $0.formUnion($1[scene]) } }
    }
}
