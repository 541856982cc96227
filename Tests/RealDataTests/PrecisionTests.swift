import Foundation
import RationaleAttribution
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import Testing

/// What bfloat16 costs: integrated gradients of a trained ResNet-18 in both precisions on real photos.
@Suite(.enabled(if: SharedData.isThere, Comment(rawValue: SharedData.reason)), .serialized)
struct PrecisionTests {
    /// Elsewhere LibTorch multiplies numbers of bfloat16 one by one, and 20 minutes do not suffice for these maps.
    private static var processorComputesInBFloat16: Bool {
        get throws { try Operator(named: "mkldnn::_is_mkldnn_bf16_supported").call([])[0].int == 1 }
    }

    @Test(.enabled("the processor does not compute in bfloat16") { try processorComputesInBFloat16 })
    func mapsInBFloat16StayCloseToThoseInFloat32() throws {
        let classifier = try Classifier(ResNet(.resnet18), weightsAt: SharedData.model("resnet18.safetensors"))
        let full = try classifier.prepared()
        let half = try classifier.prepared(Preparation(precision: .bfloat16))
        let photos = try BoxedPhoto.all().enumerated().filter { $0.offset % 90 == 0 }.map(\.element)
        let method = IntegratedGradients()
        var correlations: [Double] = []
        for photo in photos {
            let image = try Image(contentsOf: photo.file)
            let exact = try method.attribute(image, target: .index(photo.classIndex), in: full)
            let quick = try method.attribute(image, target: .index(photo.classIndex), in: half)
            #expect(quick.warnings.contains { $0.contains("bfloat16") })
            correlations.append(correlation(exact.map.values, quick.map.values))
        }
        correlations.sort()
        print("correlation of bfloat16 with float32 maps: \(correlations)")
        #expect(correlations[correlations.count / 2] > 0.95)
        #expect(correlations[0] > 0.85)
    }

    private func correlation(_ a: [Float], _ b: [Float]) -> Double {
        func centred(_ values: [Float]) -> [Double] {
            let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
            return values.map { Double($0) - mean }
        }
        let (x, y) = (centred(a), centred(b))
        func product(_ u: [Double], _ v: [Double]) -> Double { zip(u, v).reduce(0) { $0 + $1.0 * $1.1 } }
        return product(x, y) / (product(x, x) * product(y, y)).squareRoot()
    }
}
