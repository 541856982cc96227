/// How a bird looks: a value for each attribute.
public struct Appearance: Hashable, Sendable {
    public enum BillShape: String, CaseIterable, Codable, Sendable { case cone, dagger, hooked, curved }
    public enum BillColor: String, CaseIterable, Codable, Sendable { case black, grey, yellow, orange, red }
    public enum EyeRing: String, CaseIterable, Codable, Sendable { case none, white, yellow, red }
    public enum Plumage: String, CaseIterable, Codable, Sendable {
        case black, white, grey, brown, red, orange, yellow, green, blue, purple
    }
    public enum Crest: String, CaseIterable, Codable, Sendable { case none, pointed, tufted, shaggy }
    /// A plumage, or none where there is no crest.
    public enum CrestColor: String, CaseIterable, Codable, Sendable {
        case none, black, white, grey, brown, red, orange, yellow, green, blue, purple
    }
    public enum WingPattern: String, CaseIterable, Codable, Sendable { case plain, barred, spotted, edged }
    public enum BreastPattern: String, CaseIterable, Codable, Sendable { case plain, streaked, spotted, banded }
    public enum TailShape: String, CaseIterable, Codable, Sendable { case short, forked, long, fanned }
    public enum LegColor: String, CaseIterable, Codable, Sendable { case black, grey, pink, yellow, orange }
    public enum Size: String, CaseIterable, Codable, Sendable { case small, medium, large }

    public var billShape: BillShape
    public var billColor: BillColor
    public var eyeRing: EyeRing
    public var crownColor: Plumage
    public var crest: Crest
    /// Of its own, so that removing or swapping the crown leaves the crest alone; `none` exactly where there is no crest.
    public var crestColor: CrestColor
    public var wingColor: Plumage
    public var wingPattern: WingPattern
    public var breastColor: Plumage
    public var breastPattern: BreastPattern
    public var bellyColor: Plumage
    public var tailShape: TailShape
    public var tailColor: Plumage
    public var legColor: LegColor
    /// Seen in the bird's build, since a picture has no scale: small birds are round with a large head.
    public var size: Size

    public init(
        billShape: BillShape, billColor: BillColor, eyeRing: EyeRing, crownColor: Plumage, crest: Crest,
        crestColor: CrestColor, wingColor: Plumage, wingPattern: WingPattern, breastColor: Plumage,
        breastPattern: BreastPattern,
        bellyColor: Plumage, tailShape: TailShape, tailColor: Plumage, legColor: LegColor, size: Size
    ) {
        self.billShape = billShape
        self.billColor = billColor
        self.eyeRing = eyeRing
        self.crownColor = crownColor
        self.crest = crest
        self.crestColor = crestColor
        self.wingColor = wingColor
        self.wingPattern = wingPattern
        self.breastColor = breastColor
        self.breastPattern = breastPattern
        self.bellyColor = bellyColor
        self.tailShape = tailShape
        self.tailColor = tailColor
        self.legColor = legColor
        self.size = size
    }

    /// The name of an attribute's value: `"red"`.
    public subscript(attribute: Attribute) -> String { attribute.key.value(of: self) }

    /// Whether two appearances have the same value of an attribute.
    public func agrees(with other: Appearance, in attribute: Attribute) -> Bool {
        // Spelt out, since training asks this of every species for every picture.
        switch attribute {
        case .billShape: billShape == other.billShape
        case .billColor: billColor == other.billColor
        case .eyeRing: eyeRing == other.eyeRing
        case .crownColor: crownColor == other.crownColor
        case .crest: crest == other.crest
        case .crestColor: crestColor == other.crestColor
        case .wingColor: wingColor == other.wingColor
        case .wingPattern: wingPattern == other.wingPattern
        case .breastColor: breastColor == other.breastColor
        case .breastPattern: breastPattern == other.breastPattern
        case .bellyColor: bellyColor == other.bellyColor
        case .tailShape: tailShape == other.tailShape
        case .tailColor: tailColor == other.tailColor
        case .legColor: legColor == other.legColor
        case .size: size == other.size
        }
    }

    /// In which attributes two appearances differ.
    public func differences(from other: Appearance) -> [Attribute] {
        Attribute.allCases.filter { !agrees(with: other, in: $0) }
    }
}
