import RationaleNetworks
import RationaleTorch
import Testing

struct LayerNamingTests {
    @Test func `Layers without names are numbered in a sequence, and elsewhere functions`() throws {
        var builder = GraphBuilder()
        let x = builder.input()
        var y = builder.sequential(x, "features") { features, x in
            x = features.relu(x)
            x = features.sequential(x) { inner, x in
                x = inner.conv2d(x, from: 2, to: 4, kernel: 1, bias: nil)
                x = inner.layer("named", "Block") { $0.relu(x) }
                x = inner.batchNorm2d(x, channels: 4)
            }
            x = features.relu(x)
        }
        y = builder.relu(y)
        y = builder.linear(builder.flatten(y), "fc", from: 4, to: 3)
        let graph = builder.graph(returning: y)
        #expect(
            graph.layers.map { "\($0.path) \($0.kind)" } == [
                "features.0 ReLU", "features.1.0 Conv2d", "features.1.named Block", "features.1.1 BatchNorm2d",
                "features.1 Sequential", "features.2 ReLU", "features Sequential", "fc Linear",
            ])
        #expect(
            builder.declarations.map(\.name) == [
                "features.1.0.weight", "features.1.1.weight", "features.1.1.bias", "features.1.1.running_mean",
                "features.1.1.running_var", "fc.weight", "fc.bias",
            ])
        #expect(
            graph.nodes.map(\.path) == [
                "features.0", "features.1.0", "features.1.named", "features.1.1", "features.2", "", "", "fc",
            ])
    }

    @Test func `Layers compute what their names say`() throws {
        let x = Tensor([-2, -0.5, 0.5, 8, 1, 2, 3, 4, 9] as [Float], shape: [1, 1, 3, 3])
        func run(_ body: (inout GraphBuilder, Graph.ValueID) -> Graph.ValueID) throws -> [Float] {
            var builder = GraphBuilder()
            let input = builder.input()
            let output = body(&builder, input)
            let graph = builder.graph(returning: output)
            return try #require(graph.run([.tensor(x)], parameters: [:])[0].tensor).floats
        }
        #expect(try run { $0.relu6($1) } == [0, 0, 0.5, 6, 1, 2, 3, 4, 6])
        #expect(try run { $0.hardtanh($1) } == [-1, -0.5, 0.5, 1, 1, 1, 1, 1, 1])
        #expect(try run { $0.dropout($1) } == x.floats)
        #expect(try run { $0.maxPool2d($1, kernel: 2) } == [8])
        #expect(try run { $0.maxPool2d($1, kernel: 2, roundsUp: true) } == [8, 2, 4, 9])
        #expect(try run { $0.averagePool2d($1, kernel: 2) } == [1.625])
        #expect(try run { $0.averagePool2d($1, kernel: 2, stride: 1) } == [1.625, 0.75, 4, 4])
        #expect(try run { $0.adaptiveAveragePool2d($1) }.map { ($0 * 9).rounded() } == [25])
        #expect(try run { $0.adaptiveMaxPool2d($1) } == [9])
        #expect(try run { $0.slice($1, dimension: 3, step: 2) } == [-2, 0.5, 8, 2, 3, 9])
        #expect(try run { $0.slice($1, dimension: 2, from: 1, to: 2) } == [8, 1, 2])
        #expect(try run { $0.scale($1, by: 2, adding: 1) } == [-3, 0, 2, 17, 3, 5, 7, 9, 19])
        #expect(try run { $0.padChannels($1, before: 1, after: 0) } == Array(repeating: 0, count: 9) + x.floats)
        #expect(try run { $0.concatenate([$1, $1], dimension: 0) } == x.floats + x.floats)
        #expect(try run { $0.add($1, $1) } == x.floats.map { 2 * $0 })
    }
}
