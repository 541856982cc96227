import RationaleCore
import RationaleNetworks
import RationaleTorch

extension Question {
    /// The same about some of the inputs.
    func only(_ rows: [Int]) -> Question {
        if rows == Array(0..<batch) { return self }
        return Question(
            classifier: classifier, input: input.indices(0, rows),
            targets: targets.count == 1 ? targets : rows.map { targets[$0] },
            budget: budget, offset: offset, progress: progress, text: text)
    }

    /// The height and width of a picture.
    ///
    /// - Throws: `RationaleError.Code.usage` where the input is something else.
    func plane() throws(RationaleError) -> (height: Int, width: Int) {
        guard input.rank == 4 else {
            throw RationaleError(
                .usage, "\(network.name) takes inputs of shape \(Array(input.shape.dropFirst())), not pictures",
                hint: "Choose a method for any input, such as integrated-gradients or occlusion.")
        }
        return (input.shape[2], input.shape[3])
    }

    /// The network's scores for many variants of an input, without gradients, in chunks that fit into the budget.
    ///
    /// - Parameters:
    ///   - count: how many variants there are.
    ///   - make: makes a range of them, `[count of the range, …]`.
    ///   - use: takes their logits, `[count of the range, class]`; returns whether to go on.
    func scoreVariants(
        _ count: Int, make: (Range<Int>) throws -> Tensor, use: (Range<Int>, Tensor) throws -> Bool
    ) throws {
        let chunk = try budget.chunk(of: network, limit: count)
        for start in stride(from: 0, to: count, by: chunk) {
            let range = start..<min(start + chunk, count)
            let goesOn = try withoutGradient { () throws in
                try use(range, classifier.scores(of: make(range)))
            }
            if !goesOn { return }
        }
    }
}
