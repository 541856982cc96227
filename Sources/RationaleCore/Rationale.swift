/// The package as a whole.
public enum Rationale {
    /// The version, as it is written into every run.
    public static let version = "0.1.0"
}
