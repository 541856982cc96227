/// The same scene with one thing changed. Pixels that neither the old nor the new thing covers stay as they are, but for
/// those on smoothed edges, its own and those of what covers it, at most two pixels from there.
extension Scene {
    /// Without a part.
    public func removing(_ part: BirdPart) -> Scene { removing([part]) }

    /// Without these parts.
    public func removing(_ parts: Set<BirdPart>) -> Scene {
        var scene = self
        scene.missing.formUnion(parts)
        return scene
    }

    /// With these parts only; those that were missing before stay so.
    public func keeping(_ parts: Set<BirdPart>) -> Scene { removing(Set(BirdPart.allCases).subtracting(parts)) }

    /// With one part as another bird has it.
    public func swapping(_ part: BirdPart, with appearance: Appearance) -> Scene {
        var scene = self
        scene.appearance = self.appearance.swapping(part, with: appearance)
        return scene
    }

    /// Without a distractor.
    ///
    /// - Precondition: `index` is one of ``distractors``.
    public func removingDistractor(_ index: Int) -> Scene {
        var scene = self
        scene.distractors.remove(at: index)
        return scene
    }

    /// With the background and perch of another seed; bird, distractors and twigs stay.
    public func replacingBackground(seed: UInt64) -> Scene {
        var scene = self
        scene.background = Background(seed: seed)
        return scene
    }

    /// Before another kind of land; what is drawn at random of it, and the perch, stay.
    public func replacingBackground(kind: Background.Kind) -> Scene {
        var scene = self
        scene.background.kind = kind
        return scene
    }

    /// With the bird facing one way, and the twigs in front of it as they would be then.
    public func facing(right facesRight: Bool) -> Scene {
        var scene = self
        guard pose.facesRight != facesRight else { return scene }
        scene.pose.facesRight = facesRight
        scene.occluders = Occluder.all(seed: seed, pose: scene.pose, place: place)
        return scene
    }
}
