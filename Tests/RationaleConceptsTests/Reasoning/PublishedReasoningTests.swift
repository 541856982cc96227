import Foundation
import RationaleConcepts
import RationaleTorch
import Testing

/// The authors' trained network, where the project is developed; tests on it are skipped elsewhere.
enum PublishedWeights {
    static let file: URL = {
        let shared =
            ProcessInfo.processInfo.environment["RATIONALE_SHARED"].map { URL(filePath: $0) }
            ?? URL(filePath: #filePath).appending(path: "../../../../../shared").standardized
        return shared.appending(path: "data/vrx/src/GraphConv_Xception_model.pt")
    }()
    static let isThere = FileManager.default.fileExists(atPath: file.path)

    static let reason = "needs the authors' weights beside the checkout (../shared/data/vrx)"
}

/// The authors' weights give the numbers that a computation of its own in float64 gave for them.
@Suite(.enabled(if: PublishedWeights.isThere, Comment(rawValue: PublishedWeights.reason)))
struct PublishedReasoningTests {
    /// Features `|sin(0.001 · i)|` of number i; four positions that move by 0.05 from class to class.
    static func graphs() throws -> ConceptGraphTensors {
        let features = (0..<3 * 4 * 2048).map { abs(sin(0.001 * Double($0))) }
        let first = [(0.2, 0.3), (0.7, 0.25), (0.4, 0.8), (0.6, 0.6)]
        let positions = (0..<3).flatMap { number in
            first.flatMap { [$0.0 + 0.05 * Double(number), $0.1 + 0.05 * Double(number)] }
        }
        return try ConceptGraphTensors(
            features: Tensor(features, shape: [1, 12, 2048]), positions: Tensor(positions, shape: [1, 12, 2]),
            found: .ones([1, 12]))
    }

    static func network(_ normalization: ReasoningConfiguration.Normalization) throws -> ReasoningNetwork {
        try ReasoningNetwork(publishedWeightsAt: PublishedWeights.file, normalization: normalization)
    }

    @Test func `the form is the published one`() throws {
        let configuration = try Self.network(.graph).configuration
        #expect(configuration == ReasoningConfiguration(concepts: [4, 4, 4], featureWidth: 2048))
    }

    @Test func `scores with the norms of the published program`() throws {
        let network = try Self.network(.graph)
        let expected = [2.5798785, 0.7781187, 2.6077958]
        let graphs = try Self.graphs()
        let exact = try network.converted(to: .float64).scores(of: graphs)
        #expect(difference(exact.doubles, expected) < 1e-5)
        let single = try network.scores(of: graphs.converted(to: .float32))
        #expect(difference(single.doubles, expected) < 1e-5)
    }

    @Test func `scores with running statistics`() throws {
        let scores = try Self.network(.running).converted(to: .float64).scores(of: Self.graphs())
        #expect(difference(scores.doubles, [-47.1631697, 23.4644081, 53.9653309]) < 1e-5)
    }

    @Test func `contributions of the first class`() throws {
        let network = try Self.network(.graph).converted(to: .float64)
        let found = try network.contributions(of: Self.graphs(), toClass: 0)[0]
        let nodes = [
            [0.02772, 0.68259, -4.47214, -6.30083], [-0.99795, -1.59584, -0.22858, 0.49242],
            [3.41121, 1.51078, 2.73849, 0.99322],
        ]
        for (found, expected) in zip(found.nodes, nodes) { #expect(difference(found, expected) < 1e-5) }
        let edges = [
            0.09907, -0.23398, 0.06249, 0.20048, 0.35141, -0.47506, 0.72553, 0.41293, 0.62993, 0.63148, 0.20596,
            0.08844,
        ]
        #expect(difference(found.edges.filter { $0.graph == 0 }.map(\.value), edges) < 1e-5)
        #expect(abs(found.bias - 0.2543207) < 1e-6)
        #expect(abs(found.score - 2.5798785) < 1e-5)
    }

    @Test func `biases and edge weights are those of the file`() throws {
        let parameters = try Self.network(.graph).parameters
        let bias = try #require(parameters["readout.bias"])
        #expect(difference(bias.doubles, [0.2543207, 0.3052628, 0.2835361]) < 1e-6)
        let edges = try #require(parameters["edges"]).doubles
        let first = [-1.167, -1.426, 0.176, -0.186, -0.700, 1.449, 1.368, 0.638, 0.028, -1.241, -1.273, 1.958]
        #expect(edges.count == 36)
        #expect(difference(Array(edges.prefix(12)), first) < 6e-4)
    }
}
