import RationaleCore

extension Scene {
    /// Human-sounding sentences about the bird, each with several attributes that can be seen, none of them false.
    ///
    /// The wording varies as that of captions by many people does (openings, order, synonyms, spelling, commas), and the
    /// sentences of one scene divide its attributes among themselves, so that no one alone says everything. A crest or an
    /// eye ring that is not there is denied now and then. Drawn from the scene's seed: equal scenes have equal sentences.
    ///
    /// - Parameters:
    ///   - count: how many; ten by default, as many as CUB's pictures have. They differ from each other, unless so little
    ///     is visible that there are not as many ways to say it.
    ///   - visible: the parts that can be seen, see ``SceneTruth/visible``.
    public func sentences(count: Int = 10, visible: Set<BirdPart>) -> [Sentence] {
        SentenceWriter(facts: facts(visible: visible)).sentences(count: count, seed: seed)
    }

    /// What may be said of the picture: attribute and value.
    func facts(visible: Set<BirdPart>) -> [Attribute: String] {
        var facts: [Attribute: String] = [:]
        for attribute in Attribute.allCases where attribute.part.map(visible.contains) ?? true {
            let value = appearance[attribute]
            if value != "none" { facts[attribute] = value }
        }
        // That something is not there is seen only where it would be.
        let isHeadSeen = visible.contains(.crown) || visible.contains(.bill)
        if isHeadSeen {
            if appearance.crest == .none || missing.contains(.crest) { facts[.crest] = "none" }
            if appearance.eyeRing == .none || missing.contains(.eyeRing) { facts[.eyeRing] = "none" }
        }
        return facts
    }
}

extension SceneTruth {
    /// The parts of which enough is seen to tell their colour: at least one in 4096 of the picture's pixels, which are
    /// four in a picture of 128 × 128, and never fewer than four.
    public var visible: Set<BirdPart> {
        Set(parts.filter { $0.value.area >= max(4, $0.value.width * $0.value.height / 4096) }.keys)
    }
}
