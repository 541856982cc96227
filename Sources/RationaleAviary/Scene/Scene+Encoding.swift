extension Scene {
    enum CodingKeys: String, CodingKey {
        case seed, species, appearance, missing, pose, place, light, background, distractors, occluders
    }

    /// Writes the missing parts in the order of their declaration, so that equal scenes give equal files.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(seed, forKey: .seed)
        try container.encode(species, forKey: .species)
        try container.encode(appearance, forKey: .appearance)
        try container.encode(BirdPart.allCases.filter(missing.contains), forKey: .missing)
        try container.encode(pose, forKey: .pose)
        try container.encode(place, forKey: .place)
        try container.encode(light, forKey: .light)
        try container.encode(background, forKey: .background)
        try container.encode(distractors, forKey: .distractors)
        try container.encode(occluders, forKey: .occluders)
    }
}
