import RationaleAviary
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch

/// Scenes, where their parts are, and what a network said about them so far.
///
/// Every change of a scene is drawn and shown to the network once, however many methods and metrics ask for it.
struct SceneStudy<World: PartWorld>: Sendable {
    let classifier: Classifier
    let side: Int
    let scenes: [World.Scene]
    let regions: [SceneRegions]
    /// The parts that the bird in each scene has, seen or not.
    let present: [Set<BirdPart>]
    /// The minimal sets of visible parts that tell the class in each scene from all others.
    let sufficient: [[Set<BirdPart>]]
    /// The pair of classes by which an explanation's answer to its target is tested in each scene.
    let pairs: [ContrastPair?]
    private let pictures: [Image]
    private(set) var responses: [SceneResponses]

    /// How many pictures are shown at once.
    private static var batch: Int { 32 }

    /// - Parameter seeds: one for each scene.
    /// - Parameter network: takes square pictures of three channels.
    /// - Parameter progress: called with how many are drawn, and of how many.
    init(
        _ seeds: [UInt64], of world: World, classifier: Classifier, margin: Int, progress: (Int, Int) -> Void
    ) throws {
        let side = classifier.input.shape[1]
        var made: [(World.Scene, SceneRegions, Image)] = []
        for start in stride(from: 0, to: seeds.count, by: Self.batch) {
            try Cancellation.check()
            progress(start, seeds.count)
            made += seeds[start..<min(start + Self.batch, seeds.count)].concurrentMap { seed in
                let scene = world.scene(seed: seed)
                return (scene, SceneRegions(scene, side: side, margin: margin), scene.picture(.none, side: side))
            }
        }
        self.classifier = classifier
        self.side = side
        scenes = made.map(\.0)
        regions = made.map(\.1)
        pictures = made.map(\.2)
        present = scenes.map { scene in
            Set(BirdPart.allCases.filter { world.look(of: $0, inClass: scene.label) != nil })
        }
        let table = SufficientParts(world)
        let visible = regions.map(\.visibleParts)
        sufficient = zip(scenes, visible).map { table.sets(forClass: $0.label, visible: $1) }
        pairs = zip(scenes, visible).map { ContrastPair(forClass: $0.label, visible: $1, in: world) }
        responses = scenes.map { SceneResponses(label: $0.label, logits: [:]) }
    }

    /// Scenes as the network's input: `[scenes, 3, side, side]`.
    func input(_ numbers: [Int]) throws -> Tensor { try input(of: numbers.map { pictures[$0] }) }

    /// Shows the network what it has not seen yet.
    ///
    /// - Parameter changes: for each scene.
    /// - Parameter progress: called with how many pictures were shown, and of how many.
    mutating func ask(_ changes: [Set<SceneChange>], progress: (Int, Int) -> Void) throws {
        let open = changes.enumerated().flatMap { number, changes in
            changes.filter { !responses[number].knows($0) }.sorted(by: SceneChange.inOrder).map { (number, $0) }
        }
        for start in stride(from: 0, to: open.count, by: Self.batch) {
            let part = Array(open[start..<min(start + Self.batch, open.count)])
            let drawn = part.concurrentMap { [scenes, pictures, side] number, change in
                change == .none ? pictures[number] : scenes[number].picture(change, side: side)
            }
            let input = try input(of: drawn).moved(to: classifier.device)
            let logits = try withoutGradient { try classifier.scores(of: input) }
            let classes = logits.shape[1]
            let values = logits.elements(as: Double.self)
            for (row, (number, change)) in part.enumerated() {
                responses[number].add(Array(values[row * classes..<(row + 1) * classes]), to: change)
            }
            progress(start + part.count, open.count)
        }
    }

    /// What has to be known whatever is explained: the score without each part, each distractor, and each pair's parts.
    var basicChanges: [Set<SceneChange>] {
        scenes.indices.map { number in
            var changes: Set<SceneChange> = [.none]
            for part in regions[number].visibleParts { changes.insert(.removing([part])) }
            for index in 0..<scenes[number].distractorCount { changes.insert(.removing(distractor: index)) }
            if let pair = pairs[number] {
                changes.insert(.removing(pair.firstParts))
                changes.insert(.removing(pair.secondParts))
            }
            return changes
        }
    }

    /// The pair of a scene, where the network itself tells its classes apart by it.
    func heldPair(_ number: Int) -> ContrastPair? {
        pairs[number].flatMap { TruthProtocols.holds($0, responses[number]) ? $0 : nil }
    }

    private func input(of pictures: [Image]) throws -> Tensor { try classifier.input(ofDrawn: pictures) }
}

extension SceneChange {
    /// An order that is the same in every process, unlike that of a set.
    fileprivate static func inOrder(_ a: SceneChange, _ b: SceneChange) -> Bool {
        (BirdPart.bits(of: a.parts), a.distractor ?? -1) < (BirdPart.bits(of: b.parts), b.distractor ?? -1)
    }
}
