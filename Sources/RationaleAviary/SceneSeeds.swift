import RationaleCore

/// Seeds of scenes by what they are used for: no scene that something was trained on, or a threshold chosen on, is among
/// those it is judged by.
///
/// The two highest bits of a seed say what it is for, so that the four sets share no seed, whatever the series:
/// `purpose · 2⁶² + mixed(series, index) mod 2⁶²`. Seeds that a person types (0, 1, 2, …) have the bits of training.
public enum SceneSeeds {
    /// For pictures that a network learns from.
    ///
    /// - Parameter index: the number of the sample, from 0.
    /// - Parameter series: the seed of the run; another one gives other scenes.
    public static func training(_ index: Int, series: UInt64 = 0) -> UInt64 { seed(0, index, series) }

    /// For pictures by which a training run is watched, stopped or chosen.
    public static func validation(_ index: Int, series: UInt64 = 0) -> UInt64 { seed(1, index, series) }

    /// For pictures on which a measure's own settings are chosen, such as a threshold.
    public static func calibration(_ index: Int, series: UInt64 = 0) -> UInt64 { seed(2, index, series) }

    /// For pictures whose results are reported.
    public static func evaluation(_ index: Int, series: UInt64 = 0) -> UInt64 { seed(3, index, series) }

    /// Whether a seed belongs to ``training(_:series:)``.
    public static func isForTraining(_ seed: UInt64) -> Bool { seed >> 62 == 0 }

    private static func seed(_ purpose: UInt64, _ index: Int, _ series: UInt64) -> UInt64 {
        // SplitMix64's finaliser, once for the series and once for the index in it.
        let mixed = SplitMix64.mixed(
            SplitMix64.mixed(series &+ 0x9e37_79b9_7f4a_7c15) &+ UInt64(truncatingIfNeeded: index))
        return purpose << 62 | mixed >> 2
    }
}
