import RationaleCore
public import RationaleTorch

/// How much of a network's answer its concepts keep.
///
/// Activations are projected onto the span of the concept vectors, `x̂ = μ + (x − μ) B Bᵀ` with an orthonormal basis B, and the rest of the network
/// answers from x̂. Of a classifier, `completeness = (accuracy kept − chance) / (accuracy − chance)`; of one logit, the fraction of its variance
/// that is kept, R². 1 says that the concepts hold all that decides, 0 that they hold nothing.
///
/// *Source:* Yeh, Kim, Arik, Li, Pfister and Ravikumar (2020), "On completeness-aware concept-based explanations in deep neural networks", arXiv
/// 1910.07969. There a small network is trained to map concept scores back to activations; here it is the best linear map, which needs no
/// training and is a lower bound.
/// *Cost:* two forward passes of the tail for each row.
public struct Completeness: Sendable {
    /// B, `[width, rank]`, orthonormal columns.
    public let basis: Tensor
    /// μ, `[1, width]`.
    public let origin: Tensor
    /// How many independent directions the concepts have.
    public var rank: Int { basis.shape[1] }

    /// What is left of an answer.
    public struct Kept: Sendable, Hashable, Codable {
        /// (kept − chance) / (original − chance); `nil` where the original is no better than chance.
        public var completeness: Double?
        /// With projected activations.
        public var kept: Double
        /// With the activations themselves.
        public var original: Double
        public var chance: Double

        init(kept: Double, original: Double, chance: Double) {
            self.kept = kept
            self.original = original
            self.chance = chance
            completeness = original > chance ? (kept - chance) / (original - chance) : nil
        }
    }

    /// - Parameters:
    ///   - directions: of the concepts, `[concepts, width]`, of any length; dependent ones count once.
    ///   - origin: μ, through which the span goes, `[width]`: zero as published, or the mean of all activations, so that the concepts need not hold
    ///     what all rows share.
    public init(directions: Tensor, origin: Tensor? = nil) throws {
        let directions = try FeatureRows(directions, for: "completeness")
        let width = directions.width
        guard origin.map({ $0.count == width }) ?? true else {
            throw RationaleError(.usage, "an origin of shape \(origin?.shape ?? []) for concepts of width \(width)")
        }
        let parts = try withoutGradient {
            try Operators.svd.call([.tensor(directions.tensor.converted(to: .float64)), .bool(false)])
        }
        guard let values = parts[1].tensor, let right = parts[2].tensor else {
            throw RationaleError(.unavailable, "LibTorch's singular vectors are no tensors")
        }
        let sizes = values.elements(as: Double.self)
        // Single-precision directions know no more digits.
        let independent = sizes.count { $0 > (sizes.first ?? 0) * 1e-6 }
        guard independent > 0 else {
            throw RationaleError(.badData, "concepts whose directions are all 0 span nothing")
        }
        basis = right.slice(0, 0..<independent).permuted([1, 0]).converted(to: .float32)
        self.origin = (origin ?? Tensor.zeros([width], device: basis.device)).detached.converted(to: .float32)
            .reshaped([1, width])
    }

    /// x̂, the part of rows that the concepts hold, `[count, width]`.
    public func projected(_ rows: Tensor) throws -> Tensor {
        let rows = try FeatureRows(rows, for: "completeness")
        guard rows.width == origin.count else {
            throw RationaleError(.usage, "concepts of width \(origin.count) were given rows of width \(rows.width)")
        }
        return withoutGradient { origin + (rows.tensor - origin).matmul(basis).matmul(basis.permuted([1, 0])) }
    }

    /// Completeness of a classifier.
    ///
    /// - Parameters:
    ///   - rows: activations, `[count, width]`; the tail is given them in this form.
    ///   - labels: the right class of each row. By default the classes that the network itself names, whose accuracy is 1.
    ///   - chance: the accuracy of a guess. By default 1 over the number of classes.
    ///   - batch: how many rows the tail is given at once.
    ///   - tail: the rest of the network, from `[batch, width]` to scores `[batch, classes]`.
    public func ofClasses(
        _ rows: Tensor, labels: [Int]? = nil, chance: Double? = nil, batch: Int = 256,
        tail: (Tensor) throws -> Tensor
    ) throws -> Kept {
        let (original, kept) = try answers(rows, batch, tail)
        let named = original.argmax(1).elements(as: Int64.self).map { Int($0) }
        let labels = labels ?? named
        guard labels.count == named.count else {
            throw RationaleError(.usage, "\(named.count) rows have \(labels.count) labels")
        }
        func accuracy(_ classes: [Int]) -> Double {
            Double(zip(classes, labels).count { $0.0 == $0.1 }) / Double(labels.count)
        }
        return Kept(
            kept: accuracy(kept.argmax(1).elements(as: Int64.self).map { Int($0) }), original: accuracy(named),
            chance: chance ?? 1 / Double(original.shape[1]))
    }

    /// Completeness of one logit: `R² = 1 − Σ (f − f̂)² / Σ (f − mean f)²`; below 0 where the mean would be a better guess.
    ///
    /// - Parameters:
    ///   - target: the class.
    ///   - rows: `[count, width]`, activations of the layer.
    ///   - batch: how many rows the tail is given at once.
    ///   - tail: the rest of the network, from rows to `[count, class]`.
    /// - Returns: with a chance of 0 and an original of 1; no completeness where the logit is the same for all rows.
    public func ofLogit(
        _ target: Int, _ rows: Tensor, batch: Int = 256, tail: (Tensor) throws -> Tensor
    ) throws -> Kept {
        let (original, kept) = try answers(rows, batch, tail)
        guard (0..<original.shape[1]).contains(target) else {
            throw RationaleError(.usage, "there is no class \(target) among \(original.shape[1])")
        }
        return Self.ofLogit(
            original.selected(1, target).elements(as: Double.self), kept: kept.selected(1, target).elements())
    }

    /// The same of a logit's values, with the activations themselves and with projected ones.
    static func ofLogit(_ truth: [Double], kept found: [Double]) -> Kept {
        let mean = truth.reduce(0, +) / Double(truth.count)
        let variance = truth.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        guard truth.contains(where: { $0 != truth[0] }) else { return Kept(kept: 0, original: 0, chance: 0) }
        let lost = zip(truth, found).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        return Kept(kept: 1 - lost / variance, original: 1, chance: 0)
    }

    private func answers(
        _ rows: Tensor, _ batch: Int, _ tail: (Tensor) throws -> Tensor
    ) throws -> (original: Tensor, kept: Tensor) {
        guard batch >= 1 else { throw RationaleError(.usage, "a batch of \(batch) rows") }
        let projected = try projected(rows)
        func scores(_ rows: Tensor) throws -> Tensor {
            let parts = try stride(from: 0, to: rows.shape[0], by: batch).map { begin in
                try Cancellation.check()
                let part = rows.slice(0, begin..<min(begin + batch, rows.shape[0]))
                let scores = try withoutGradient { try tail(part) }
                guard scores.rank == 2, scores.shape[0] == part.shape[0] else {
                    throw RationaleError(
                        .usage,
                        "the rest of the network answers \(part.shape[0]) rows with \(scores.shape), "
                            + "not with scores of classes for each")
                }
                return scores
            }
            return Tensor.concatenated(parts)
        }
        return (try scores(rows.detached.converted(to: .float32)), try scores(projected))
    }
}

private enum Operators {
    static let svd: Operator = "aten::linalg_svd"
}
