import RationaleCore
import RationaleNetworks
import RationaleTorch

extension Classifier {
    /// Refuses weights that are not numbers: a rectifier may turn them into zeros, and nobody would see why.
    ///
    /// - Throws: `RationaleError.Code.badData` naming the weights.
    /// - Complexity: one sum over every weight; 4 ms for ResNet-18.
    func requireFiniteWeights() throws(RationaleError) {
        let bad = network.graph.parameters.filter { parameter in
            guard parameter.isLearned, let weight = network.weights[parameter.id], weight.dtype.isFloatingPoint,
                weight.count > 0
            else {
                return false
            }
            // A sum is infinite also where large numbers overflow: that is looked at closely.
            return !weight.sum().item.isFinite && !weight.isFinite
        }
        guard let first = bad.first else { return }
        let others = bad.count > 1 ? " and \(bad.count - 1) more" : ""
        throw RationaleError(
            .badData, "\(name): the weights hold values that are not finite numbers: '\(first.name)'\(others)",
            hint: "The training diverged, or the file is damaged; use an earlier checkpoint.")
    }
}
