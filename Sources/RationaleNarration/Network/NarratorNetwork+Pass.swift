public import RationaleTorch

extension NarratorNetwork {
    /// What is carried from one word to the next: of each row of a batch the states of both recurrent layers.
    public struct State: Sendable {
        /// Output and cell of the first layer, then of the second: `[1, row, hidden]` each.
        var layers: [Tensor]
        /// `W1 r(x) + b1` of each row: `[row, hidden]`.
        var features: Tensor

        /// The states of some rows, in this order; one may stand several times.
        func rows(_ rows: [Int]) -> State {
            State(layers: layers.map { $0.indices(1, rows) }, features: features.indices(0, rows))
        }
    }

    /// The state before the first word.
    ///
    /// - Parameter features: r(x), `[row, width]`.
    public func start(_ features: Tensor) -> State {
        let zeros = Tensor.zeros([1, features.shape[0], configuration.hidden], device: features.device)
        return State(layers: [zeros, zeros, zeros, zeros], features: projected(features))
    }

    /// Reads one word in each row.
    ///
    /// - Parameters:
    ///   - words: `[row]`, int64.
    ///   - state: after the words before, of as many rows.
    /// - Returns: logits of the next word, `[row, word]`, and the state after this one.
    public func next(_ words: Tensor, _ state: State) -> (logits: Tensor, state: State) {
        let first = lstm("lstm1", embedded(words.unsqueezed(1)), Array(state.layers[0..<2]))
        let second = lstm("lstm2", joined(first.output, state.features), Array(state.layers[2..<4]))
        return (
            logits(second.output.squeezed(1)), State(layers: first.state + second.state, features: state.features)
        )
    }

    /// The log-probability of each word of some sentences, given the words before it and r(x).
    ///
    /// - Parameters:
    ///   - sentences: their words, closed by the end.
    ///   - features: r(x) of each, `[sentence, width]`; gradients are recorded where it asks for them.
    /// - Returns: `[Σ length]`, one sentence after another.
    /// - Complexity: one pass over as many steps as the longest sentence has.
    public func logProbabilities(of sentences: PaddedSentences, features: Tensor) -> Tensor {
        wordLogits(of: sentences, features: features).logSoftmax(1)
            .gathered(1, at: sentences.targets.unsqueezed(1)).squeezed(1)
    }

    /// The logits of each word of some sentences: `[Σ length, word]`.
    ///
    /// - Parameter dropout: draws what is dropped; `nil` drops nothing.
    func wordLogits(of sentences: PaddedSentences, features: Tensor, dropout: Generator? = nil) -> Tensor {
        let state = start(features)
        let first = lstm("lstm1", embedded(sentences.inputs), Array(state.layers[0..<2])).output
        let joined = joined(dropped(first, dropout), state.features)
        let second = dropped(lstm("lstm2", joined, Array(state.layers[2..<4])).output, dropout)
        // [sentence, step, hidden] → only the steps that have a word
        let flat = second.reshaped([-1, configuration.hidden])
        return logits(Operators.select(.tensor(flat), .int(0), .tensor(sentences.places)))
    }

    private func embedded(_ words: Tensor) -> Tensor {
        Operators.embedding(.tensor(weight("embedding")), .tensor(words))
    }

    /// The part of W1 that reads r(x), and b1.
    private func projected(_ features: Tensor) -> Tensor {
        let hidden = configuration.hidden
        let weight = weight("join.weight").slice(1, hidden..<hidden + configuration.features)
        return Operators.linear(.tensor(features), .tensor(weight), .tensor(self.weight("join.bias")))
    }

    /// z of each step: `[row, step, hidden]`.
    private func joined(_ first: Tensor, _ features: Tensor) -> Tensor {
        let weight = weight("join.weight").slice(1, 0..<configuration.hidden)
        // One product of matrices; of three dimensions it would be a product for each row.
        let product = Operators.linear(.tensor(first.reshaped([-1, configuration.hidden])), .tensor(weight), .none)
        return product.reshaped(first.shape) + features.unsqueezed(1)
    }

    private func logits(_ second: Tensor) -> Tensor {
        Operators.linear(.tensor(second), .tensor(weight("output.weight")), .tensor(weight("output.bias")))
    }

    /// - Parameter input: `[row, step, inputs]`.
    private func lstm(_ name: String, _ input: Tensor, _ state: [Tensor]) -> (output: Tensor, state: [Tensor]) {
        let bias = weight(name + ".bias")
        // LibTorch's operator has two biases, which would learn the same twice; the second one stays zero.
        let weights = [weight(name + ".input"), weight(name + ".state"), bias, bias.detached.zerosLike]
        // In training mode, which without its own dropout computes the same, CUDA's operator has a gradient.
        let results = Operators.lstm.tensors(
            .tensor(input), .tensors(state), .tensors(weights), .bool(true), .int(1), .double(0),
            .bool(recordsGradients), .bool(false), .bool(true))
        return (results[0], Array(results[1...2]))
    }

    private func dropped(_ x: Tensor, _ generator: Generator?) -> Tensor {
        guard let generator, configuration.dropout > 0 else { return x }
        let kept = 1 - configuration.dropout
        let draws = Tensor.uniform(x.shape, using: generator, dtype: x.dtype)
        return x * draws.isLess(than: .full(x.shape, kept, device: x.device)).converted(to: x.dtype) * (1 / kept)
    }
}

/// Sentences of several lengths as one batch.
public struct PaddedSentences: Sendable {
    /// What is read at each step: the start and all words but the last, `[sentence, step]`, int64.
    let inputs: Tensor
    /// Which of the steps of all sentences, one sentence after another, have a word: `[Σ length]`, int64.
    let places: Tensor
    /// The words: `[Σ length]`, int64.
    let targets: Tensor
    public let lengths: [Int]

    /// - Parameters:
    ///   - sentences: their words, closed by the end; none is empty.
    ///   - device: where they are to be passed.
    public init(_ sentences: [[Int]], device: Device = .cpu) {
        let steps = sentences.map(\.count).max() ?? 0
        var (inputs, places): ([Int64], [Int64]) = ([], [])
        inputs.reserveCapacity(sentences.count * steps)
        for (row, sentence) in sentences.enumerated() {
            inputs.append(Int64(NarratorVocabulary.start))
            inputs += sentence.dropLast().map(Int64.init)
            inputs += Array(repeating: Int64(NarratorVocabulary.start), count: steps - sentence.count)
            places += sentence.indices.map { Int64(row * steps + $0) }
        }
        self.inputs = Tensor(inputs, shape: [sentences.count, steps]).moved(to: device)
        self.places = Tensor(places, shape: [places.count]).moved(to: device)
        targets = Tensor(sentences.joined().map(Int64.init), shape: [places.count]).moved(to: device)
        lengths = sentences.map(\.count)
    }

    private init(inputs: Tensor, places: Tensor, targets: Tensor, lengths: [Int]) {
        (self.inputs, self.places, self.targets, self.lengths) = (inputs, places, targets, lengths)
    }

    func moved(to device: Device) -> PaddedSentences {
        PaddedSentences(
            inputs: inputs.moved(to: device), places: places.moved(to: device), targets: targets.moved(to: device),
            lengths: lengths)
    }

    /// The lengths as float32: `[sentence]`.
    var lengthTensor: Tensor {
        Tensor(lengths.map(Float.init), shape: [lengths.count]).moved(to: targets.device)
    }

    /// Sums values of words over each sentence: `[Σ length]` → `[sentence]`; differentiable.
    func sums(_ values: Tensor) -> Tensor {
        let steps = inputs.shape[1]
        let row = Operators.floorDivide(.tensor(places), .int(steps), .string("floor"))
        let zeros = Tensor.zeros([lengths.count], dtype: values.dtype, device: values.device)
        return Operators.add(.tensor(zeros), .int(0), .tensor(row), .tensor(values))
    }
}

private enum Operators {
    static let add: Operator = "aten::index_add"
    static let embedding: Operator = "aten::embedding"
    static let floorDivide: Operator = "aten::div.Scalar_mode"
    static let linear: Operator = "aten::linear"
    static let lstm: Operator = "aten::lstm.input"
    static let select: Operator = "aten::index_select"
}
