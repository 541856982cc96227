import RationaleConcepts
import RationaleTorch

extension BenchRequest {
    /// The cases `clustering` and `concept-vector`: a method by its name on rows drawn from a normal distribution, rectified.
    ///
    /// Returns `nil` for other cases.
    func concepts() throws -> (() throws -> [Int])? {
        let (rows, width) = (rows ?? 100, width ?? 2048)
        func draw(_ seed: UInt64) -> Tensor { Tensor.normal([rows, width], using: Generator(seed: seed)).relu }
        switch self.case {
        case "clustering":
            let method = try Clusterers.named(method ?? KMeans.identifier)
            let drawn = draw(1)
            return { try method.cluster(drawn).centres.shape }
        case "concept-vector":
            let method: any ConceptVectorMethod
            switch self.method {
            case nil, FastConceptVector.identifier: method = FastConceptVector()
            case LinearConceptVector.identifier: method = LinearConceptVector()
            case "exact": method = LinearConceptVector(solver: .exact)
            default: throw Unknown(description: "no concept vector '\(self.method ?? "")'")
            }
            let (concept, others) = (draw(1) + 0.05, draw(2))
            return { try method.vector(concept: concept, others: others, seed: 0).direction.shape }
        default: return nil
        }
    }
}
