import RationaleAviary
import RationaleConcepts
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleStatistics

/// What is found while birds are looked at.
struct ConceptTruth {
    let explainer: ConceptExplainer
    let aviary = Aviary.standard
    let seed: UInt64
    let side: Int
    /// The species of each class of the model.
    var species: [Int] { explainer.model.classes }

    /// What a region shows: a part, the rest of the bird, or its surroundings.
    typealias Shown = String

    /// How often each concept showed what: `[class][concept]`.
    var shown: [[[Shown: Int]]] = []
    /// The parts that can be seen in most pictures of each class.
    var visibleParts: [Set<BirdPart>] = []
    var agreements = 0
    var judged = 0
    /// Of each bird, the reasoning network's and the classifier's scores, less their means.
    var reasoned: [[Double]] = []
    var asked: [[Double]] = []
    var isNamed: [(part: BirdPart, pair: Int, isRight: Bool)] = []
    var flips: [String: [(pair: Int, isHit: Bool)]] = [:]
    /// Of nodes and edges that spoke for a bird's species before a change, whether they speak against it after.
    var turned: [String: [(class: Int, isNegative: Bool)]] = [:]

    init(_ explainer: ConceptExplainer, seed: UInt64) {
        self.explainer = explainer
        self.seed = seed
        side = explainer.classifier.input.exampleShape[1]
    }

    func image(_ scene: Scene) throws -> Image {
        try explainer.classifier.preprocessing.picture(of: scene.picture(side: side))
    }

    func scene(_ number: Int, species: Int, series: String) -> Scene {
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
    static func leastArea(_ side: Int) -> Int { max(1, 12 * side * side / (128 * 128)) }

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
    func mostCommon(_ counts: [Shown: Int]) -> (name: Shown, purity: Double)? {
        guard let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
        return (most.key, Double(most.value) / Double(counts.values.reduce(0, +)))
    }

    var concepts: [ConceptTruthRun.Result.Shown] {
        zip(explainer.model.concepts.joined(), shown.joined()).compactMap { concept, counts in
            mostCommon(counts).map { .init(concept: concept.name, shows: $0.name, purity: $0.purity) }
        }
    }

    func part(_ concept: ConceptEditor.Reference) -> BirdPart? {
        mostCommon(shown[concept.position][concept.number]).flatMap { BirdPart(rawValue: $0.name) }
    }
}
