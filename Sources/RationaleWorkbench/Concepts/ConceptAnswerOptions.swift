import RationaleConcepts
import RationaleCore

/// What a person asks of `why` and `whynot`.
public struct ConceptAnswerOptions: Sendable, Hashable {
    /// The classifier, where it runs, and the class that is asked about (`target`); nothing else of them is used.
    public var explain = ExplainOptions()
    /// Photos.
    public var input: [String] = []
    /// The concept model; `nil` for the one that comes with the built-in classifier.
    public var concepts: String?
    /// The class that was not decided for, by label or index; `nil` for “why”.
    public var instead: String?
    /// Concepts to paint over.
    public var remove: [String] = []
    /// `CONCEPT=OTHER`: concepts to replace by others.
    public var replace: [String] = []
    /// `CONCEPT=RIGHT,DOWN`: concepts to take elsewhere, by so many percent of the picture's sides.
    public var move: [String] = []
    /// Whether the answer is proven by editing the concept that it names, and another one for comparison.
    public var proves = true
    /// The folder to write; `nil` writes none.
    public var output: String?

    public init() {}
}

/// An edit that a person asks for.
struct AskedEdit {
    let kind: ConceptEdit.Kind
    let concept: String
    /// The other concept.
    let other: String?
    /// To the right and downwards, as fractions of the picture's sides.
    let offset: SIMD2<Double>

    /// All that are asked for.
    ///
    /// - Throws: `usage` for a text that is none.
    static func edits(_ options: ConceptAnswerOptions) throws(RationaleError) -> [AskedEdit] {
        var edits = options.remove.map { AskedEdit(kind: .remove, concept: $0, other: nil, offset: .zero) }
        for text in options.replace {
            guard let parts = parts(text) else {
                throw RationaleError(
                    .usage, "--replace \(text): expected CONCEPT=OTHER", hint: "For instance --replace 'ant 2=bee 1'.")
            }
            edits.append(AskedEdit(kind: .replace, concept: parts.0, other: parts.1, offset: .zero))
        }
        for text in options.move {
            let numbers = parts(text)?.1.split(separator: ",").compactMap { Double($0) } ?? []
            guard let parts = parts(text), numbers.count == 2, numbers.allSatisfy({ abs($0) <= 100 }) else {
                throw RationaleError(
                    .usage, "--move \(text): expected CONCEPT=RIGHT,DOWN in percent of the picture's sides",
                    hint: "For instance --move 'ant 2=30,-10'.")
            }
            edits.append(
                AskedEdit(kind: .move, concept: parts.0, other: nil, offset: SIMD2(numbers[0], numbers[1]) / 100))
        }
        return edits
    }

    /// The same with the concepts that are meant.
    ///
    /// - Throws: `usage` for a concept that does not exist, with the nearest.
    func resolved(_ editor: ConceptEditor) throws -> ConceptQuestion.Asked {
        ConceptQuestion.Asked(
            kind: kind, concept: try editor.concept(named: concept), other: try other.map(editor.concept(named:)),
            offset: offset)
    }

    private static func parts(_ text: String) -> (String, String)? {
        guard let equals = text.lastIndex(of: "=") else { return nil }
        let (name, value) = (text[..<equals], text[text.index(after: equals)...])
        return name.isEmpty || value.isEmpty ? nil : (String(name), String(value))
    }
}
