import Foundation
import RationaleAttribution
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

/// Masks on networks that look at one place.
@Suite struct ExtremalPerturbationTests {
    private static let side = 32

    /// A chessboard, which every blur turns grey.
    private static func board(_ row: Int, _ column: Int) -> Float { (row + column) % 2 == 0 ? 1 : -1 }

    /// Two classes, each of which sees the board in a square of its own.
    private static func detector(_ squares: [(row: Int, column: Int, side: Int)]) -> Classifier {
        let weights = squares.flatMap { square in
            (0..<side * side).map { place in
                let (row, column) = (place / side, place % side)
                let isInside =
                    (square.row..<square.row + square.side).contains(row)
                    && (square.column..<square.column + square.side).contains(column)
                return isInside ? board(row, column) * 20 / Float(square.side * square.side) : 0
            }
        }
        return AnalyticNetwork.classifier(
            shape: [1, side, side], weights: Tensor(weights, shape: [squares.count, side * side])
        ) { builder, x in
            builder.scores(of: x, features: side * side, classes: squares.count)
        }
    }

    private static let picture = Tensor(
        (0..<side * side).map { board($0 / side, $0 % side) }, shape: [1, 1, side, side])

    /// Of the map's largest values, as many as the square has places: the part that lies in the square.
    private func share(_ map: Heatmap, _ square: (row: Int, column: Int, side: Int)) -> Double {
        let best = map.values.indices.sorted { map.values[$0] > map.values[$1] }.prefix(square.side * square.side)
        let inside = best.count { place in
            let (row, column) = (place / Self.side, place % Self.side)
            return (square.row..<square.row + square.side).contains(row)
                && (square.column..<square.column + square.side).contains(column)
        }
        return Double(inside) / Double(best.count)
    }

    @Test(arguments: [ExtremalPerturbation(areas: [0.14]), .init(areas: [0.14], steps: 800, rule: .gradientDescent)])
    func theMaskCoversWhatCounts(_ method: ExtremalPerturbation) throws {
        let squares = [(row: 3, column: 17, side: 12), (row: 18, column: 4, side: 12)]
        let classifier = Self.detector(squares)
        let both = Tensor.concatenated([Self.picture, Self.picture])
        let found = try method.attribute(both, targets: [.index(0), .index(1)], in: classifier)
        for (attribution, square) in zip(found, squares) {
            #expect(share(attribution.map, square) > 0.8)
            let mean = attribution.map.values.reduce(0, +) / Float(attribution.map.values.count)
            #expect(abs(mean - 0.14) < 0.03, "an area of \(mean)")
            #expect(attribution.map.values.allSatisfy { (0...1.0001).contains($0) })
            #expect(attribution.warnings.isEmpty)
        }
    }

    @Test(arguments: [0.05, 0.3, 0.7])
    func theAreaIsReached(_ area: Double) throws {
        let classifier = Self.detector([(row: 8, column: 8, side: 14)])
        let found = try ExtremalPerturbation(areas: [area]).attribute(
            Self.picture, targets: [.index(0)], in: classifier)[
                0]
        let mean = Double(found.map.values.reduce(0, +)) / Double(found.map.values.count)
        #expect(abs(mean - area) < 0.04, "an area of \(mean)")
        // Nearly all places are shown or hidden.
        let undecided = found.map.values.count { (0.2...0.8).contains($0) }
        #expect(Double(undecided) / Double(found.map.values.count) < 0.3)
    }

    /// What is shown first counts most.
    @Test func severalAreasAreAveraged() throws {
        let classifier = Self.detector([(row: 8, column: 8, side: 14)])
        func map(_ areas: [Double]) throws -> [Float] {
            try ExtremalPerturbation(areas: areas, steps: 40)
                .attribute(Self.picture, targets: [.index(0)], in: classifier)[0].map.values
        }
        let (small, large, both) = (try map([0.1]), try map([0.4]), try map([0.1, 0.4]))
        for (index, value) in both.enumerated() { #expect(abs(value - (small[index] + large[index]) / 2) < 1e-5) }
    }

    @Test func tooFewStepsAreSaidToBe() throws {
        let classifier = Self.detector([(row: 8, column: 8, side: 14)])
        let found = try ExtremalPerturbation(areas: [0.1], steps: 1).attribute(
            Self.picture, targets: [.index(0)], in: classifier)[0]
        #expect(found.warnings.contains { $0.contains("more steps than 1") })
    }

    /// The field's formula, slowly.
    @Test func masksAreSmoothMaxima() throws {
        let field = MaskField(height: 40, width: 64)
        #expect(field.rows == 32 && field.columns == 52)
        let values = Tensor.uniform([1, 1, field.rows, field.columns], using: Generator(seed: 3)).converted(
            to: .float64)
        let found = field.mask(values).elements(as: Double.self)
        let numbers = values.elements(as: Double.self)
        for (row, column) in [(0, 0), (15, 20), (31, 51), (4, 50)] {
            var (above, below) = (0.0, 0.0)
            for y in row - 6...row + 6 {
                for x in column - 6...column + 6 {
                    let isInside = (0..<field.rows).contains(y) && (0..<field.columns).contains(x)
                    let distance = Double((y - row) * (y - row) + (x - column) * (x - column)).squareRoot() / 3
                    let bump = exp(-2 * max(0, distance - 0.5) * max(0, distance - 0.5))
                    let value = isInside ? bump * numbers[y * field.columns + x] : 0
                    above += value * exp(20 * value)
                    below += exp(20 * value)
                }
            }
            #expect(abs(found[row * field.columns + column] - above / below) < 1e-10)
        }
    }

    @Test(arguments: ["", "0", "1", "0.3,", "-0.1", "many", "nan", "0.2,2"])
    func areasThatMakeNoSenseAreRefused(_ text: String) throws {
        let error = #expect(throws: RationaleError.self) {
            let method = try AttributionMethods.named("extremal-perturbation", ["area": text])
            _ = try method.attribute(
                Self.picture, targets: [.index(0)], in: Self.detector([(row: 8, column: 8, side: 14)]))
        }
        #expect(error?.code == .usage)
    }
}
