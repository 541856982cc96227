import Foundation
public import RationaleCore
import RationaleNetworks
public import RationaleTorch

/// The picture without information that an explanation compares with.
public enum Baseline: Sendable {
    /// Zero in the network's input, after preprocessing: with ImageNet's preprocessing, its mean colour.
    case zeros
    /// Black pixels: what preprocessing makes of grey level 0.
    case black
    /// Each picture's own mean colour.
    case meanColour
    /// Each picture, blurred by a Gaussian of this standard deviation in pixels; outside, the edge continues.
    case blurred(standardDeviation: Double)
    /// These values: a batch as long as the inputs', or one for all, `[…input.shape]` or anything that expands to it.
    case custom(Tensor)

    /// The name in settings.
    public var name: String {
        switch self {
        case .zeros: "zeros"
        case .black: "black"
        case .meanColour: "mean-colour"
        case .blurred(let deviation): "blurred-\(deviation)"
        case .custom(let tensor): "custom-\(tensor.shape)"
        }
    }

    /// The baseline of each input.
    ///
    /// - Returns: of the input's shape and type, on its device.
    /// - Throws: `RationaleError.Code.usage` where the baseline does not fit the input.
    public func values(for question: Question) throws(RationaleError) -> Tensor {
        let input = question.input
        switch self {
        case .zeros: return input.zerosLike
        case .black:
            let preprocessing = question.classifier.preprocessing
            let levels = zip(preprocessing.mean, preprocessing.standardDeviation).map { -$0 / $1 }
            try requirePicture(input, channels: levels.count)
            return Tensor(levels, shape: [levels.count, 1, 1]).like(input)
        case .meanColour:
            try requirePicture(input)
            return input.mean([2, 3], keepingDimensions: true).like(input)
        case .blurred(let deviation):
            try requirePicture(input)
            return try Self.blurred(input, deviation)
        case .custom(let tensor): return try custom(tensor, for: question)
        }
    }

    private func requirePicture(_ input: Tensor, channels: Int? = nil) throws(RationaleError) {
        guard input.rank == 4, channels == nil || channels == input.shape[1] else {
            throw RationaleError(
                .usage, "the baseline '\(name)' is defined for pictures, not for inputs of shape \(input.shape)",
                hint: "Choose the baseline 'zeros', or give your own values.")
        }
    }

    private func custom(_ tensor: Tensor, for question: Question) throws(RationaleError) -> Tensor {
        let shape = question.input.shape
        var values = tensor
        if tensor.rank == shape.count, tensor.shape[0] != 1 {
            // One for each input of the whole batch, of which this is a part.
            guard tensor.shape[0] >= question.offset + question.batch else {
                throw RationaleError(
                    .usage, "\(tensor.shape[0]) baselines for at least \(question.offset + question.batch) inputs",
                    hint: "Give one, or one for each.")
            }
            values = tensor.slice(0, question.offset..<question.offset + question.batch)
        }
        let fits =
            values.rank <= shape.count
            && zip(values.shape.reversed(), shape.reversed()).allSatisfy { $0 == 1 || $0 == $1 }
        guard fits else {
            throw RationaleError(
                .usage, "a baseline of shape \(tensor.shape) does not fit inputs of shape \(shape)")
        }
        return values.like(question.input)
    }

    /// A picture blurred by a Gaussian, whose edges continue.
    package static func blurred(_ input: Tensor, _ deviation: Double) throws(RationaleError) -> Tensor {
        guard deviation > 0, deviation <= 1000 else {
            throw RationaleError(
                .usage, "a blur's standard deviation is more than 0 and at most 1000 pixels, not \(deviation)")
        }
        // Beyond four standard deviations lies less than one part in ten thousand.
        let radius = Int((4 * deviation).rounded(.up))
        return input.blurred(deviation: deviation, radius: radius, edge: .continued)
    }
}

extension Tensor {
    /// These values, expanded to the shape of a batch and of its type.
    fileprivate func like(_ input: Tensor) -> Tensor {
        moved(to: input.device).converted(to: input.dtype).expanded(input.shape)
    }
}
