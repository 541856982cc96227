import Foundation
import RationaleAttribution
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import Testing

@Suite struct PhotoTests {
    private let classifier = Classifier(CIFARResNet(depth: 20), seed: 4)
    private let photo = Image(width: 40, height: 50, pixels: (0..<40 * 50 * 3).map { UInt8($0 * 37 % 251) })

    @Test func aPhotoIsExplainedAsItsPreprocessedValues() throws {
        let attribution = try GradCAM().attribute(photo, target: .index(3), in: classifier)
        let values = try classifier.preprocessing.values(of: photo)
        let batch = Tensor(values, shape: [1, 3, 32, 32])
        #expect(try GradCAM().attribute(batch, targets: [.index(3)], in: classifier) == [attribution])
    }

    @Test func preprocessingOfAnotherSizeIsAClearError() {
        var other = classifier
        other.preprocessing = .imageNet()
        let error = #expect(throws: RationaleError.self) { try GradCAM().attribute(photo, in: other) }
        #expect(error?.code == .usage)
        #expect(error?.message.contains("[3, 32, 32]") == true)
    }
}
