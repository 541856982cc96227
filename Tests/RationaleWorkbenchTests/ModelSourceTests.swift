import Foundation
import RationaleCore
import RationaleNetworks
import RationaleTorch
import RationaleWorkbench
import Testing

/// Networks by name and by file.
struct ModelSourceTests {
    static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "RationaleNetworksTests/Golden")

    @Test func anOwnFileBringsItsArchitectureLabelsAndPreprocessing() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let kinds = (0..<6).map { "kind \($0)" }
        let classifier = Classifier(SmallResNet(classes: 6), seed: 1)
        var own = OwnModel(
            architecture: classifier.name, classes: 6, labels: kinds,
            preprocessing: .imageNet(resize: 70, crop: 64, filter: .bicubic))
        own.inputShape = [3, 64, 64]
        own.origin = .init(command: "by hand", seed: 1, step: 7, evaluation: ["accuracy": 0.5], version: "0")
        let file = scratch.folder.appending(path: "own.weights")
        try own.write(classifier, to: file)

        let loaded = try ModelSource(file.path).classifier()
        #expect(loaded.name == "own")
        #expect(loaded.labels == kinds)
        #expect(loaded.input.shape == [3, 64, 64])
        #expect(loaded.preprocessing == .imageNet(resize: 70, crop: 64, filter: .bicubic))
        let input = Tensor.normal([1, 3, 64, 64], using: Generator(seed: 2))
        let pairs = try zip(loaded.scores(of: input).floats, classifier.scores(of: input).floats)
        // Where weights lie in memory decides which kernels of some processors take them.
        #expect(pairs.allSatisfy { abs($0 - $1) < 1e-5 })
    }

    @Test func weightsAreToldApartByContent() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        // A safetensors file whose name says something else.
        let classifier = Classifier(try Zoo.architecture(named: "cifar_resnet20"), seed: 0)
        let file = scratch.folder.appending(path: "weights.pth")
        try OwnModel(architecture: "cifar_resnet20", classes: 10, labels: nil, preprocessing: nil)
            .write(classifier, to: file)
        let loaded = try ModelSource("cifar_resnet20", weights: file.path).classifier()
        #expect(loaded.labels?.first == "airplane")
        #expect(loaded.network.parameterCount == classifier.network.parameterCount)
        #expect(throws: RationaleError.self) { try ModelSource("cifar_resnet32", weights: file.path).classifier() }
    }

    @Test func aFileNamesTheClasses() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let archive = Self.golden.appending(path: "cnn.pt2").path
        let names = (0..<10).map { "class \($0)" }
        let labels = try scratch.file("labels.txt", "\u{FEFF}" + names.joined(separator: "\r\n") + "\r\n\r\n")
        #expect(try ModelSource(archive, labels: labels).classifier().labels == names)
    }

    @Test(arguments: [
        Data("a\n\nb\n".utf8), Data("\na\nb\n".utf8), Data(), Data("\n\n".utf8), Data([0xFF, 0xFE, 0x61, 0x00]),
    ])
    func badLabelFilesAreRefused(_ bytes: Data) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let labels = try scratch.file("labels.txt", bytes)
        let error = #expect(throws: RationaleError.self) {
            try ModelSource(Self.golden.appending(path: "cnn.pt2").path, labels: labels).classifier()
        }
        #expect(error?.code == .badData)
        #expect(error?.message.contains("labels.txt") == true)
    }

    @Test func imageNetHasAThousandNames() throws {
        let classifier = try ModelSource("resnet18").networkForInspection()
        let labels = try #require(classifier.labels)
        #expect(labels.count == 1000 && Set(labels).count == 1000)
        #expect(labels[0] == "tench" && labels[11] == "goldfinch" && labels[999] == "toilet tissue")
        #expect(try ModelSource("resnet18", classes: 7).networkForInspection().labels == nil)
    }
}
