public import RationaleTorch

/// A concept vector without training: from the mean of all rows to the mean of the concept's.
///
/// `v = mean(concept) − mean(all)`, of unit length; a row is taken for the concept where it is beyond the mean of all rows,
/// `v · (x − mean(all)) > 0`. All rows are those of the concept and the others together, so that v also points from the mean of the others to
/// that of the concept.
///
/// *Source:* Schmalwasser, Penzel, Denzler and Niebling (2025), "FastCAV: efficient computation of concept activation vectors for explaining
/// deep neural networks", ICML, arXiv 2505.17883.
/// *Cost:* one pass over the rows.
public struct FastConceptVector: ConceptVectorMethod {
    public static let identifier = "fast"
    public var heldOut: Double

    /// - Parameter heldOut: as for ``LinearConceptVector``, so that accuracies compare; 0 uses all rows and measures nothing.
    public init(heldOut: Double = 0.33) { self.heldOut = heldOut }

    public func vector(concept: Tensor, others: Tensor, seed: UInt64 = 0) throws -> ConceptVector {
        let rows = try ConceptRows(concept: concept, others: others, heldOut: heldOut, seed: seed)
        return try withoutGradient {
            let own = Double(rows.concept.shape[0])
            let all = own + Double(rows.others.shape[0])
            let mean = rows.conceptMean * (own / all) + rows.othersMean * (1 - own / all)
            let direction = rows.conceptMean - mean
            return try rows.vector(direction, bias: -direction.matmul(mean).item, Self.identifier)
        }
    }
}
