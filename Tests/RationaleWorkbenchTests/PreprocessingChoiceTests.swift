import Foundation
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleWorkbench
import Testing

/// Preprocessing by name and by file.
struct PreprocessingChoiceTests {
    private func classifier(_ height: Int, _ width: Int) -> Classifier {
        var classifier = Classifier(SmallResNet(classes: 2), seed: 0)
        classifier.input.shape = [3, height, width]
        return classifier
    }

    @Test(arguments: PreprocessingChoice.names)
    func everyNameFitsTheNetwork(_ name: String) throws {
        let preprocessing = try PreprocessingChoice(name).preprocessing(for: classifier(96, 96))
        #expect(preprocessing.mean.count == 3)
        if name != "none" {
            let size = try preprocessing.inputSize(ofHeight: 300, width: 200)
            #expect(size.height == 96 && size.width == 96)
        }
    }

    @Test func imageNetIsTorchvisions() throws {
        #expect(try PreprocessingChoice("imagenet").preprocessing(for: classifier(224, 224)) == .imageNet())
        #expect(throws: RationaleError.self) {
            try PreprocessingChoice("imagenet").preprocessing(for: classifier(224, 112))
        }
    }

    @Test(arguments: [
        (
            "resize: 256\ncrop: 224\n",
            Preprocessing(
                resize: .shorterSide(256), cropHeight: 224, cropWidth: 224, mean: [0, 0, 0],
                standardDeviation: [1, 1, 1])
        ),
        (
            #"{"resize": [20, 30], "filter": "bicubic", "mean": [0.1, 0.2, 0.3], "std": [0.4, 0.5, 0.6]}"#,
            Preprocessing(
                resize: .exactly(height: 20, width: 30), filter: .bicubic, mean: [0.1, 0.2, 0.3],
                standardDeviation: [0.4, 0.5, 0.6])
        ),
        ("", Preprocessing(resize: nil, mean: [0, 0, 0], standardDeviation: [1, 1, 1])),
    ])
    func filesAreRead(_ text: String, _ expected: Preprocessing) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let file = try scratch.file("chain.yaml", text)
        #expect(try PreprocessingChoice(file).preprocessing(for: classifier(20, 30)) == expected)
    }

    @Test(arguments: [
        "resize: 0", "resize: -3", "resize: [1, 2, 3]", "resize: large", "crop: 99999999999999999999", "mean: [1, 2]",
        "mean: [1, 2, nan]", "std: [1, 0, 1]", "filter: lanczos", "sice: 3", "resize: {a: 1}", "[1, 2]", "a: [",
        "\u{0}",
    ])
    func badFilesAreRefused(_ text: String) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let file = try scratch.file("chain.yaml", text)
        let error = #expect(throws: RationaleError.self) {
            try PreprocessingChoice(file).preprocessing(for: classifier(20, 30))
        }
        #expect(error?.message.contains("chain.yaml") == true)
    }
}
