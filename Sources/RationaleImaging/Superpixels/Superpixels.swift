public import RationaleCore

/// The superpixel methods by name, and the settings with which they were used to look for concepts.
public struct Superpixels: Sendable {
    /// The method's name, in lower case.
    public let name: String
    /// The method with its default settings.
    public let method: any SuperpixelMethod
    /// Three settings from coarse to fine; see ``SuperpixelMethod/resolutions``.
    public let resolutions: [any SuperpixelMethod]

    private init<Method: SuperpixelMethod>(_ method: Method) {
        name = Method.name
        self.method = method
        resolutions = Method.resolutions
    }

    /// Every method.
    public static let methods = [
        Superpixels(SLIC()), Superpixels(Watershed()), Superpixels(Quickshift()), Superpixels(Felzenszwalb()),
    ]

    /// A method by its name, in upper or lower case.
    ///
    /// - Throws: `RationaleError` of code `usage` with the nearest names.
    public init(named name: String) throws(RationaleError) {
        guard let known = Self.methods.first(where: { $0.name == name.lowercased() }) else {
            let names = Self.methods.map(\.name)
            let nearest = names.nearest(to: name)
            let suggestion = nearest.isEmpty ? "" : "Did you mean \(nearest.joined(separator: ", "))? "
            throw RationaleError(
                .usage, "there is no superpixel method '\(name)'",
                hint: suggestion + "Known are \(names.joined(separator: ", ")).")
        }
        self = known
    }
}
