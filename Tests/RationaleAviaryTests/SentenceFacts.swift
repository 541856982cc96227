import RationaleAviary
import RationaleCore

/// What can be seen of a bird, drawn at random: any value of any attribute, some parts hidden.
enum SentenceFacts {
    static func random(seed: UInt64) -> [Attribute: String] {
        var random = SplitMix64(seed: seed)
        // Few colours, so that parts agree often enough for words that take in several.
        let colors = (0..<3).map { _ in random.pick(Attribute.wingColor.values) }
        var facts: [Attribute: String] = [:]
        let hidden = random.chance(0.4) ? random.pick(BirdPart.allCases) : nil
        for attribute in Attribute.allCases where attribute.part == nil || attribute.part != hidden {
            let isPlumage = attribute.values.contains("purple")
            facts[attribute] = random.pick(isPlumage && random.chance(0.7) ? colors : attribute.values)
        }
        if facts[.crest] == nil || facts[.crest] == "none" || facts[.crestColor] == "none" {
            if facts[.crest] != nil { facts[.crest] = "none" }
            facts[.crestColor] = nil
        }
        return facts
    }
}
