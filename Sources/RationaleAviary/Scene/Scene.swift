/// One bird in its surroundings: all that decides a picture, at any size.
///
/// Each element is drawn from the seed by itself, so that changing one leaves the others where they are.
public struct Scene: Equatable, Codable, Sendable {
    public let seed: UInt64
    /// The index of the species among those of the aviary; interventions do not change it.
    public let species: Int
    /// Of the bird that is drawn.
    public var appearance: Appearance
    /// Parts that are not drawn; where one belongs to the plumage there is plain down, which no species wears.
    public var missing: Set<BirdPart>
    public var pose: Pose
    public var place: Place
    public var light: Light
    public var background: Background
    /// From the farthest to the nearest; all are behind the bird.
    public var distractors: [Distractor]
    /// In front of the bird.
    public var occluders: [Occluder]

    init(seed: UInt64, species: Int, appearance: Appearance) {
        self.seed = seed
        self.species = species
        self.appearance = appearance
        missing = []
        pose = Pose(seed: seed)
        place = Place(seed: seed)
        light = Light(seed: seed)
        background = Background(seed: seed)
        distractors = Distractor.all(seed: seed)
        occluders = Occluder.all(seed: seed, pose: pose, place: place)
    }

    /// Whether the bird in the picture has this part.
    public func has(_ part: BirdPart) -> Bool { appearance.has(part) && !missing.contains(part) }
}
