import RationaleAttribution
import RationaleCore
import RationaleData

extension InputKind {
    /// What the inputs of a request are, by the names of its files and by what is in its folders.
    ///
    /// - Throws: `usage` where there are several kinds.
    init(of options: ExplainOptions) throws(RationaleError) {
        let texts: [(kind: InputKind, name: String)] = options.text.map { (.text, "the text \"\($0.prefix(40))\"") }
        let named = texts + options.input.map { (Self.kind(of: $0), $0) }
        let first = named.first?.kind ?? .picture
        if let other = named.first(where: { $0.kind != first }) {
            throw RationaleError(
                .usage,
                "\(other.name) is \(other.kind.words), no \(first.rawValue) as \(named[0].name) is, and one run explains one kind",
                hint: "Explain them one after the other.")
        }
        self = first
    }

    /// A folder is of the first kind of which there is a file in it.
    private static func kind(of input: String) -> InputKind {
        let name = input.lowercased()
        if name.hasSuffix(".txt") || TextTableFile.isNamed(name) { return .text }
        if TensorFiles.isNamed(name) { return .tensor }
        return [.picture, .text, .tensor].first { !FolderInputs.names(of: $0, below: input).isEmpty } ?? .picture
    }

    private var words: String {
        switch self {
        case .picture: "a picture"
        case .text: "a text"
        case .tensor: "a tensor"
        }
    }
}
