public import RationaleCore
public import RationaleNetworks

extension Network {
    /// The layer at which a bottleneck explains this network, and why.
    ///
    /// For pictures the last layer with at least an eighth of the input's places along each side: deep enough for features
    /// that mean something, early enough to be fine. That is `layer2` of a ResNet, which the publications use. A network
    /// of small pictures has its last layer with places (as for class activation maps) where that has more.
    /// For rows of tokens the last layer with one row of features for each.
    /// - Throws: `RationaleError.Code.usage` where no layer has places.
    public func informationLayer() throws(RationaleError) -> LayerChoice {
        do {
            let side = input.shape.count == 3 ? input.shape[1] / 8 : 1
            return try classActivationLayer { $0.height >= max(2, side) || input.shape.count != 3 }
        } catch  where error.code == .usage {
            return try classActivationLayer()
        }
    }
}
