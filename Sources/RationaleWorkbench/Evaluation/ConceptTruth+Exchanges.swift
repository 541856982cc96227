import RationaleAviary
import RationaleConcepts
import RationaleCore
import RationaleImaging

/// The experiments that the authors describe: a good part exchanged for a bad one turns its node negative, a moved one the edges at it.
extension ConceptTruth {
    mutating func judgeExchanges(scenes: Int, progress: (Int, Int, String) throws -> Void) throws {
        for (position, index) in species.enumerated() {
            try Cancellation.check()
            try progress(position * scenes, species.count * scenes, "exchanged parts")
            let parts = explainer.model.concepts[position].indices.map { part(.init(position: position, number: $0)) }
            for number in 0..<scenes {
                let scene = scene(number, species: index, series: "exchanges")
                let view = try explainer.view(image(scene))
                guard view.scores.indices.max(by: { view.scores[$0] < view.scores[$1] }) == index else { continue }
                var random = SplitMix64(seed: scene.seed, for: "exchange")
                try exchange(in: scene, view, position, parts, &random)
                try move(in: view, position, parts, &random)
            }
        }
    }

    /// One part as another species has it.
    private mutating func exchange(
        in scene: Scene, _ view: ConceptExplainer.View, _ position: Int, _ parts: [BirdPart?],
        _ random: inout SplitMix64
    ) throws {
        let own = aviary.species[species[position]].appearance
        let visible = scene.truth(side: side).parts.filter { $0.value.area >= Self.leastArea(side) }
        let candidates = BirdPart.allCases.filter { visible[$0] != nil && parts.contains($0) }
        guard !candidates.isEmpty else { return }
        let part = random.pick(candidates)
        let others = species.filter { other in
            part.attributes.contains { own[$0] != aviary.species[other].appearance[$0] }
        }
        guard !others.isEmpty else { return }
        let changed = scene.swapping(part, with: aviary.species[random.pick(others)].appearance)
        let (before, after) = try (
            explainer.why(view, class: species[position]).panels[0],
            explainer.why(explainer.view(image(changed)), class: species[position]).panels[0]
        )
        for (number, shown) in parts.enumerated() where before.nodes[number].excess > 0 {
            guard let shown else { continue }
            let name = shown == part ? "exchanged-part" : "exchanged-part-control"
            turned[name, default: []].append((position, after.nodes[number].excess < 0))
        }
    }

    /// The region of one concept a quarter of the picture further, to the side where there is more room.
    private mutating func move(
        in view: ConceptExplainer.View, _ position: Int, _ parts: [BirdPart?], _ random: inout SplitMix64
    ) throws {
        let before = try explainer.why(view, class: species[position]).panels[0]
        let candidates = parts.indices.filter { parts[$0] != nil && before.nodes[$0].isFound }
        guard !candidates.isEmpty else { return }
        let number = random.pick(candidates)
        let width = view.image.width / 4
        let offset = (x: before.nodes[number].x < 0.5 ? width : -width, y: 0)
        let moved = try ConceptEditor(explainer).moving(
            .init(position: position, number: number), by: offset, in: view)
        let after = try explainer.why(explainer.view(moved), class: species[position]).panels[0]
        for (edge, changed) in zip(before.edges, after.edges) where edge.excess > 0 {
            let name = edge.from == number || edge.to == number ? "moved-part" : "moved-part-control"
            turned[name, default: []].append((position, changed.excess < 0))
        }
        for (node, (seen, changed)) in zip(before.nodes, after.nodes).enumerated() where seen.excess > 0 {
            let name = node == number ? "moved-concept" : "moved-concept-control"
            turned[name, default: []].append((position, changed.excess < 0))
        }
    }
}
