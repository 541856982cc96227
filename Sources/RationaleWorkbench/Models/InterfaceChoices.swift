import RationaleCore
import RationaleNetworks
import RationaleTorch

/// What a person says about a network's inputs and outputs, by the names of the options.
public struct InterfaceChoices: Sendable, Hashable {
    /// `NAME` for the input that is explained, `NAME=FILE` or `NAME=NUMBER` for what another is given.
    public var inputs: [String]
    /// The output that holds the scores.
    public var output: String?
    /// `softmax`, `sigmoid`, `logit` or `value`.
    public var scoring: String?
    /// `average` or `maximum`, in place of the network's own global pool.
    public var pooling: String?

    public init(
        inputs: [String] = [], output: String? = nil, scoring: String? = nil, pooling: String? = nil
    ) {
        self.inputs = inputs
        self.output = output
        self.scoring = scoring
        self.pooling = pooling
    }

    var isEmpty: Bool { inputs.isEmpty && output == nil && scoring == nil && pooling == nil }

    /// The files that are named.
    var files: [String] { inputs.compactMap { Self.parts($0).value }.filter { Double($0) == nil } }

    func choices() throws(RationaleError) -> Classifier.Choices {
        var choices = Classifier.Choices(output: output)
        choices.scoring = try scoring.map { name throws(RationaleError) in try Scoring(name, for: "--scoring") }
        for text in inputs {
            let (name, value) = Self.parts(text)
            guard !name.isEmpty else {
                throw RationaleError(
                    .usage, "--input \(text): expected NAME, NAME=FILE or NAME=NUMBER",
                    hint: "`rationale model inspect` lists the inputs of a network.")
            }
            guard let value else {
                guard choices.input == nil || choices.input == name else {
                    throw RationaleError(
                        .usage, "--input \(choices.input ?? "") and --input \(name) both name the input to explain",
                        hint: "Give the other one a value: --input \(name)=FILE")
                }
                choices.input = name
                continue
            }
            guard choices.given[name] == nil else {
                throw RationaleError(.usage, "--input \(name) is given twice", hint: "Leave one out.")
            }
            choices.given[name] =
                if let number = Double(value) { .number(number) } else {
                    .tensor(try TensorFile.tensor(value, named: name))
                }
        }
        return choices
    }

    private static func parts(_ text: String) -> (name: String, value: String?) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return (parts[0], parts.count > 1 ? parts[1] : nil)
    }
}
