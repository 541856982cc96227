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
    public func preprocessing(for network: Network) throws(RationaleError) -> Preprocessing {
        let shape = network.input.shape
        guard shape.count == 3 else {
            throw RationaleError(.usage, "\(network.name) takes inputs of shape \(shape), which no photo becomes")
        }
        let (height, width) = (shape[1], shape[2])
        func stretched(_ mean: [Float], _ deviation: [Float]) -> Preprocessing {
            Preprocessing(resize: .exactly(height: height, width: width), mean: mean, standardDeviation: deviation)
        }
        switch text {
        case "imagenet":
            guard height == width else {
                throw RationaleError(
                    .usage, "the preprocessing 'imagenet' makes squares, but \(network.name) takes \(height)×\(width)",
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
