public import Foundation
public import RationaleCore
public import RationaleTorch

extension Classifier {
    /// How to talk to a network, where its graph does not say or should not be believed.
    public struct Choices: Sendable {
        /// The name of the input that is explained.
        public var input: String?
        /// The name of the output that holds the scores, or what becomes of them.
        public var output: String?
        public var scoring: Scoring?
        /// What other inputs are given, by name: one value for all inputs of a batch.
        public var given: [String: GivenInput]
        /// How a text's other inputs follow from its tokens: mask, token types, positions.
        public var text = TextInputs()
        /// Whether inputs that nobody gives are supplied with zeros, to look at a network rather than to explain it.
        public var suppliesMissing = false

        public init(
            input: String? = nil, output: String? = nil, scoring: Scoring? = nil, given: [String: GivenInput] = [:]
        ) {
            self.input = input
            self.output = output
            self.scoring = scoring
            self.given = given
        }
    }

    /// What decides the inputs that go with a text's tokens.
    public struct TextInputs: Sendable, Hashable {
        /// The token that fills short texts up. A mask is 0 at those behind a text's last other token, else 1. Default: not
        /// known, and masks are all ones.
        public var padding: Int?
        /// The position of a text's first token. Default: 0. RoBERTa counts from the number of its padding token, plus 1, and
        /// gives padding that number itself.
        public var firstPosition: Int

        public init(padding: Int? = nil, firstPosition: Int = 0) {
            self.padding = padding
            self.firstPosition = firstPosition
        }
    }

    /// What an input that is not explained is given.
    public enum GivenInput: Sendable {
        /// The same number at every element.
        case number(Double)
        /// Of the input's shape, with or without a batch of one in front.
        case tensor(Tensor)
    }

    /// A classifier from a file that holds a whole network: a `.pt2` archive of `torch.export.save`.
    ///
    /// Nothing in the file is executed. Operators that change tensors in place become functional, batch norms and
    /// dropouts are set to evaluation; ``notes`` says where that changed anything.
    /// - Throws: `RationaleError`: `missingInput`; `badData` with what is wrong in the file; `unavailable` with the
    ///   operators that LibTorch does not have; `usage` where a choice names what the network does not have.
    /// - Complexity: the graph is read once, the weights stay in the file until they are used.
    public init(contentsOf url: URL, _ choices: Choices = Choices()) throws {
        try self.init(Network(contentsOf: url), choices)
    }

    /// A classifier from a network, which is looked at for what it does not say.
    ///
    /// - An input that looks like a photo, or like a text's tokens, is the one that is explained. What goes with a text is
    ///   computed from its tokens, inside the graph: its mask is 1 up to the last token that is no padding, its token types
    ///   are 0, its positions 0, 1, 2, … (``TextInputs``). What else there is must be given.
    /// - The scores are the output called `logits`, or the first that is one row for each input.
    /// - A final softmax, log-softmax, sigmoid or `cat([1 − p, p])` says how to score, and is left out of the network:
    ///   scores are what goes into it.
    /// - Bytes, channels last and half precision are brought into the common form: float32, channels first.
    /// - Throws: `RationaleError`: `usage` for a choice that the network does not have, or an input that nobody gives;
    ///   `badData` for a network whose output is not one row for each input.
    /// - Complexity: a few passes over the graph without computing.
    public init(_ network: Network, _ choices: Choices = Choices()) throws(RationaleError) {
        var network = network
        network.convertToSinglePrecision()
        let explained = try network.explainedInput(choices.input)
        let given = try network.supplyInputs(
            besides: explained, choices.given, text: choices.text, zerosForMissing: choices.suppliesMissing)
        network.takeChannelsFirst()
        let readsBytes = network.takeBytesAsNumbers()
        let trace = try network.traced(batch: 2)
        let output = try network.chooseOutput(choices.output, trace)
        network.passStoppedGradients(trace)
        let (scoring, reason) = try network.readScores(choices.scoring, trace)
        network.takeAnyLength()
        var preprocessing = Preprocessing.fitting(network.input.shape)
        if readsBytes { preprocessing = preprocessing.asBytes }
        self.init(
            network, scoring: scoring, preprocessing: preprocessing,
            interface: Interface(
                input: explained, given: given, output: output.name, otherOutputs: output.others,
                scoringReason: reason, takesBytes: readsBytes))
    }
}

extension Network {
    /// A network from a file that holds all of it: a `.pt2` archive of `torch.export.save`.
    ///
    /// - Throws: as ``Classifier/init(contentsOf:_:)``.
    public init(contentsOf url: URL) throws {
        let archive = try ExportArchive(contentsOf: url)
        let program = try ExportImporter.program(of: archive, file: url.lastPathComponent)
        self.init(
            name: url.deletingPathExtension().lastPathComponent, graph: program.graph, weights: program.weights,
            inputs: program.inputs, outputs: program.outputs)
        notes = program.notes
    }

    /// Recurrent layers take texts of any length, but `torch.export` fixes the length that it saw. Where nothing in the
    /// graph depends on it, the network takes any.
    fileprivate mutating func takeAnyLength() {
        guard input.isText, let length = input.shape.first, length > 1,
            graph.nodes.contains(where: { Self.recurrent.contains($0.operatorName ?? "") }),
            let scores = graph.outputs.first, let expected = try? traced()[scores]?.tensor?.shape
        else { return }
        var other = self
        let takesOthers = [1, length - 1, length + 1].allSatisfy { length in
            other.input.shape = [length]
            return (try? other.traced())?[scores]?.tensor?.shape == expected
        }
        guard takesOthers else { return }
        input.shape = [InputDescription.any]
        notes.append(
            "exported for \(length) words, but nothing in the graph depends on that: texts of any length are taken")
    }

    private static let recurrent: Set = [
        "aten::lstm.input", "aten::gru.input", "aten::rnn_tanh.input", "aten::rnn_relu.input",
    ]
}

extension Preprocessing {
    /// ImageNet's evaluation chain at the size of a network's input: a crop of 7/8 of the resized shorter side for a
    /// square of at least 64 pixels; the whole picture stretched for anything else. For pictures that are not of three
    /// channels no common normalisation exists: values are 0 to 1.
    static func fitting(_ shape: [Int]) -> Preprocessing {
        guard shape.count == 3 else { return .imageNet() }
        let (channels, height, width) = (shape[0], shape[1], shape[2])
        var fitting =
            height == width && height >= 64
            ? Preprocessing.imageNet(resize: height * 256 / 224, crop: height)
            : Preprocessing(
                resize: .exactly(height: height, width: width), mean: imageNetMean,
                standardDeviation: imageNetStandardDeviation)
        if channels != 3, [1, 4].contains(channels) {
            fitting.mean = Array(repeating: 0, count: channels)
            fitting.standardDeviation = Array(repeating: 1, count: channels)
        }
        return fitting
    }

    /// The same geometry with values as they stand in a picture's file, 0 to 255.
    fileprivate var asBytes: Preprocessing {
        var bytes = self
        bytes.mean = mean.map { _ in 0 }
        bytes.standardDeviation = standardDeviation.map { _ in 1 / 255 }
        return bytes
    }
}
