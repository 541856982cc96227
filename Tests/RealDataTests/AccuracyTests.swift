import Foundation
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import Testing

/// Trained networks in all three file forms give the accuracy that PyTorch measured for them.
@Suite(.enabled(if: SharedData.isThere, Comment(rawValue: SharedData.reason)), .serialized)
struct AccuracyTests {
    static let networks: [(name: String, top1: Double, top5: Double)] = [
        ("resnet18.safetensors", 71.4, 92.0), ("squeezenet1_1.pth", 67.4, 88.6), ("bvlc_googlenet.pt2", 77.0, 92.9),
    ]

    private static func load(_ file: String) throws -> Classifier {
        if file.hasSuffix(".pt2") { return try Classifier(contentsOf: SharedData.model(file)) }
        let name = String(file.prefix { $0 != "." })
        return try Classifier(Zoo.architecture(named: name), weightsAt: SharedData.model(file))
    }

    @Test(arguments: networks) func topOneAndTopFiveOnSevenHundredPhotos(
        name: String, top1: Double, top5: Double
    ) throws {
        let classifier = try Self.load(name).prepared()
        let photos = try BoxedPhoto.all()
        #expect(photos.count == 700)
        var right = (top1: 0, top5: 0)
        for start in stride(from: 0, to: photos.count, by: 20) {
            let chunk = photos[start..<min(start + 20, photos.count)]
            let values = try chunk.flatMap { try Preprocessing.stretched.values(of: Image(contentsOf: $0.file)) }
            let input = Tensor(values, shape: [chunk.count, 3, 224, 224])
            let logits = try withoutGradient { try classifier.scores(of: input) }
            for (row, photo) in chunk.enumerated() {
                let best = Prediction.top(5, of: logits.selected(0, row).floats, labels: nil).map(\.index)
                right.top1 += best[0] == photo.classIndex ? 1 : 0
                right.top5 += best.contains(photo.classIndex) ? 1 : 0
            }
        }
        // The published figures are rounded to 0.1 %, which is 0.7 photos.
        #expect(abs(Double(right.top1) / 7 - top1) <= 0.08)
        #expect(abs(Double(right.top5) / 7 - top5) <= 0.08)
    }

    static let cifarNetworks = [
        ("cifar10_resnet20.safetensors", "cifar_resnet20", 81.0),
        ("cifar10_resnet56.safetensors", "cifar_resnet56", 83.0),
    ]

    @Test(arguments: cifarNetworks)
    func cifarNetworksOnLossyCopies(file: String, architecture: String, expected: Double) throws {
        let classifier = try Classifier(Zoo.architecture(named: architecture), weightsAt: SharedData.model(file))
            .prepared()
        let folder = SharedData.folder.appendingPathComponent("cifar10-jpeg/test")
        let classes = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        var right = 0
        for (index, name) in classes.enumerated() {
            let files = try FileManager.default.contentsOfDirectory(
                at: folder.appendingPathComponent(name), includingPropertiesForKeys: nil)
            let values = try files.flatMap { try classifier.preprocessing.values(of: Image(contentsOf: $0)) }
            let input = Tensor(values, shape: [files.count, 3, 32, 32])
            let best = try withoutGradient { try classifier.scores(of: input) }.argmax(1).elements(as: Int64.self)
            right += best.count { Int($0) == index }
        }
        #expect(abs(Double(right) / 10 - expected) <= 1)
    }
}

extension Preprocessing {
    /// The photos stretched to the network's input, as the reference measured.
    static let stretched = Preprocessing(
        resize: .exactly(height: 224, width: 224), mean: imageNetMean, standardDeviation: imageNetStandardDeviation)
}
