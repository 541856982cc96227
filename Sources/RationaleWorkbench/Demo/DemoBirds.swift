import Foundation
import RationaleAviary
import RationaleImaging

/// The birds of the demo, from seeds that nothing was trained on: one, the same scene with one part exchanged so that it
/// is the neighbouring species, and two others.
struct DemoBirds {
    /// A picture to draw, and what is in it.
    struct Bird {
        let name: String
        let scene: Scene
        let species: String
    }

    let birds: [Bird]
    /// The species of the second bird, which the first is not.
    let neighbor: String
    /// What was exchanged: `crown color from yellow to grey`.
    let difference: String

    init(of aviary: Aviary, seed: UInt64) {
        let names = aviary.species.map(\.name)
        func file(_ name: String) -> String { name.replacing(" ", with: "-") }
        let pairs = aviary.species.indices.dropLast().filter {
            aviary.species[$0].appearance.differences(from: aviary.species[$0 + 1].appearance).count == 1
        }
        let first = pairs[Int(SceneSeeds.evaluation(0, series: seed) % UInt64(pairs.count))]
        let (own, other) = (aviary.species[first], aviary.species[first + 1])
        let attribute = own.appearance.differences(from: other.appearance)[0]
        let scene = aviary.scene(seed: SceneSeeds.evaluation(1, series: seed), species: first)
        let changed = attribute.part.map { scene.swapping($0, with: other.appearance) } ?? scene
        let others = (2...3).map { aviary.scene(seed: SceneSeeds.evaluation($0, series: seed)) }
        birds =
            [
                Bird(name: "1-\(file(own.name))", scene: scene, species: own.name),
                Bird(name: "2-changed-to-\(file(other.name))", scene: changed, species: other.name),
            ]
            + others.enumerated().map { index, scene in
                Bird(
                    name: "\(index + 3)-\(file(names[scene.species]))", scene: scene, species: names[scene.species])
            }
        neighbor = other.name
        let words = attribute.rawValue.replacing(#/[A-Z]/#) { " " + $0.output.lowercased() }
        difference = "\(words) from \(own.appearance[attribute]) to \(other.appearance[attribute])"
    }

    /// Draws them.
    ///
    /// - Returns: the paths of the pictures.
    func write(to folder: String, side: Int) throws -> [String] {
        try birds.map { bird in
            let path = "\(folder)/\(bird.name).png"
            try bird.scene.picture(side: side).write(to: URL(fileURLWithPath: path))
            return path
        }
    }
}
