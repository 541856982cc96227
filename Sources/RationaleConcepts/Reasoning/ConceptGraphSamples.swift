public import RationaleCore
public import RationaleTorch

/// Concept graphs of pictures and a classifier's scores of the same pictures: what a reasoning network learns from.
///
/// Tensors are shared, not copied: 3,000 pictures of 400 nodes of 128 numbers take 0.6 GB once.
public struct ConceptGraphSamples: Sendable {
    /// Pictures once more after something in them was changed, such as one concept's region filled.
    ///
    /// They teach a network what a concept does to the scores, which the scores of whole pictures alone leave open.
    public struct Edits: Sendable {
        /// The picture that each edit is of, a row of the samples.
        public let samples: [Int]
        /// `[edit, …]`: the graphs of the edited pictures.
        public let graphs: ConceptGraphTensors
        /// `[edit, class]`: the classifier's scores of the edited pictures.
        public let scores: Tensor

        public init(samples: [Int], graphs: ConceptGraphTensors, scores: Tensor) {
            self.samples = samples
            self.graphs = graphs
            self.scores = scores
        }
    }

    public let graphs: ConceptGraphTensors
    /// `[picture, class]`: the classifier's scores before softmax or sigmoid.
    public let scores: Tensor
    public let edits: Edits?

    /// - Throws: `RationaleError`: `usage` for none, or numbers that do not fit each other; `badData` for scores or features
    ///   that are not finite.
    public init(
        _ graphs: ConceptGraphTensors, scores: Tensor, edits: Edits? = nil
    ) throws(RationaleError) {
        guard graphs.count > 0 else { throw RationaleError(.usage, "concept graph samples: there are none") }
        guard scores.rank == 2, scores.shape[0] == graphs.count else {
            throw RationaleError(
                .usage, "concept graph samples: scores: expected [\(graphs.count), class], found \(scores.shape)")
        }
        for scores in [scores, edits?.scores ?? scores] where scores.dtype != graphs.features.dtype {
            throw RationaleError(
                .usage,
                "concept graph samples: scores are \(scores.dtype), features \(graphs.features.dtype); expected the same"
            )
        }
        try Self.checkIsFinite(graphs, scores, "")
        if let edits {
            let count = edits.samples.count
            guard count > 0, edits.graphs.count == count, edits.scores.shape == [count, scores.shape[1]],
                edits.graphs.features.shape.dropFirst() == graphs.features.shape.dropFirst()
            else {
                throw RationaleError(
                    .usage,
                    "concept graph samples: \(count) edits have graphs \(edits.graphs.features.shape) and scores "
                        + "\(edits.scores.shape), the samples \(graphs.features.shape) and \(scores.shape)")
            }
            if let sample = edits.samples.first(where: { !(0..<graphs.count).contains($0) }) {
                throw RationaleError(
                    .usage, "concept graph samples: an edit is of sample \(sample), expected 0 to \(graphs.count - 1)")
            }
            try Self.checkIsFinite(edits.graphs, edits.scores, "edited ")
        }
        self.graphs = graphs
        self.scores = scores
        self.edits = edits
    }

    public var count: Int { graphs.count }

    private static func checkIsFinite(
        _ graphs: ConceptGraphTensors, _ scores: Tensor, _ kind: String
    ) throws(RationaleError) {
        for (name, tensor) in [
            ("scores", scores), ("features", graphs.features), ("positions", graphs.positions),
            ("displacements", graphs.displacements),
        ] where !tensor.isFinite {
            throw RationaleError(
                .badData, "concept graph samples: \(kind)\(name) are not all finite",
                hint: name == "features" ? "Concepts that were not found have any finite features, such as zeros." : nil
            )
        }
    }
}
