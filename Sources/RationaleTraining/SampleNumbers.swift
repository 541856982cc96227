import RationaleCore

/// Which samples a pass is about, as numbers.
///
/// Step `s` of `w` workers with `k` passes of `b` samples takes the samples `s·w·k·b ..< (s+1)·w·k·b`, each worker's in
/// one piece: a step of two workers, or of two passes, is about the same samples as one of a batch twice as large.
struct SampleNumbers {
    private let batchSize: Int
    private let accumulation: Int
    private let rank: Int
    private let workers: Int
    private let runSeed: UInt64

    init(_ settings: TrainingSettings, rank: Int, workers: Int) {
        batchSize = settings.batchSize
        accumulation = settings.accumulation
        runSeed = settings.seed
        self.rank = rank
        self.workers = workers
    }

    /// The samples of this worker's pass, passes being counted through from the first step.
    func ofPass(_ pass: Int) -> Range<Int> {
        let (step, micro) = pass.quotientAndRemainder(dividingBy: accumulation)
        let start = ((step * workers + rank) * accumulation + micro) * batchSize
        return start..<start + batchSize
    }

    /// The seed of what is drawn in the pass.
    func seed(ofPass pass: Int) -> UInt64 {
        var random = SplitMix64(seed: runSeed, for: "pass \(ofPass(pass).lowerBound)")
        return random.next()
    }
}
