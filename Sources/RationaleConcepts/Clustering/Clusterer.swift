public import RationaleAttribution
import RationaleCore
public import RationaleTorch

/// A way to find groups of similar rows.
///
/// A method is a small immutable value. To add one, write its file and add a line to ``Clusterers/all``.
public protocol Clusterer: Sendable {
    /// The name on the command line: `kmeans`.
    static var identifier: String { get }
    static var title: String { get }
    /// One line with the source.
    static var summary: String { get }
    /// What can be set, declared once.
    static var settings: [Setting<Self>] { get }

    /// Groups rows of features.
    ///
    /// - Parameter rows: `[count, width]`, finite numbers of any floating-point type.
    /// - Throws: `RationaleError.Code.usage` where the method's settings or limits do not fit the rows,
    ///   `.badData` where a number is not finite.
    func cluster(_ rows: Tensor) throws -> Clustering
}

/// All clustering methods by name.
public enum Clusterers {
    /// A method that can be asked for.
    public struct Entry: Sendable {
        public let identifier: String
        public let title: String
        public let summary: String
        /// What can be set, with the text of the value that it has when nothing is said.
        public let settings: [(declaration: SettingDeclaration, standard: String?)]
        private let make: @Sendable ([String: String]) throws -> any Clusterer

        fileprivate init<Method: Clusterer>(_ standard: Method) {
            identifier = Method.identifier
            title = Method.title
            summary = Method.summary
            settings = Method.settings.map { ($0.declaration, $0.text(of: standard)) }
            make = { given in
                var method = standard
                for setting in Method.settings {
                    if let text = given[setting.name] { try setting.apply(text, to: &method) }
                }
                return method
            }
        }

        /// The method with these settings.
        ///
        /// - Parameter given: texts by the names of settings.
        /// - Throws: `RationaleError.Code.usage` for a setting that it does not have, or a value out of range.
        public func method(_ given: [String: String] = [:]) throws -> any Clusterer {
            let names = settings.map(\.declaration.name)
            let unknown = given.keys.filter { !names.contains($0) }.sorted()
            guard unknown.isEmpty else {
                throw RationaleError(
                    .usage, "\(identifier) has no option \(unknown.map { "--\($0)" }.joined(separator: ", "))",
                    hint: "It has \(names.map { "--\($0)" }.joined(separator: ", ")).")
            }
            return try make(given)
        }
    }

    /// In the order in which lists show them.
    public static let all: [Entry] = [
        Entry(KMeans()),
        Entry(AffinityPropagation()),
        Entry(MeanShift()),
        Entry(SpectralClustering()),
        Entry(DBSCAN()),
        Entry(NMFClusters()),
    ]

    /// The method of this name with these settings.
    ///
    /// - Throws: `RationaleError.Code.usage` for an unknown name, with the nearest ones, and as ``Entry/method(_:)``.
    public static func named(_ name: String, _ settings: [String: String] = [:]) throws -> any Clusterer {
        if let entry = all.first(where: { $0.identifier == name }) { return try entry.method(settings) }
        let names = all.map(\.identifier)
        let near = names.nearest(to: name)
        throw RationaleError(
            .usage, "there is no clustering method '\(name)'",
            hint: near.isEmpty
                ? "There are \(names.joined(separator: ", "))." : "Did you mean \(near.joined(separator: ", "))?")
    }
}
