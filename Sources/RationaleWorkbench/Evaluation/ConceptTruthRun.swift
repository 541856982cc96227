import Foundation
import RationaleAviary
import RationaleConcepts
public import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleStatistics

/// A run of `evaluate concepts`: how true concepts and their answers are, on birds whose parts are known.
///
/// All birds are from seeds that nothing was trained on.
///
/// - *Purity*: of a concept, the fraction of its regions in unseen birds of its species that show its most common part, or its
///   surroundings; the mean over concepts.
/// - *Recall*: the fraction of parts of a species, seen in most of its pictures, that are the most common part of a concept whose purity is above
///   one half.
/// - *Agreement*: how often the reasoning network decides as the classifier; *correlation* of their scores.
/// - *Why not*: for pairs of species that differ in exactly one attribute, how often the concept that “why not” names first
///   is one of the part that differs.
/// - *Flips*: how often the classifier decides for the other species when the named part is exchanged in the scene for that
///   of the other species, and when another part is for that of a random third species (control); and the same with patches
///   put into the picture (`edit`), which needs no truth.
public struct ConceptTruthRun: Sendable {
    /// What is asked.
    public struct Options: Sendable, Hashable {
        /// The model, where it runs, and the seed; nothing else is used.
        public var explain = ExplainOptions()
        /// The concept model; `nil` for the built-in one.
        public var concepts: String?
        /// Unseen birds of each species.
        public var scenes = 10
        /// Birds of each pair of species.
        public var pairScenes = 5
        /// Whether concepts are put into pictures, which takes longest.
        public var edits = true

        public init() {}
    }

    /// What was found.
    public struct Result: Sendable, Encodable {
        public let metrics: [Score]
        /// Share of right “why not” answers by the part that differs.
        public let whyNotByPart: [String: Score]
        /// What each concept shows most often in unseen birds of its species, and how often.
        public let concepts: [Shown]
        public let notes: [String]

        public struct Shown: Sendable, Encodable {
            public let concept: String
            public let shows: String
            public let purity: Double
        }
    }

    private let options: Options
    private let source: ModelSource

    public init(_ options: Options) throws(RationaleError) {
        for (flag, number) in [("--scenes", options.scenes), ("--pair-scenes", options.pairScenes)] where number < 1 {
            throw RationaleError(.usage, "\(flag) \(number): expected 1 or more")
        }
        self.options = options
        source = .aviary(options.explain.model, weights: options.explain.weights)
    }

    /// Judges.
    ///
    /// - Parameter progress: called with the birds done, all of them, and what is judged.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: (Int, Int, String) throws -> Void = { _, _, _ in }
    ) throws -> Result {
        let classifier = try source.classifier().prepared()
            .moved(to: DeviceChoice.device(options.explain.device ?? "auto"))
        let path = try options.concepts ?? BuiltInModel.standard.conceptsPath
        let explainer = try ConceptExplainer(ConceptModel(contentsOf: URL(fileURLWithPath: path)), for: classifier)
        return try Cancellation.whenever(isCancelled) {
            var truth = ConceptTruth(explainer, seed: options.explain.seed ?? 0)
            try truth.judgeConcepts(scenes: options.scenes, progress: progress)
            try truth.judgePairs(scenes: options.pairScenes, edits: options.edits, progress: progress)
            return Result(
                metrics: truth.metrics, whyNotByPart: truth.whyNotByPart, concepts: truth.concepts,
                notes: classifier.notes)
        }
    }
}

/// What is found while birds are looked at.
private struct ConceptTruth {
    let explainer: ConceptExplainer
    let aviary = Aviary.standard
    let seed: UInt64
    private let side: Int
    /// The species of each class of the model.
    private var species: [Int] { explainer.model.classes }

    /// What a region shows: a part, the rest of the bird, or its surroundings.
    private typealias Shown = String

    /// How often each concept showed what: `[class][concept]`.
    private var shown: [[[Shown: Int]]] = []
    /// The parts that can be seen in most pictures of each class.
    private var visibleParts: [Set<BirdPart>] = []
    private var agreements = 0
    private var judged = 0
    /// Of each bird, the reasoning network's and the classifier's scores, less their means.
    private var reasoned: [[Double]] = []
    private var asked: [[Double]] = []
    private var isNamed: [(part: BirdPart, pair: Int, isRight: Bool)] = []
    private var flips: [String: [(pair: Int, isHit: Bool)]] = [:]

    init(_ explainer: ConceptExplainer, seed: UInt64) {
        self.explainer = explainer
        self.seed = seed
        side = explainer.classifier.input.exampleShape[1]
    }

    private func image(_ scene: Scene) throws -> Image {
        try explainer.classifier.preprocessing.picture(of: scene.picture(side: side))
    }

    private func scene(_ number: Int, species: Int, series: String) -> Scene {
        var random = SplitMix64(seed: seed, for: "\(series) \(species)")
        return aviary.scene(seed: SceneSeeds.evaluation(number, series: random.next()), species: species)
    }

    /// Purity, recall, agreement: unseen birds of every species.
    mutating func judgeConcepts(scenes: Int, progress: (Int, Int, String) throws -> Void) throws {
        let model = explainer.model
        var first = 0
        for (position, index) in species.enumerated() {
            try Cancellation.check()
            try progress(position * scenes, species.count * scenes, "birds")
            let scenes = (0..<scenes).map { scene($0, species: index, series: "birds") }
            let views = try explainer.views(scenes.map(image))
            var counts = [[Shown: Int]](repeating: [:], count: model.concepts[position].count)
            var seen: [BirdPart: Int] = [:]
            for (scene, view) in zip(scenes, views) {
                let truth = scene.truth(side: side)
                for (part, mask) in truth.parts where mask.area >= Self.leastArea(side) { seen[part, default: 0] += 1 }
                for number in counts.indices {
                    guard let region = view.match.region[first + number] else { continue }
                    counts[number][Self.shown(by: view.match.regions.mask(of: region), truth), default: 0] += 1
                }
                add(view)
            }
            shown.append(counts)
            visibleParts.append(Set(seen.filter { 2 * $0.value > scenes.count }.map(\.key)))
            first += counts.count
        }
    }

    private mutating func add(_ view: ConceptExplainer.View) {
        let own = species.map { Double(view.scores[$0]) }
        func top(_ values: [Double]) -> Int? { values.indices.max { values[$0] < values[$1] } }
        judged += 1
        if top(own) == top(view.reasoned) { agreements += 1 }
        func centered(_ values: [Double]) -> [Double] {
            let mean = values.reduce(0, +) / Double(values.count)
            return values.map { $0 - mean }
        }
        reasoned.append(centered(view.reasoned))
        asked.append(centered(own))
    }

    /// A part counts as seen from 12 pixels of a picture of 128 × 128 on.
    private static func leastArea(_ side: Int) -> Int { max(1, 12 * side * side / (128 * 128)) }

    private static func shown(by region: Mask, _ truth: SceneTruth) -> Shown {
        var best = (name: "surroundings", area: region.subtracting(truth.bird).area)
        var rest = region.intersection(truth.bird).area
        for part in BirdPart.allCases {
            guard let mask = truth.parts[part] else { continue }
            let area = region.intersection(mask).area
            rest -= area
            if area > best.area { best = (part.rawValue, area) }
        }
        return rest > best.area ? "rest of the bird" : best.name
    }

    /// What a concept shows most often, and how often that is.
    private func mostCommon(_ counts: [Shown: Int]) -> (name: Shown, purity: Double)? {
        guard let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
        return (most.key, Double(most.value) / Double(counts.values.reduce(0, +)))
    }

    var concepts: [ConceptTruthRun.Result.Shown] {
        zip(explainer.model.concepts.joined(), shown.joined()).compactMap { concept, counts in
            mostCommon(counts).map { .init(concept: concept.name, shows: $0.name, purity: $0.purity) }
        }
    }

    private func part(_ concept: ConceptEditor.Reference) -> BirdPart? {
        mostCommon(shown[concept.position][concept.number]).flatMap { BirdPart(rawValue: $0.name) }
    }

    /// “Why not” and flips: species that differ in exactly one attribute.
    mutating func judgePairs(scenes: Int, edits: Bool, progress: (Int, Int, String) throws -> Void) throws {
        var pairs: [(own: Int, other: Int, part: BirdPart)] = []
        for own in species {
            for other in species where own != other {
                let differences = aviary.species[own].appearance.differences(from: aviary.species[other].appearance)
                if differences.count == 1, let part = differences[0].part { pairs.append((own, other, part)) }
            }
        }
        for (number, pair) in pairs.enumerated() {
            try Cancellation.check()
            try progress(number * scenes, pairs.count * scenes, "pairs of species")
            for index in 0..<scenes {
                let scene = scene(index, species: pair.own, series: "pair \(pair.other)")
                let view = try explainer.view(image(scene))
                // A wrong decision needs no reason why it is not another one.
                guard view.scores.indices.max(by: { view.scores[$0] < view.scores[$1] }) == pair.own,
                    scene.truth(side: side).parts[pair.part]?.area ?? 0 >= Self.leastArea(side)
                else { continue }
                try judge(scene, view, pair, number, edits: edits)
            }
        }
    }

    private mutating func judge(
        _ scene: Scene, _ view: ConceptExplainer.View, _ pair: (own: Int, other: Int, part: BirdPart), _ number: Int,
        edits: Bool
    ) throws {
        let question = ConceptQuestion(explainer: explainer, view: view, target: pair.own, other: pair.other)
        let (graph, _) = try question.answer(proves: false)
        guard let leading = question.leading(in: graph) else { return }
        let named = part(leading)
        isNamed.append((pair.part, number, named == pair.part))
        let editor = ConceptEditor(explainer)
        let other = aviary.species[pair.other].appearance
        var random = SplitMix64(seed: scene.seed, for: "control \(pair.other)")
        let controls = BirdPart.allCases.filter { $0 != named && scene.has($0) }
        let third = random.pick(species.filter { $0 != pair.own && $0 != pair.other })
        if let position = species.firstIndex(of: pair.own) {
            let swapped = try named.map { try image(scene.swapping($0, with: other)) }
            let control = try image(scene.swapping(random.pick(controls), with: aviary.species[third].appearance))
            let edited = try edits ? editor.inserting(leading, insteadOf: position, in: view) : nil
            let rest = explainer.model.concepts[leading.position].indices.filter { $0 != leading.number }
            let editedControl =
                try rest.isEmpty || !edits
                ? nil
                : editor.inserting(
                    .init(position: leading.position, number: random.pick(rest)), insteadOf: position, in: view)
            let pictures = [
                ("flips", swapped), ("control-flips", control), ("edit-flips", edited),
                ("edit-control-flips", editedControl),
            ]
            for (name, picture) in pictures where edits || !name.hasPrefix("edit") {
                guard let picture else {
                    flips[name, default: []].append((number, false))
                    continue
                }
                let scores = try explainer.view(picture).scores
                let top = scores.indices.max { scores[$0] < scores[$1] }
                flips[name, default: []].append((number, top == pair.other))
            }
        }
    }

    /// All figures, with 95 % intervals: of counts Wilson's; of means over concepts, and of birds of a pair, which belong together, by
    /// bootstrap.
    var metrics: [Score] {
        let bootstrap = Bootstrap(seed: seed)
        let purities = shown.joined().compactMap { mostCommon($0)?.purity }
        let recalls = zip(shown, visibleParts).map { counts, parts -> Double in
            let found = Set(
                counts.compactMap { mostCommon($0) }.filter { $0.purity > 0.5 }
                    .compactMap { BirdPart(rawValue: $0.name) })
            return parts.isEmpty ? 1 : Double(found.intersection(parts).count) / Double(parts.count)
        }
        func mean(_ name: String, _ values: [Double]) -> Score? {
            bootstrap.score(name, count: values.count) { drawn in
                drawn.isEmpty ? nil : drawn.reduce(0) { $0 + values[$1] } / Double(drawn.count)
            }
        }
        var scores = [
            mean("purity", purities), mean("recall", recalls),
            .proportion("agreement", hits: agreements, of: judged),
            Bootstrap(resamples: 200, seed: seed).score("correlation", count: judged) { drawn in
                linearCorrelation(drawn.flatMap { reasoned[$0] }, drawn.flatMap { asked[$0] })
            }, byPair("why-not", isNamed.map { ($0.pair, $0.isRight) }),
        ].compactMap(\.self)
        for name in ["flips", "control-flips", "edit-flips", "edit-control-flips"] {
            if let score = byPair(name, flips[name] ?? []) { scores.append(score) }
        }
        return scores
    }

    /// A share whose interval draws pairs of species, since the birds of a pair belong together.
    private func byPair(_ name: String, _ hits: [(pair: Int, isHit: Bool)]) -> Score? {
        let groups = Dictionary(grouping: hits) { $0.pair }.sorted { $0.key < $1.key }.map { $0.value.map(\.isHit) }
        return Bootstrap(seed: seed).score(name, count: groups.count) { drawn in
            let all = drawn.reduce(0) { $0 + groups[$1].count }
            return all == 0 ? nil : Double(drawn.reduce(0) { $0 + groups[$1].count { $0 } }) / Double(all)
        }
    }

    var whyNotByPart: [String: Score] {
        Dictionary(grouping: isNamed) { $0.part.rawValue }.compactMapValues { found in
            .proportion("why-not", hits: found.count { $0.isRight }, of: found.count)
        }
    }
}
