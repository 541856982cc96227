import Foundation
import RationaleAviary
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import RationaleWorkbench
import Testing

/// The model that comes with the program.
struct BuiltInModelTests {
    @Test func `It names unseen birds, and distractors change nothing`() throws {
        let aviary = Aviary.standard
        let classifier = try ModelSource("aviary").classifier()
        let scenes = (0..<200).map { aviary.scene(seed: SceneSeeds.evaluation($0, series: 11)) }
        func claims(_ scenes: [Scene]) throws -> [Int64] {
            let values = try scenes.flatMap { try classifier.preprocessing.values(of: $0.picture(side: 128)) }
            let input = Tensor(values, shape: [scenes.count, 3, 128, 128])
            return try withoutGradient { try classifier.scores(of: input).argmax(1).elements() }
        }
        let claimed = try claims(scenes)
        let right = zip(claimed, scenes).count { $0 == Int64($1.species) }
        #expect(right >= 194, "\(right) of 200")
        let bare = scenes.map { scene in
            scene.distractors.indices.reduce(scene) { scene, _ in scene.removingDistractor(0) }
        }
        let unchanged = zip(claimed, try claims(bare)).count { $0 == $1 }
        #expect(unchanged >= 190, "\(unchanged) of 200")
    }

    @Test func `Its file says what it is and how it was made`() throws {
        let path = try BuiltInModel.aviary.path
        let file = try WeightFile(contentsOf: URL(fileURLWithPath: path))
        let own = try #require(OwnModel(file.metadata))
        #expect(own.labels == Aviary.standard.species.map(\.name))
        let origin = try #require(own.origin)
        #expect(origin.command.hasPrefix("rationale train classifier "))
        #expect(try #require(origin.evaluation["accuracy"]) >= 0.97)
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        #expect(try #require(size) <= 8 << 20)
        let readme = try String(
            contentsOfFile: (path as NSString).deletingLastPathComponent + "/README.md", encoding: .utf8)
        #expect(readme.contains(origin.command))
    }
}
