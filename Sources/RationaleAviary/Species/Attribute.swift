/// A respect in which species differ. Each has a closed list of values, and belongs to one part or to the whole bird.
public enum Attribute: String, CaseIterable, Codable, Sendable {
    case billShape, billColor
    case eyeRing
    case crownColor
    case crest, crestColor
    case wingColor, wingPattern
    case breastColor, breastPattern
    case bellyColor
    case tailShape, tailColor
    case legColor
    case size

    /// The part on which it is seen; `nil` for the size of the whole bird.
    public var part: BirdPart? {
        switch self {
        case .billShape, .billColor: .bill
        case .eyeRing: .eyeRing
        case .crownColor: .crown
        case .crest, .crestColor: .crest
        case .wingColor, .wingPattern: .wing
        case .breastColor, .breastPattern: .breast
        case .bellyColor: .belly
        case .tailShape, .tailColor: .tail
        case .legColor: .legs
        case .size: nil
        }
    }

    /// The names of its values, in the order of their declaration.
    public var values: [String] { key.values }

    var key: any AttributeKey {
        switch self {
        case .billShape: Key(\.billShape)
        case .billColor: Key(\.billColor)
        case .eyeRing: Key(\.eyeRing)
        case .crownColor: Key(\.crownColor)
        case .crest: Key(\.crest)
        case .crestColor: Key(\.crestColor)
        case .wingColor: Key(\.wingColor)
        case .wingPattern: Key(\.wingPattern)
        case .breastColor: Key(\.breastColor)
        case .breastPattern: Key(\.breastPattern)
        case .bellyColor: Key(\.bellyColor)
        case .tailShape: Key(\.tailShape)
        case .tailColor: Key(\.tailColor)
        case .legColor: Key(\.legColor)
        case .size: Key(\.size)
        }
    }
}

/// Reads and writes one attribute of an appearance by the name of its value.
protocol AttributeKey {
    var values: [String] { get }
    func value(of appearance: Appearance) -> String
    /// Whether there is such a value; the appearance is changed only then.
    func set(_ value: String, of appearance: inout Appearance) -> Bool
}

private struct Key<Value: CaseIterable & RawRepresentable<String>>: AttributeKey {
    let path: WritableKeyPath<Appearance, Value>

    init(_ path: WritableKeyPath<Appearance, Value>) { self.path = path }

    var values: [String] { Value.allCases.map(\.rawValue) }

    func value(of appearance: Appearance) -> String { appearance[keyPath: path].rawValue }

    func set(_ value: String, of appearance: inout Appearance) -> Bool {
        guard let value = Value(rawValue: value) else { return false }
        appearance[keyPath: path] = value
        return true
    }
}
