import RationaleAttribution
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import RationaleWorkbench
import Testing

/// The demo's pictures and its network.
struct SceneTests {
    @Test func equalSeedsGiveEqualPictures() {
        let kind = SceneObject.Kind(.green, .star)
        #expect(Scene(kind, seed: 5).image(side: 48) == Scene(kind, seed: 5).image(side: 48))
        #expect(Scene(kind, seed: 5).image(side: 48) != Scene(kind, seed: 6).image(side: 48))
    }

    @Test(arguments: SceneObject.Kind.all)
    func theCentreHasTheColorOfTheShape(_ kind: SceneObject.Kind) {
        for seed in UInt64(0)..<5 {
            let scene = Scene(kind, seed: seed)
            let center = scene.objects[0].center * 100
            let pixel = scene.image(side: 100)[Int(center.y), Int(center.x)]
            let strongest = max(pixel.red, pixel.green, pixel.blue)
            switch kind.color {
            case .red: #expect(pixel.red == strongest)
            case .green: #expect(pixel.green == strongest)
            case .blue: #expect(pixel.blue == strongest)
            }
        }
    }

    /// What the demo shows is true: the network is right, and its maps point at the shape.
    @Test func theNetworkLearnsAndLooksAtTheShape() throws {
        LibTorch.setThreads(1)
        let (network, accuracy) = try SceneTraining().run()
        #expect(accuracy >= 0.95)
        var hits = 0
        let count = 30
        for index in 0..<count {
            let scene = Scene(SceneObject.Kind.all[index % 6], seed: 0xB000 + UInt64(index))
            let values = try network.preprocessing.values(of: scene.image(side: 128))
            let map = try GradCAM().attribute(Tensor(values, shape: [1, 3, 64, 64]), in: network)[0].map
            let peak = map.values.indices.max { map.values[$0] < map.values[$1] } ?? 0
            let place = SIMD2(Double(peak % map.width) + 0.5, Double(peak / map.width) + 0.5) / Double(map.width)
            let offset = place - scene.objects[0].center
            if (offset * offset).sum().squareRoot() < scene.objects[0].radius { hits += 1 }
        }
        #expect(hits >= 28, "\(hits) of \(count)")
    }
}
