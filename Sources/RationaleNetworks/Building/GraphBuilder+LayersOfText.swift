internal import RationaleTorch

extension GraphBuilder {
    /// One row of numbers for each token: `Embedding`.
    ///
    /// - Parameters:
    ///   - tokens: `[batch, word]`, whole numbers below `count`.
    ///   - name: the layer's name; `nil` numbers it inside `sequential`, and opens no layer elsewhere.
    ///   - count: how many tokens there are.
    ///   - width: numbers in a row.
    ///   - padding: the token that stands for no word: its row is zero and training leaves it so.
    /// - Returns: `[batch, word, width]`.
    public mutating func embedding(
        _ tokens: Graph.ValueID, _ name: String? = nil, count: Int, width: Int, padding: Int
    ) -> Graph.ValueID {
        layer(name, "Embedding") { builder in
            let weight = builder.parameter("weight", [count, width], .normalRows(zero: padding))
            return builder.call(Operators.embedding, weight, .value(tokens), .constant(.int(padding)))
        }
    }

    /// A recurrent layer with a memory, which starts at zero: `LSTM` of one layer, batch first.
    ///
    /// `i, f, g, o = σ, σ, tanh, σ (W x_t + b + U h_{t−1} + b')`, `c_t = f ⊙ c_{t−1} + i ⊙ g`, `h_t = o ⊙ tanh(c_t)`.
    ///
    /// - Parameters:
    ///   - x: `[batch, word, inputs]`.
    ///   - name: the layer's name; `nil` numbers it inside `sequential`, and opens no layer elsewhere.
    ///   - inputs: numbers of a word.
    ///   - outputs: numbers of the state, drawn evenly within ±1/√outputs as PyTorch does.
    /// - Returns: the state after each word, `[batch, word, outputs]`. It depends on no later word.
    ///
    /// *Source*: Hochreiter and Schmidhuber (1997), Long Short-Term Memory, Neural Computation 9(8).
    public mutating func lstm(
        _ x: Graph.ValueID, _ name: String? = nil, from inputs: Int, to outputs: Int
    ) -> Graph.ValueID {
        layer(name, "LSTM") { builder in
            let drawn = Initializer.uniform(bound: 1 / Double(outputs).squareRoot())
            let weights = [
                builder.parameter("weight_ih_l0", [4 * outputs, inputs], drawn),
                builder.parameter("weight_hh_l0", [4 * outputs, outputs], drawn),
                builder.parameter("bias_ih_l0", [4 * outputs], drawn),
                builder.parameter("bias_hh_l0", [4 * outputs], drawn),
            ]
            let batch = builder.call(Operators.size, .value(x), .constant(.int(0)))
            let sizes: [Argument] = [.constant(.int(1)), .value(batch), .constant(.int(outputs))]
            let zeros = builder.call(Operators.zeros, .value(x), .list(sizes))  // [1, batch, outputs]
            // cuDNN keeps what a gradient needs only where it is told that this is training; without dropout between
            // layers, of which there is one, nothing else depends on it.
            return builder.call(
                Operators.lstm,
                [
                    .value(x), .list([.value(zeros), .value(zeros)]), .list(weights), .constant(.bool(true)),
                    .constant(.int(1)), .constant(.double(0)), .constant(.bool(true)), .constant(.bool(false)),
                    .constant(.bool(true)),
                ], results: 3)
        }
    }

    /// What stands at each text's last word, whatever padding follows it.
    ///
    /// - Parameters:
    ///   - x: `[batch, word, width]`.
    ///   - tokens: `[batch, word]`.
    ///   - padding: the token that is no word.
    /// - Returns: `[batch, width]`; zero for a text without words.
    public mutating func atLastWord(
        _ x: Graph.ValueID, of tokens: Graph.ValueID, padding: Int
    ) -> Graph.ValueID {
        let isWord = call(Operators.differs, .value(tokens), .constant(.int(padding)))  // [batch, word]
        let number = call(Operators.runningSum, .value(isWord), .constant(.int(1)))  // [batch, word], from 1
        let count = call(
            Operators.sum, .value(isWord), .constant(.ints([1])), .constant(.bool(true)))  // [batch, 1]
        let isAtEnd = call(Operators.equals, .value(number), .value(count))  // the last word and what follows
        let isLast = call(Operators.and, .value(isAtEnd), .value(isWord))
        let mask = call(Operators.unsqueeze, .value(isLast), .constant(.int(2)))  // [batch, word, 1]
        // Chosen, not multiplied: what is not a finite number elsewhere must not count.
        let chosen = call(Operators.choose, .value(mask), .value(x), .constant(.double(0)))
        return call(Operators.sum, .value(chosen), .constant(.ints([1])))
    }

    /// The scores of the two classes that a single logit z decides between: `[−z, z]` (`Scoring.logit`).
    ///
    /// Their logistic function is `[1 − σ(z), σ(z)]`, and each class can be explained by itself.
    /// - Parameter logit: `[batch, 1]`.
    /// - Returns: `[batch, 2]`.
    public mutating func twoScores(_ logit: Graph.ValueID) -> Graph.ValueID {
        concatenate([call(Operators.negate, .value(logit)), logit])
    }
}

private enum Operators {
    static let embedding: Operator = "aten::embedding"
    static let negate: Operator = "aten::neg"
    static let size: Operator = "aten::sym_size.int"
    static let zeros: Operator = "aten::new_zeros"
    static let lstm: Operator = "aten::lstm.input"
    static let differs: Operator = "aten::ne.Scalar"
    static let runningSum: Operator = "aten::cumsum"
    static let sum: Operator = "aten::sum.dim_IntList"
    static let equals: Operator = "aten::eq.Tensor"
    static let and: Operator = "aten::logical_and"
    static let unsqueeze: Operator = "aten::unsqueeze"
    static let choose: Operator = "aten::where.ScalarOther"
}
