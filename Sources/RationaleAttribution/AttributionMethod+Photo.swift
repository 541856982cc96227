public import RationaleCore
public import RationaleImaging
public import RationaleNetworks
import RationaleTorch

extension AttributionMethod {
    /// Explains one photo, which is brought into the form that the network takes.
    ///
    /// - Parameters:
    ///   - photo: of any size.
    ///   - target: the score that is explained.
    ///   - network: best `Network.prepared` once, then used for every photo.
    /// - Returns: the attribution; its map lies over what the network saw, `network.preprocessing.picture(of: photo)`.
    /// - Throws: `RationaleError`.
    public func attribute(_ photo: Image, target: Target = .top, in network: Network) throws -> Attribution {
        let values = try network.preprocessing.values(of: photo)
        guard network.input.shape.count == 3, values.count == network.input.shape.reduce(1, *) else {
            throw RationaleError(
                .usage,
                "\(network.name) takes inputs of shape \(network.input.shape), but its preprocessing makes \(values.count) values of a photo",
                hint: "Set the network's preprocessing to the size of its input.")
        }
        return try attribute(Tensor(values, shape: [1] + network.input.shape), targets: [target], in: network)[0]
    }
}
