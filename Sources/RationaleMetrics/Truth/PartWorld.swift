public import RationaleAviary
public import RationaleCore
public import RationaleImaging

/// A world whose classes are made of parts, and whose pictures can be drawn without any of them.
///
/// `Aviary` is one; ``FlatAviary`` is the one that hand-wired networks see.
public protocol PartWorld: Sendable {
    associatedtype Scene: PartScene
    /// The name of each class, in the order of a network's scores.
    var classNames: [String] { get }
    /// How a part looks in a class: equal for two classes that cannot be told apart by it, `nil` where the class lacks
    /// it.
    func look(of part: BirdPart, inClass index: Int) -> String?
    /// The scene of a seed.
    func scene(seed: UInt64) -> Scene
}

/// A picture that can be drawn again with something taken away, and in which it is known what is where.
public protocol PartScene: Sendable {
    /// The index of the class that is in the picture.
    var label: Int { get }
    var distractorCount: Int { get }
    /// The picture without what the change takes away; everything else stays as it is.
    func picture(_ change: SceneChange, side: Int) -> Image
    /// What can be seen where, in masks of the picture's size: of each part that is there (a part that is hidden
    /// altogether may be left out or have an empty mask), and of each distractor.
    func masks(side: Int) -> (parts: [BirdPart: Mask], distractors: [Mask])
}

/// What is taken away from a scene.
public struct SceneChange: Hashable, Sendable {
    public var parts: Set<BirdPart>
    public var distractor: Int?

    public static let none = SceneChange(parts: [], distractor: nil)

    public static func removing(_ parts: Set<BirdPart>) -> SceneChange { SceneChange(parts: parts, distractor: nil) }

    public static func removing(distractor: Int) -> SceneChange { SceneChange(parts: [], distractor: distractor) }
}
