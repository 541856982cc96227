import RationaleNetworks
import RationaleTorch

extension Question {
    /// The derivative of the explained score by the input, with a rule in place of the derivative of each rectifier.
    ///
    /// - Complexity: one forward and one backward pass.
    func answer(_ channels: ChannelReduction, _ rule: DerivativeRule) throws -> Answer {
        let (gradient, targets, rectifiers) = try self.gradient(replacing: rule)
        var answer = Answer(channels.reduced(gradient), targets: targets)
        if rectifiers == 0 {
            let warning = "\(network.name) has no rectifier (relu), so this is the plain gradient"
            answer.warnings = answer.warnings.map { $0 + [warning] }
        }
        return answer
    }
}
