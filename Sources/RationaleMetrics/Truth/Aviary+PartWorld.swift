public import RationaleAviary
public import RationaleCore
public import RationaleImaging

extension Aviary: PartWorld {
    public var classNames: [String] { species.map(\.name) }

    public func look(of part: BirdPart, inClass index: Int) -> String? {
        let appearance = species[index].appearance
        guard appearance.has(part) else { return nil }
        return part.attributes.map { appearance[$0] }.joined(separator: " ")
    }
}

extension Scene: PartScene {
    public var label: Int { species }
    public var distractorCount: Int { distractors.count }

    public func picture(_ change: SceneChange, side: Int) -> Image {
        var scene = removing(change.parts)
        if let distractor = change.distractor { scene = scene.removingDistractor(distractor) }
        return scene.picture(side: side)
    }

    public func masks(side: Int) -> (parts: [BirdPart: Mask], distractors: [Mask]) {
        let truth = truth(side: side)
        return (truth.parts, truth.distractors)
    }
}
