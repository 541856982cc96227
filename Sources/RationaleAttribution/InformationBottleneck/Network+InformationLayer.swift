public import RationaleCore
public import RationaleNetworks

extension Network {
    /// The layer at which a bottleneck explains this network, and why.
    ///
    /// For pictures the last layer with at least an eighth of the input's places along each side: deep enough for features
    /// that mean something, early enough to be fine. That is `layer2` of a ResNet, which the publications use. A network
    /// of small pictures has its last layer with places (as for class activation maps) where that has more.
    /// For rows of tokens the last layer with one row of features for each.
    ///
    /// A layer inside a residual block is taken only where there is no other: what the connection carries around it is not
    /// limited by a bottleneck there.
    /// - Throws: `RationaleError.Code.usage` where no layer has places.
    public func informationLayer() throws(RationaleError) -> LayerChoice {
        let side = input.shape.count == 3 ? max(2, input.shape[1] / 8) : 1
        for (isNarrow, height) in [(true, side), (true, 1), (false, side)] {
            do {
                return try lastLayer(isNarrow: isNarrow) { $0.height >= height }
            } catch  where error.code == .usage {
                continue
            }
        }
        return try classActivationLayer()
    }
}
