internal import CTorch

/// How gradients change parameters. The defaults are PyTorch's.
public enum OptimizerRule: Sendable, Hashable, Codable {
    /// Stochastic gradient descent: `b ← momentum·b + g; θ ← θ − η·b`, and with Nesterov's momentum
    /// `θ ← θ − η·(g + momentum·b)`.
    ///
    /// *Source*: Sutskever et al. (2013), On the Importance of Initialization and Momentum in Deep Learning.
    case sgd(momentum: Double = 0, nesterov: Bool = false)

    /// Steps of about the size of the learning rate, whatever the size of the gradients:
    /// `m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; θ ← θ − η·m̂ / (√v̂ + ε)` with `m̂`, `v̂` corrected for their start at 0.
    ///
    /// *Source*: Kingma and Ba (2015), Adam: A Method for Stochastic Optimization, arXiv 1412.6980.
    case adam(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)

    /// Adam whose weight decay is `θ ← θ − η·decay·θ`, apart from the gradient.
    ///
    /// *Source*: Loshchilov and Hutter (2019), Decoupled Weight Decay Regularization, arXiv 1711.05101.
    case adamW(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)

    /// `v ← αv + (1−α)g²; θ ← θ − η·g / (√v + ε)`, with `v` less the squared mean of `g` where centred, and the step
    /// through a momentum as in SGD.
    ///
    /// *Source*: Hinton (2012), Neural Networks for Machine Learning, lecture 6e; Graves (2013), arXiv 1308.0850.
    case rmsProp(alpha: Double = 0.99, epsilon: Double = 1e-8, momentum: Double = 0, centered: Bool = false)

    func settings(weightDecay: Double) -> CTorchRuleSettings {
        var settings = CTorchRuleSettings()
        settings.weight_decay = weightDecay
        switch self {
        case .sgd(let momentum, let nesterov):
            settings.rule = CTorchRuleSGD
            settings.momentum = momentum
            settings.nesterov = nesterov
        case .adam(let beta1, let beta2, let epsilon), .adamW(let beta1, let beta2, let epsilon):
            settings.rule = CTorchRuleAdam
            if case .adamW = self { settings.rule = CTorchRuleAdamW }
            settings.beta1 = beta1
            settings.beta2 = beta2
            settings.epsilon = epsilon
        case .rmsProp(let alpha, let epsilon, let momentum, let centered):
            settings.rule = CTorchRuleRMSprop
            settings.alpha = alpha
            settings.epsilon = epsilon
            settings.momentum = momentum
            settings.centered = centered
        }
        return settings
    }
}
