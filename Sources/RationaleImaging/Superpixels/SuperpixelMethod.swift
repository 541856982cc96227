public import RationaleCore

/// A way to cut a picture into regions of similar colour.
///
/// A method is a value: its settings are its properties, equal settings give equal labels, and nothing is drawn at random.
public protocol SuperpixelMethod: Sendable {
    /// The name by which ``Superpixels`` finds it, in lower case.
    static var name: String { get }

    /// Three settings from coarse to fine with which ACE and VRX cut photos of 299 × 299 pixels to look for concepts.
    ///
    /// *Source*: A. Ghorbani, J. Wexler, J. Zou and B. Kim, "Towards automatic concept-based explanations", NeurIPS 2019,
    /// arXiv:1902.03129; Y. Ge et al., "A peek into the reasoning of neural networks: interpreting with structural visual
    /// concepts", CVPR 2021, arXiv:2105.00290.
    static var resolutions: [Self] { get }

    /// The regions of a picture.
    ///
    /// - Throws: `usage` where a setting is outside its range.
    func segment(_ image: Image) throws(RationaleError) -> Segmentation
}

extension SuperpixelMethod {
    public var name: String { Self.name }

    /// Refuses a setting that is no finite number or outside its range.
    func require(
        _ setting: String, _ value: Double, _ range: PartialRangeFrom<Double>, isOpen: Bool = false
    ) throws(RationaleError) {
        guard value.isFinite, isOpen ? value > range.lowerBound : value >= range.lowerBound else {
            let bound = (isOpen ? "above " : "at least ") + Self.text(range.lowerBound)
            throw RationaleError(
                .usage, "\(name): \(setting) is \(Self.text(value)); it must be a number, \(bound).")
        }
    }

    /// Refuses a width of smoothing below 0, or so large that its kernel is longer than any picture.
    func requireSigma(_ sigma: Double) throws(RationaleError) {
        guard sigma >= 0, sigma <= 1000 else {
            throw RationaleError(.usage, "\(name): sigma is \(Self.text(sigma)); it must be a number, 0 … 1000.")
        }
    }

    /// Refuses a whole number that is outside its range.
    func require(_ setting: String, _ value: Int, _ range: ClosedRange<Int>) throws(RationaleError) {
        guard range.contains(value) else {
            throw RationaleError(
                .usage, "\(name): \(setting) is \(value); it must be in \(range.lowerBound) … \(range.upperBound).")
        }
    }

    private static func text(_ value: Double) -> String {
        value.isFinite && value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }
}
