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
                try moveRegion(in: view, position, parts, &random)
                try movePart(of: scene, in: view, position, parts, &random)
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

    /// One part a quarter of the picture further, as the scene has it.
    private mutating func movePart(
        of scene: Scene, in view: ConceptExplainer.View, _ position: Int, _ parts: [BirdPart?],
        _ random: inout SplitMix64
    ) throws {
        let visible = scene.truth(side: side).parts.filter { $0.value.area >= Self.leastArea(side) }
        let candidates = BirdPart.allCases.filter { visible[$0] != nil && parts.contains($0) }
        guard !candidates.isEmpty else { return }
        let part = random.pick(candidates)
        guard let mask = visible[part], let box = mask.box else { return }
        let middle = (box.x + box.width / 2) / Double(mask.width)
        let moved = try view.image.moving(mask, by: offset(from: middle, in: view.image), growingBy: 1, feather: 1)
        try judge("moved-part", view, moved, position) { parts[$0] == part }
    }

    /// The region that was taken for one concept a quarter of the picture further.
    private mutating func moveRegion(
        in view: ConceptExplainer.View, _ position: Int, _ parts: [BirdPart?], _ random: inout SplitMix64
    ) throws {
        let nodes = try explainer.why(view, class: species[position]).panels[0].nodes
        let candidates = parts.indices.filter { parts[$0] != nil && nodes[$0].isFound }
        guard !candidates.isEmpty else { return }
        let number = random.pick(candidates)
        let moved = try ConceptEditor(explainer).moving(
            .init(position: position, number: number), by: offset(from: nodes[number].x, in: view.image), in: view)
        try judge("moved-region", view, moved, position) { $0 == number }
    }

    /// A quarter of the picture, to the side where there is more room.
    private func offset(from x: Double, in image: Image) -> (x: Int, y: Int) {
        (x: x < 0.5 ? image.width / 4 : -(image.width / 4), y: 0)
    }

    /// Edges between a moved node and one that stayed, the moved nodes themselves, and as control edges and nodes that stayed. Edges between
    /// two nodes that moved together say nothing.
    private mutating func judge(
        _ name: String, _ view: ConceptExplainer.View, _ changed: Image, _ position: Int, at isMoved: (Int) -> Bool
    ) throws {
        let before = try explainer.why(view, class: species[position]).panels[0]
        let after = try explainer.why(explainer.view(changed), class: species[position]).panels[0]
        for (edge, changed) in zip(before.edges, after.edges) where edge.excess > 0 {
            let ends = [edge.from, edge.to].count(where: isMoved)
            guard ends < 2 else { continue }
            turned[ends == 1 ? name : "\(name)-control", default: []].append((position, changed.excess < 0))
        }
        for (number, (node, changed)) in zip(before.nodes, after.nodes).enumerated() where node.excess > 0 {
            let name = isMoved(number) ? "\(name)-node" : "\(name)-node-control"
            turned[name, default: []].append((position, changed.excess < 0))
        }
    }
}
