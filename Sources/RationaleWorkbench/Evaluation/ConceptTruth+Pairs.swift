import RationaleAviary
import RationaleConcepts
import RationaleCore
import RationaleImaging

extension ConceptTruth {
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
            var edited, editedControl: Image?
            if edits, let missing = question.leadingOfAsked(in: graph) {
                edited = try editor.inserting(missing, insteadOf: position, in: view)
                let rest = explainer.model.concepts[missing.position].indices.filter { $0 != missing.number }
                if !rest.isEmpty {
                    editedControl = try editor.inserting(
                        .init(position: missing.position, number: random.pick(rest)), insteadOf: position, in: view)
                }
            }
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
}
