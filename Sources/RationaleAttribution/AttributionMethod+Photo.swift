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
    ///   - classifier: best `Classifier.prepared` once, then used for every photo.
    /// - Returns: the attribution; its map lies over what the network saw, `classifier.preprocessing.picture(of: photo)`.
    /// - Throws: `RationaleError`.
    public func attribute(_ photo: Image, target: Target = .top, in classifier: Classifier) throws -> Attribution {
        let values = try classifier.preprocessing.values(of: photo)
        let shape = classifier.input.shape
        guard shape.count == 3, values.count == shape.reduce(1, *) else {
            throw RationaleError(
                .usage,
                "\(classifier.name) takes inputs of shape \(shape), but its preprocessing makes \(values.count) values of a photo",
                hint: "Set the classifier's preprocessing to the size of its input.")
        }
        return try attribute(Tensor(values, shape: [1] + shape), targets: [target], in: classifier)[0]
    }
}
