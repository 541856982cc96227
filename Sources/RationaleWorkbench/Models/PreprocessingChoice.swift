import Foundation
public import RationaleCore
import RationaleImaging
public import RationaleNetworks
import Yams

/// How photos become inputs, as a person names it: a name, or a file.
public struct PreprocessingChoice: Sendable, Hashable, Codable {
    /// One of ``names``, or the path of a YAML or JSON file.
    public let text: String

    public init(_ text: String) { self.text = text }

    /// What each name stands for; sizes follow from the network's input.
    public static let named: [(name: String, meaning: String)] = [
        ("imagenet", "shorter side to 8/7 of the input's, centre crop, ImageNet's mean and deviation"),
        ("imagenet-stretch", "the whole photo stretched to the input's size, ImageNet's mean and deviation"),
        ("cifar", "the whole photo stretched to the input's size, CIFAR-10's mean and deviation"),
        ("symmetric", "the whole photo stretched to the input's size, values from -1 to 1"),
        ("unit", "the whole photo stretched to the input's size, values from 0 to 1"),
        ("none", "the photo at its own size, values from 0 to 1"),
    ]

    public static var names: [String] { named.map(\.name) }

    /// The preprocessing for a network.
    ///
    /// - Throws: `RationaleError`: `usage` for an unknown name, with the nearest; otherwise what is wrong with the file.
    public func preprocessing(for classifier: Classifier) throws(RationaleError) -> Preprocessing {
        let shape = classifier.input.shape
        guard classifier.input.isPhoto else {
            throw RationaleError(
                .usage, "\(classifier.name) takes inputs of shape \(classifier.input.shapeText), which no photo becomes"
            )
        }
        var chosen = try preprocessing(height: shape[1], width: shape[2], of: classifier)
        guard chosen.channels == 3, shape[0] != 3 || classifier.interface.takesBytes else { return chosen }
        // ImageNet's and CIFAR's numbers are for three channels: a grey picture has their mean, opacity is as it is.
        func fitting(_ numbers: [Float], opacity: Float) -> [Float] {
            if classifier.interface.takesBytes { return Array(repeating: opacity, count: shape[0]) }
            return shape[0] == 1 ? [numbers.reduce(0, +) / 3] : numbers + [opacity]
        }
        chosen.mean = fitting(chosen.mean, opacity: 0)
        chosen.standardDeviation = fitting(
            chosen.standardDeviation, opacity: classifier.interface.takesBytes ? 1 / 255 : 1)
        return chosen
    }

    private func preprocessing(
        height: Int, width: Int, of classifier: Classifier
    ) throws(RationaleError) -> Preprocessing {
        func stretched(_ mean: [Float], _ deviation: [Float]) -> Preprocessing {
            Preprocessing(resize: .exactly(height: height, width: width), mean: mean, standardDeviation: deviation)
        }
        switch text {
        case "imagenet":
            guard height == width else {
                throw RationaleError(
                    .usage,
                    "the preprocessing 'imagenet' makes squares, but \(classifier.name) takes \(height)×\(width)",
                    hint: "Use imagenet-stretch, or a file with resize and crop.")
            }
            // A crop of the whole for pictures so small that nothing may be lost.
            return height < 64
                ? .imageNet(resize: height, crop: height)
                : .imageNet(resize: height * 256 / 224, crop: height)
        case "imagenet-stretch":
            return stretched(Preprocessing.imageNetMean, Preprocessing.imageNetStandardDeviation)
        case "cifar": return stretched([0.4914, 0.4822, 0.4465], [0.2470, 0.2435, 0.2616])
        case "symmetric": return stretched([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])
        case "unit": return stretched([0, 0, 0], [1, 1, 1])
        case "none": return Preprocessing(resize: nil, mean: [0, 0, 0], standardDeviation: [1, 1, 1])
        default: return try PreprocessingFile.preprocessing(of: text)
        }
    }
}
