/// A part of a bird that can be seen, removed and swapped, and that has a mask of its own.
public enum BirdPart: String, CaseIterable, Codable, Sendable {
    case bill, eyeRing, crown, crest, wing, breast, belly, tail, legs
}
