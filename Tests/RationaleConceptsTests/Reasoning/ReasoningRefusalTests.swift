import RationaleConcepts
import RationaleCore
import RationaleTorch
import RationaleTraining
import Testing

/// What does not fit is refused with the name of the thing, what was expected and what was found.
struct ReasoningRefusalTests {
    private func message(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "no error"
        } catch {
            return (error as? RationaleError)?.message ?? "another error"
        }
    }

    @Test func `configurations that make no network`() {
        func refusal(_ change: (inout ReasoningConfiguration) -> Void) -> String {
            var configuration = ReasoningConfiguration(concepts: [3, 2], featureWidth: 8)
            change(&configuration)
            return message { _ = try ReasoningNetwork(configuration, seed: 1) }
        }
        #expect(refusal { _ in } == "no error")
        #expect(refusal { $0.concepts = [] }.contains("classes: expected 1 to 10000, found 0"))
        #expect(refusal { $0.concepts = [3, -1] }.contains("concepts of class 1: expected 0 to 256, found -1"))
        #expect(refusal { $0.concepts = [0, 0] }.contains("at least one in all"))
        #expect(refusal { $0.nodeWidths = [8] }.contains("found 1 and 3"))
        #expect(refusal { $0.featureWidth = 0 }.contains("a width: expected 1 to 65536, found 0"))
        #expect(
            refusal { $0.concepts = Array(repeating: 64, count: 1000) }.contains("weights of the readout"))
    }

    @Test func `graphs of other shapes`() throws {
        let configuration = SmallReasoning.configuration([3, 2])
        let network = try SmallReasoning.network(configuration)
        let other = try SmallReasoning.graphs(2, SmallReasoning.configuration([3, 3]))
        #expect(
            message { _ = try network.scores(of: other) }
                == "reasoning network: expected 5 nodes of 7 features a picture, found 6 of 7")
        let single = try SmallReasoning.graphs(2, configuration, dtype: .float32)
        #expect(message { _ = try network.scores(of: single) }.contains("float64 on cpu, the graphs float32"))
        func graphs(_ features: [Int], _ positions: [Int], _ found: [Int]) -> String {
            message {
                _ = try ConceptGraphTensors(
                    features: .zeros(features), positions: .zeros(positions), found: .zeros(found))
            }
        }
        #expect(graphs([2, 5], [2, 5, 2], [2, 5]).contains("expected [picture, node, width], found [2, 5]"))
        #expect(graphs([2, 5, 7], [2, 5, 4], [2, 5]).contains("positions: expected [2, 5, 2], found [2, 5, 4]"))
        #expect(
            message {
                _ = try ConceptGraphTensors(
                    features: .zeros([2, 5, 7]), positions: .zeros([2, 5, 2]), displacements: .zeros([2, 5]),
                    found: .zeros([2, 5]))
            }.contains("displacements: expected [2, 5, 2], found [2, 5]"))
        #expect(graphs([2, 5, 7], [2, 5, 2], [2, 4]).contains("found: expected [2, 5], found [2, 4]"))
    }

    @Test func `weights that are missing or of other shapes`() throws {
        let configuration = SmallReasoning.configuration([3, 2], .batch)
        let network = try SmallReasoning.network(configuration)
        func refusal(_ parameters: NamedTensors, _ statistics: NamedTensors) -> String {
            message { _ = try ReasoningNetwork(configuration, parameters: parameters, statistics: statistics) }
        }
        #expect(refusal(network.parameters, network.statistics) == "no error")
        #expect(refusal(network.parameters, [:]).contains("no tensor 'layer1.edgeNorm.mean'"))
        #expect(
            refusal(network.parameters.merging(["edges": .zeros([7])]), network.statistics)
                .contains("'edges': expected [8], found [7]"))
        #expect(
            refusal(
                network.parameters.merging(["edges": .zeros([8], dtype: .float16)]), network.statistics
            ).contains("'edges': expected float64 on cpu as the others, found float16"))
        #expect(
            refusal(network.parameters.mapTensors { $0.converted(to: .int64) }, network.statistics)
                .contains("'edges': expected float numbers, found int64"))
    }

    @Test func `contributions to what is no class`() throws {
        let configuration = SmallReasoning.configuration([3, 2])
        let network = try SmallReasoning.network(configuration)
        let graphs = try SmallReasoning.graphs(1, configuration)
        #expect(
            message { _ = try network.contributions(of: graphs, toClass: 2) }.contains("no class 2, only 0 to 1"))
        #expect(
            message { _ = try network.contributions(of: graphs, weights: [1]) }.contains("each of 2 classes, found 1"))
    }

    @Test func `published weights that do not fit`() {
        func refusal(_ tensors: [String: Tensor]) -> String {
            message { _ = try ReasoningNetwork(published: tensors) }
        }
        #expect(refusal([:]).contains("'fc2.weight': expected a tensor of 2 dimensions, found none"))
        #expect(refusal(["fc2.weight": .zeros([2, 5])]).contains("'eij_1': expected a tensor of 1 dimensions"))
        let edges: [String: Tensor] = ["fc2.weight": .zeros([1, 5]), "eij_1": .zeros([5])]
        #expect(refusal(edges).contains("'eij_1' has 5 weights, expected n (n − 1)"))
    }

    @Test func `samples that do not fit`() throws {
        let graphs = try PlantedConcepts.samples(4, seed: 1).graphs
        func refusal(_ scores: Tensor, _ edits: ConceptGraphSamples.Edits? = nil) -> String {
            message { _ = try ConceptGraphSamples(graphs, scores: scores, edits: edits) }
        }
        #expect(refusal(.ones([4, 3])) == "no error")
        #expect(refusal(.ones([3, 3])).contains("scores: expected [4, class], found [3, 3]"))
        #expect(refusal(.full([4, 3], .nan)).contains("scores are not all finite"))
        #expect(
            message {
                let gone = try ConceptGraphTensors(
                    features: graphs.features, positions: graphs.positions,
                    displacements: graphs.positions + .infinity, found: graphs.found)
                _ = try ConceptGraphSamples(gone, scores: .ones([4, 3]))
            }.contains("displacements are not all finite"))
        #expect(refusal(.ones([4, 3], dtype: .float64)).contains("scores are float64, features float32"))
        #expect(
            refusal(.ones([4, 3]), .init(samples: [4], graphs: graphs.slice(0..<1), scores: .ones([1, 3])))
                .contains("an edit is of sample 4, expected 0 to 3"))
        #expect(
            refusal(.ones([4, 3]), .init(samples: [0], graphs: graphs.slice(0..<2), scores: .ones([1, 3])))
                .contains("1 edits have graphs [2, 9, 8]"))
        #expect(
            message { _ = try ConceptGraphSamples(graphs.slice(0..<0), scores: .ones([0, 3])) }
                .contains("there are none"))
    }

    @Test func `distillation of what does not fit`() throws {
        let samples = try PlantedConcepts.samples(4, seed: 1)
        func refusal(_ concepts: [Int], _ samples: ConceptGraphSamples) -> String {
            message {
                let network = try ReasoningNetwork(
                    ReasoningConfiguration(concepts: concepts, featureWidth: 8), seed: 1)
                _ = try DistillationTask(network, training: samples, evaluation: samples, source: [:])
            }
        }
        #expect(refusal([3, 2, 4], samples) == "no error")
        #expect(refusal([5, 4], samples).contains("9 nodes of 8 features and 3 scores, the network 9 of 8 and 2"))
        let even = try ConceptGraphSamples(samples.graphs, scores: .ones([4, 3]))
        #expect(refusal([3, 2, 4], even).contains("scores do not differ between classes"))
        var settings = PlantedConcepts.settings(steps: 1)
        settings.precision = .bfloat16
        #expect(
            message { _ = try Trainer(PlantedConcepts.task(), settings).run() }.contains("learns in float32 only"))
    }
}
