/// What to do about an output folder that holds something already: a run, a data set, a training.
public enum ExistingOutput: Sendable {
    /// An error.
    case refuse
    /// Continue what is there.
    case resume
    /// Begin anew in its place.
    case overwrite
}
