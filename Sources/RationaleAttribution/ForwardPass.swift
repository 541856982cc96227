public import RationaleCore
public import RationaleNetworks
public import RationaleTorch

/// What one forward pass of a batch has shown: its scores, and the activation of a layer on the way.
///
/// The pass that predicts is the one that methods begin with: whoever explains what was just predicted need not run the network
/// again up to the layer.
public struct ForwardPass: Sendable {
    /// `[batch, class]`, without gradients.
    public let scores: Tensor
    private let observed: (layer: LayerChoice, split: Split, activation: Split.Activation)?

    /// Runs a classifier on a batch.
    ///
    /// - Parameters:
    ///   - classifier: on whose device the batch is run.
    ///   - batch: `[batch, …classifier.input.shape]`, preprocessed.
    ///   - layer: the layer whose activation is kept; `nil` for none.
    /// - Complexity: one forward pass.
    public init(_ classifier: Classifier, _ batch: Tensor, observing layer: LayerChoice? = nil) throws(RationaleError) {
        let batch = batch.moved(to: classifier.device)
        guard let layer else {
            observed = nil
            scores = try withoutGradient { () throws(RationaleError) in try classifier.scores(of: batch) }
            return
        }
        try classifier.network.check(batch)
        let network = classifier.taking(batch.shape).network
        let split = try network.split(at: layer.path)
        let activation = try withoutGradient { () throws(RationaleError) in try split.head(batch) }
        scores = try withoutGradient { () throws(RationaleError) in try split.tail(activation) }
        observed = (layer, split, activation)
    }

    private init(scores: Tensor, _ observed: (layer: LayerChoice, split: Split, activation: Split.Activation)?) {
        self.scores = scores
        self.observed = observed
    }

    /// A layer that was observed.
    ///
    /// - Parameter wanted: its path; `nil` for the one that was chosen from the network.
    func layer(_ wanted: String?) -> (layer: LayerChoice, split: Split, activation: Split.Activation)? {
        guard let observed else { return nil }
        let isThis = wanted.map { $0 == observed.layer.path } ?? !observed.layer.isAsked
        return isThis ? observed : nil
    }

    /// The part of some inputs. What goes around the layer belongs to the whole batch; then only the scores are kept.
    func rows(_ range: Range<Int>) -> ForwardPass {
        if range == 0..<scores.shape[0] { return self }
        let part = observed.flatMap { observed in
            observed.activation.rows(range).map { (observed.layer, observed.split, $0) }
        }
        return ForwardPass(scores: scores.slice(0, range), part)
    }
}
