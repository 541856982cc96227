import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// Batch norms that have lost their statistics.
struct NormCalibrationTests {
    private let input = Tensor.normal([16, 3, 32, 32], using: Generator(seed: 3)) * 2 + 0.5

    /// Random scales and shifts, as folding leaves them, with mean 0 and variance 1.
    private static var folded: Network {
        var network = Network(SmallResNet(classes: 4), seed: 1)
        let generator = Generator(seed: 7)
        for parameter in network.graph.parameters where parameter.name.contains("bn") {
            let shape = network.weights[parameter.id]!.shape
            if parameter.name.hasSuffix(".weight") {
                network.weights[parameter.id] = Tensor.normal(shape, using: generator) * 0.2 + 0.5
            } else if parameter.name.hasSuffix(".bias") {
                network.weights[parameter.id] = Tensor.normal(shape, using: generator) * 0.3
            }
        }
        return network
    }

    @Test func `Lost statistics are noticed`() throws {
        #expect(Self.folded.lacksNormStatistics)
        #expect(!Network(AlexNet(classes: 3), seed: 0).lacksNormStatistics)
        #expect(try !Self.folded.calibratingNorms(on: input).lacksNormStatistics)
    }

    @Test func `The network computes what it did`() throws {
        let calibrated = try Self.folded.calibratingNorms(on: input)
        let other = Tensor.normal([4, 3, 32, 32], using: Generator(seed: 9))
        for input in [input, other] {
            let (found, expected) = (try calibrated.logits(input).floats, try Self.folded.logits(input).floats)
            let largest = expected.map(abs).max()!
            #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-4 * largest })
        }
    }

    @Test func `In training mode it computes on these inputs what it computes when judged`() throws {
        let calibrated = try Self.folded.calibratingNorms(on: input)
        func distance(_ network: Network) throws -> Float {
            let trainable = try TrainableNetwork(network)
            let logits = try trainable(
                input, trainable.parameters, trainable.statistics, using: Generator(seed: 0)
            ).logits
            let expected = try network.logits(input).floats
            return zip(logits.floats, expected).map { abs($0 - $1) }.max()! / expected.map(abs).max()!
        }
        #expect(try distance(calibrated) < 1e-3)
        #expect(try distance(Self.folded) > 0.1)
    }
}
