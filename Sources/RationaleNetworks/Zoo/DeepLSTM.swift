public import RationaleCore

/// A text classifier: word vectors, recurrent layers one above the other, and a linear layer on the last word's state.
///
/// *Source*: the classifier that Zhang, Khakzar, Li, Farshad, Kim and Navab (2021), Fine-Grained Neural Network
/// Explanation by Identifying Input Features with Predictive Information, arXiv 2110.01471, explain: 25,002 words of 100
/// numbers, four layers of 256, a single logit. Layers carry the names of its program (`embedding`, `rnn_1` … `rnn_4`,
/// `fc`), so its weights load by name.
///
/// Departs from it: padding never counts. The state is read at each text's last word, and texts of one batch may have any
/// length; the published batches are filled with the token of unknown words, which the network reads on.
public struct DeepLSTM: Architecture, Hashable {
    /// The token of words that are not in the vocabulary.
    public static let unknown = 0
    /// The token that fills short texts of a batch.
    public static let padding = 1
    /// The name of the architecture.
    public static let identifier = "deep_lstm"

    /// Authors, year, title and identifier.
    public static let paper =
        "Zhang et al. (2021), Fine-Grained Neural Network Explanation by Identifying Input Features with Predictive "
        + "Information, arXiv 2110.01471"

    public var name: String { Self.identifier }
    /// How many tokens there are, those for unknown words and for padding included. Default: 25,002, as published.
    public var vocabulary: Int
    /// Numbers of a word's vector. Default: 100, as published.
    public var embedding: Int
    /// Numbers of a recurrent state. Default: 256, as published.
    public var hidden: Int
    /// Recurrent layers. Default: 4, as published.
    public var layers: Int
    /// How many logits it computes. Default: 1, as published: the network then returns the two scores `[−z, z]`
    /// (``GraphBuilder/twoScores(_:)``), so it has two classes.
    public var logits: Int
    /// How likely a number is dropped in training, after the embedding and before the last layer. Default: 0.5.
    public var dropout: Double

    public var input: Network.InputDescription { .tokens }
    /// Texts have none.
    public var preprocessing: Preprocessing { Preprocessing(resize: nil, mean: [0], standardDeviation: [1]) }
    public var scoring: Scoring { logits == 1 ? .logit : .softmax }
    /// How many scores it returns.
    public var classes: Int { logits == 1 ? 2 : logits }

    public init(
        vocabulary: Int = 25_002, embedding: Int = 100, hidden: Int = 256, layers: Int = 4, logits: Int = 1,
        dropout: Double = 0.5
    ) {
        self.vocabulary = vocabulary
        self.embedding = embedding
        self.hidden = hidden
        self.layers = layers
        self.logits = logits
        self.dropout = dropout
    }

    public func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        var y = builder.embedding(
            x, "embedding", count: vocabulary, width: embedding, padding: Self.padding)  // [batch, word, embedding]
        y = builder.dropout(y, "dropout", probability: dropout)
        for layer in 1...layers {
            y = builder.lstm(y, "rnn_\(layer)", from: layer == 1 ? embedding : hidden, to: hidden)
        }
        y = builder.atLastWord(y, of: x, padding: Self.padding)  // [batch, hidden]
        y = builder.dropout(y, "dropout", probability: dropout)
        y = builder.linear(y, "fc", from: hidden, to: logits)
        return logits == 1 ? builder.twoScores(y) : y
    }
}
