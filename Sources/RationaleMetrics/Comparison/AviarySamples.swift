public import RationaleAviary
public import RationaleCore
import RationaleImaging
public import RationaleNetworks
import RationaleTorch

/// Fresh scenes of the aviary: pictures whose class and region are known exactly.
///
/// The region is what is seen of the bird. The scenes are those of `SceneSeeds.evaluation`, on which nothing was trained.
public struct AviarySamples: SampleSource {
    public let count: Int
    public let isShuffled = true
    private let seed: UInt64
    private let aviary: Aviary

    /// - Parameters:
    ///   - count: how many there are to choose from.
    ///   - seed: another one gives other scenes.
    ///   - aviary: the world.
    public init(count: Int, seed: UInt64 = 0, aviary: Aviary = .standard) {
        self.count = count
        self.seed = seed
        self.aviary = aviary
    }

    public func name(of index: Int) -> String { "scene \(index)" }

    public func sample(_ index: Int, for classifier: Classifier) throws -> Sample {
        let scene = aviary.scene(seed: SceneSeeds.evaluation(index, series: seed))
        let side = classifier.input.shape[1]
        return Sample(
            try classifier.input(ofDrawn: [scene.picture(side: side)]), label: scene.species,
            region: scene.truth(side: side).bird)
    }

    /// Makes sure that a network names these birds.
    ///
    /// - Throws: `RationaleError.Code.usage`, saying what does not fit.
    public func check(_ classifier: Classifier) throws(RationaleError) {
        try classifier.checkFits(classes: aviary.classNames)
    }
}
