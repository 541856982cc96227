import RationaleAttribution
import RationaleTorch
import Testing

/// Where the places are in a layer's output.
@Suite struct LayerGridTests {
    struct Case: Sendable {
        let shape: [Int]
        let input: [Int]
        let order: LayerGrid.Order
        let size: [Int]
    }

    static let cases = [
        Case(shape: [2, 512, 7, 7], input: [3, 224, 224], order: .channelsFirst, size: [7, 7, 512]),
        Case(shape: [2, 8, 7, 7], input: [3, 224, 224], order: .channelsFirst, size: [7, 7, 8]),
        Case(shape: [2, 7, 7, 7], input: [3, 224, 224], order: .channelsFirst, size: [7, 7, 7]),
        Case(shape: [1, 64, 8, 11], input: [3, 227, 341], order: .channelsFirst, size: [8, 11, 64]),
        Case(shape: [1, 64, 4, 30], input: [3, 32, 100], order: .channelsFirst, size: [4, 30, 64]),
        Case(shape: [2, 7, 7, 768], input: [3, 224, 224], order: .channelsLast, size: [7, 7, 768]),
        Case(shape: [2, 7, 7, 8], input: [3, 224, 224], order: .channelsLast, size: [7, 7, 8]),
        // Vision transformers: plain, with a class token, distilled, with registers, of a picture that is not square.
        Case(shape: [1, 196, 192], input: [3, 224, 224], order: .tokens(extra: 0), size: [14, 14, 192]),
        Case(shape: [1, 197, 768], input: [3, 224, 224], order: .tokens(extra: 1), size: [14, 14, 768]),
        Case(shape: [1, 198, 768], input: [3, 224, 224], order: .tokens(extra: 2), size: [14, 14, 768]),
        Case(shape: [1, 261, 384], input: [3, 224, 224], order: .tokens(extra: 5), size: [16, 16, 384]),
        Case(shape: [1, 33, 16], input: [3, 64, 32], order: .tokens(extra: 1), size: [8, 4, 16]),
        Case(shape: [1, 24, 12], input: [24], order: .tokens(extra: 0), size: [1, 24, 12]),
    ]

    @Test(arguments: cases)
    func places(_ expected: Case) throws {
        let grid = try #require(LayerGrid(shape: expected.shape, input: expected.input))
        #expect(grid.order == expected.order)
        #expect([grid.height, grid.width, grid.channels] == expected.size)
        #expect(grid.count == expected.size[0] * expected.size[1])
        let folded = grid.folded(.zeros(expected.shape))
        #expect(folded.shape == [expected.shape[0], grid.channels, grid.height, grid.width])
    }

    @Test(arguments: [
        ([2, 10], [3, 224, 224]), ([2, 3, 4, 5, 6], [3, 8, 8]), ([2, 23, 5], [24]), ([2, 0, 4], [3, 4, 4]),
    ])
    func noPlaces(_ shape: [Int], _ input: [Int]) {
        #expect(LayerGrid(shape: shape, input: input) == nil)
    }

    @Test func tokensAreFoldedRowByRow() throws {
        let grid = try #require(LayerGrid(shape: [1, 7, 1], input: [3, 20, 30]))
        let tokens = Tensor((0..<7).map(Float.init), shape: [1, 7, 1])
        #expect(grid.folded(tokens).floats == [1, 2, 3, 4, 5, 6])
        #expect((grid.height, grid.width) == (2, 3))
    }

    @Test(arguments: cases)
    func marksHalfOfThePlaces(_ expected: Case) throws {
        let grid = try #require(LayerGrid(shape: expected.shape, input: expected.input))
        let marked = grid.marked(like: expected.shape, dtype: .float32, device: .cpu)
        let values = grid.folded(marked).slice(0, 0..<1).selected(1, 0).floats
        let half = values.count { $0.isNaN }
        #expect(half >= grid.count / 2 && half < grid.count)
        #expect(values.prefix(half).allSatisfy { $0.isNaN })
    }
}
