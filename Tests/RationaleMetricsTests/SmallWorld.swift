import RationaleAviary
import RationaleMetrics

/// A world of looks without pictures.
struct SmallWorld: PartWorld {
    let looks: [[BirdPart: String]]

    var classNames: [String] { looks.indices.map { "class \($0)" } }

    func look(of part: BirdPart, inClass index: Int) -> String? { looks[index][part] }

    func scene(seed: UInt64) -> FlatScene { FlatAviary().scene(seed: seed) }
}
