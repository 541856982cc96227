public import RationaleCore

/// What can be seen where in a scene's picture: exact, since it is drawn from the same geometry in the same order.
public struct SceneTruth: Sendable {
    /// The visible pixels of each of the nine parts; no pixel belongs to two. Empty for a part that is missing, absent
    /// or altogether hidden.
    public let parts: [BirdPart: Mask]
    /// The visible pixels of the bird, with those that belong to no part.
    public let bird: Mask
    /// The visible pixels of each distractor, in the order of ``Scene/distractors``.
    public let distractors: [Mask]
    /// The smallest box around what is seen of the bird.
    public let box: Box
    /// The mean place of each part's visible pixels, in pixels from the upper left corner; only of those that are seen.
    public let centers: [BirdPart: (x: Double, y: Double)]
}
