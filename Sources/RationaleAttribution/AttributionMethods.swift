public import RationaleCore

/// All methods by name.
///
/// A new method is listed here in one line, and thereby on the command line, in configurations and in `--method all`.
public enum AttributionMethods {
    /// A method that can be asked for.
    public struct Entry: Sendable {
        /// The name on the command line: `grad-cam`.
        public let identifier: String
        public let title: String
        public let summary: String
        /// What can be set, with the text of the value that it has when nothing is said.
        public let settings: [(declaration: SettingDeclaration, standard: String?)]
        /// What it is made for.
        public let inputs: Set<InputKind>
        private let make: @Sendable ([String: String], InputKind) throws -> (any AttributionMethod, Set<String>)

        /// - Parameter standard: the method as it is when nothing is set, for a kind of input.
        fileprivate init<Method: AttributionMethod>(_ standard: @escaping @Sendable (InputKind) -> Method) {
            identifier = Method.identifier
            title = Method.title
            summary = Method.summary
            inputs = Method.inputs
            let plain = standard(.picture)
            settings = Method.settings.filter { $0.declaration.kind != nil }
                .map { ($0.declaration, $0.text(plain)) }
            make = { given, kind in
                var method = standard(kind)
                var taken: Set<String> = []
                for setting in Method.settings where setting.text(method) != nil {
                    guard let text = given[setting.name] else { continue }
                    try setting.set(&method, text)
                    taken.insert(setting.name)
                }
                return (method, taken)
            }
        }

        /// The method with those of the given settings that it has.
        ///
        /// - Returns: also the names of the settings that it took.
        /// - Throws: `RationaleError.Code.usage` for a value that is no such value, or out of its range.
        package func taking(
            _ given: [String: String], for kind: InputKind
        ) throws -> (method: any AttributionMethod, taken: Set<String>) { try make(given, kind) }

        /// The method with these settings.
        ///
        /// - Parameters:
        ///   - given: texts by the names of settings.
        ///   - kind: what is explained: some defaults depend on it.
        /// - Throws: `RationaleError.Code.usage` for a setting that it does not have, or a value that has no meaning.
        public func method(
            _ given: [String: String] = [:], for kind: InputKind = .picture
        ) throws -> any AttributionMethod {
            let (method, taken) = try make(given, kind)
            let unknown = given.keys.filter { !taken.contains($0) }.sorted()
            guard unknown.isEmpty else {
                let has = settings.map { "--\($0.declaration.name)" }.joined(separator: ", ")
                throw RationaleError(
                    .usage, "\(identifier) has no option \(unknown.map { "--\($0)" }.joined(separator: ", "))",
                    hint: settings.first { unknown.contains($0.declaration.name) }?.declaration.condition
                        .map { "It is an option of \(identifier) with \($0)." }
                        ?? (has.isEmpty ? "It has no options." : "It has \(has)."))
            }
            return method
        }
    }

    /// In the order in which lists show them: gradients, class activation maps, perturbations, controls.
    public static let all: [Entry] = [
        Entry { _ in Gradient() },
        Entry { _ in InputTimesGradient() },
        Entry { _ in IntegratedGradients() },
        Entry { _ in DeepLIFT() },
        Entry { _ in DeepSHAP() },
        Entry { _ in SmoothGrad() },
        Entry { _ in VarGrad() },
        Entry { _ in GuidedBackpropagation() },
        Entry { _ in Deconvolution() },
        Entry { _ in ExcitationBackpropagation() },
        Entry { _ in ContrastiveExcitation() },
        Entry { _ in GradCAM() },
        Entry { _ in ElementwiseGradCAM() },
        Entry { _ in GradCAMPlusPlus() },
        Entry { _ in LayerCAM() },
        Entry { _ in LinearApproximation() },
        Entry { _ in Occlusion() },
        Entry { _ in RISE() },
        Entry { _ in LIME() },
        Entry { _ in ExtremalPerturbation() },
        Entry { _ in InformationBottleneck() },
        Entry { InputInformationBottleneck(objective: .steady(SteadySearch(for: $0))) },
        Entry { _ in PublishedInputInformationBottleneck() },
        Entry { _ in ImageCentre() },
        Entry { _ in RandomMap() },
    ]

    /// Every setting of any method once, in the order in which they first appear.
    public static let settings: [SettingDeclaration] = {
        var names: Set<String> = []
        return all.flatMap(\.settings).map(\.declaration).filter { names.insert($0.name).inserted }
    }()

    /// Those that are made for such inputs.
    public static func all(for kind: InputKind) -> [Entry] { all.filter { $0.inputs.contains(kind) } }

    /// The entry of this name.
    ///
    /// - Throws: `RationaleError.Code.usage` with the nearest names.
    public static func entry(named name: String) throws(RationaleError) -> Entry {
        if let entry = all.first(where: { $0.identifier == name }) { return entry }
        let names = all.map(\.identifier)
        let nearest = names.nearest(to: name).map { "'\($0)'" }.joined(separator: ", ")
        throw RationaleError(
            .usage, "there is no method '\(name)'",
            hint: nearest.isEmpty ? "Choose one of \(names.joined(separator: ", "))." : "Did you mean \(nearest)?")
    }

    /// The method of this name with these settings.
    ///
    /// - Throws: `RationaleError.Code.usage` for an unknown name, with the nearest ones, and as ``Entry/method(_:for:)``.
    public static func named(
        _ name: String, _ settings: [String: String] = [:], for kind: InputKind = .picture
    ) throws -> any AttributionMethod { try entry(named: name).method(settings, for: kind) }
}
