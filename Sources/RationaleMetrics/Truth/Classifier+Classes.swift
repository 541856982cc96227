import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch

extension Classifier {
    /// Makes sure that it names square colour pictures of these classes, in this order.
    ///
    /// - Throws: `RationaleError.Code.usage`, saying what does not fit.
    func checkFits(classes names: [String]) throws(RationaleError) {
        let shape = input.shape
        guard shape.count == 3, shape[0] == 3, shape[1] == shape[2], shape[1] >= 32 else {
            throw RationaleError(
                .usage,
                "\(name) takes inputs of shape \(shape), not square colour pictures of at least 32 pixels")
        }
        if let labels = labels, labels != names {
            let unknown = labels.first { !names.contains($0) }
            throw RationaleError(
                .usage,
                "the classes of \(name) are not the \(names.count) of the pictures: "
                    + (unknown.map { "there is no '\($0)' among them" } ?? "they are others, or in another order"),
                hint: "Give a network that was trained on these classes.")
        }
        let classes = try withoutGradient { () throws(RationaleError) in
            try scores(of: .zeros([1] + shape, device: device)).shape[1]
        }
        guard classes == names.count else {
            throw RationaleError(
                .usage, "\(name) has \(classes) classes, but the pictures show \(names.count)",
                hint: "Give a network that was trained on these classes.")
        }
    }

    /// Pictures that were drawn at the size that it takes, so that nothing is resized or cropped: `[pictures, 3, side,
    /// side]`, on its device.
    func input(ofDrawn pictures: [Image]) throws -> Tensor {
        let values = try pictures.flatMap { try preprocessing.normalized($0) }
        return Tensor(values, shape: [pictures.count] + input.shape).moved(to: device)
    }
}
