public import RationaleAviary
public import RationaleCore
import RationaleImaging
public import RationaleNetworks
import RationaleStatistics
import RationaleTorch

/// How often a classifier is right about birds that it has never seen, and whether what is not the bird sways it.
///
/// | score | the share of scenes |
/// |---|---|
/// | `accuracy` | whose species has the highest score |
/// | `unchanged-by-distractors` | with distractors, whose prediction stays whichever one of them is removed |
/// | `unchanged-without-distractors` | with distractors, whose prediction stays when all of them are removed |
/// | `unchanged-by-background` | whose prediction stays when land and perch are exchanged |
///
/// The scenes are those of `SceneSeeds.evaluation`: nothing was trained on them, stopped by them or chosen on them.
public struct AviaryAccuracy: Sendable {
    /// How many scenes.
    public var count: Int
    /// Which series of scenes.
    public var seed: UInt64

    /// Pictures in one pass through the network.
    private static let batch = 64

    /// - Parameter count: how many scenes; 1000 give accuracy to about one in a hundred.
    /// - Parameter seed: another one gives other scenes.
    public init(count: Int = 1000, seed: UInt64 = 0) {
        self.count = count
        self.seed = seed
    }

    /// Judges a network.
    ///
    /// - Parameters:
    ///   - classifier: trained on the aviary's species, in their order.
    ///   - aviary: the world.
    ///   - progress: called with the scenes that are done, and all of them.
    /// - Throws: `RationaleError.Code.usage` for a network of other classes or inputs; what the network throws.
    /// - Complexity: about five pictures drawn and passed through the network for each scene.
    public func run(
        _ classifier: Classifier, in aviary: Aviary = .standard, progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> [Score] {
        try classifier.checkFits(classes: aviary.classNames)
        var tally = Tally()
        for start in stride(from: 0, to: count, by: Self.batch) {
            try Cancellation.check()
            let scenes = (start..<min(start + Self.batch, count))
                .map { aviary.scene(seed: SceneSeeds.evaluation($0, series: seed)) }
            let variants = scenes.map(Variants.init)
            let claims = try self.claims(variants.flatMap(\.scenes), classifier)
            var next = 0
            for variant in variants {
                tally.note(Array(claims[next..<next + variant.scenes.count]), variant)
                next += variant.scenes.count
            }
            try progress(min(start + Self.batch, count), count)
        }
        return tally.scores
    }

    /// The class with the highest score of each scene.
    private func claims(_ scenes: [Scene], _ classifier: Classifier) throws -> [Int] {
        let side = classifier.input.shape[1]
        let pictures = scenes.concurrentMap { $0.picture(side: side) }
        return try stride(from: 0, to: scenes.count, by: Self.batch).flatMap { start -> [Int] in
            let input = try classifier.input(ofDrawn: Array(pictures[start..<min(start + Self.batch, scenes.count)]))
            let scores = try withoutGradient { try classifier.scores(of: input.moved(to: classifier.device)) }
            return scores.argmax(1).elements(as: Int64.self).map(Int.init)
        }
    }
}

/// A scene and what is compared with it.
private struct Variants {
    /// The scene itself, without each distractor, without all, on other land.
    let scenes: [Scene]
    let distractors: Int
    let species: Int

    init(_ scene: Scene) {
        distractors = scene.distractors.count
        species = scene.species
        let single = scene.distractors.indices.map(scene.removingDistractor)
        let none = scene.distractors.indices.reduce(scene) { scene, _ in scene.removingDistractor(0) }
        scenes = [scene] + single + [none, scene.replacingBackground(seed: ~scene.seed)]
    }
}

private struct Tally {
    private var scenes = 0
    private var cluttered = 0
    private var right = 0
    private var steadyByOne = 0
    private var steadyByAll = 0
    private var steadyByLand = 0

    mutating func note(_ claims: [Int], _ variants: Variants) {
        scenes += 1
        if claims[0] == variants.species { right += 1 }
        if claims[claims.count - 1] == claims[0] { steadyByLand += 1 }
        guard variants.distractors > 0 else { return }
        cluttered += 1
        if claims[1...variants.distractors].allSatisfy({ $0 == claims[0] }) { steadyByOne += 1 }
        if claims[variants.distractors + 1] == claims[0] { steadyByAll += 1 }
    }

    var scores: [Score] {
        [
            .proportion("accuracy", hits: right, of: scenes),
            .proportion("unchanged-by-distractors", hits: steadyByOne, of: cluttered),
            .proportion("unchanged-without-distractors", hits: steadyByAll, of: cluttered),
            .proportion("unchanged-by-background", hits: steadyByLand, of: scenes),
        ]
        .compactMap(\.self)
    }
}
