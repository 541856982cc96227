public import RationaleAviary
public import RationaleCore
public import RationaleNetworks
import RationaleTorch

/// A network whose weights are set by hand, so that it is certain what each part contributes to each score.
///
/// It recognises the birds of a ``FlatAviary``:
/// 1. `colours`: at every pixel six detectors, one for each ``FlatColor``, from two 1×1 convolutions with rectifiers. A
///    detector returns 1 on its colour, 0 on every other and on grey. There are no biases: what a detector returns is
///    linear in the brightness of its colour, so input × gradient at a pixel *is* what the pixel contributes.
/// 2. `cells`: the mean of each detector over each of the 5×5 cells.
/// 3. `classes`: the score of a kind of bird is `Σ over parts of weight · (colour of the kind, in the part's cell)`;
///    that of *nothing* is a constant below the smallest contribution of any part. ``FlatAviary/unusedPart`` has the
///    weight 0.
///
/// In the `saturating` kind, step 2 is cut off at a value that every block exceeds: a part contributes its weight
/// whatever its size, and a little more or less of it changes nothing. A gradient is then zero, and methods that trust
/// it alone see nothing.
///
/// *Source:* the designed networks of Zhang et al. (2023), "AttributionLab", arXiv 2310.06514.
public struct WiredNetwork: Sendable {
    /// How a part's evidence grows with its area.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// In proportion.
        case additive
        /// Up to a bound that every part exceeds.
        case saturating
    }

    public let kind: Kind
    public let aviary: FlatAviary

    public init(_ kind: Kind, for aviary: FlatAviary = FlatAviary()) {
        self.kind = kind
        self.aviary = aviary
    }

    /// The identifiers of methods whose maps are exact here by their own definition, and that therefore must get full
    /// marks.
    public var exactMethods: [String] {
        switch kind {
        case .additive: ["input-x-gradient", "integrated-gradients"]
        case .saturating: ["integrated-gradients"]
        }
    }

    /// The network.
    public func classifier() throws(RationaleError) -> Classifier {
        var classifier = try Classifier(
            WiredArchitecture(kind: kind, classes: aviary.classNames.count), weights: weights)
        classifier.labels = aviary.classNames
        return classifier
    }

    /// What a part of a scene contributes to the score of a class.
    public func contribution(of part: BirdPart, in scene: FlatScene, toClass index: Int) -> Double {
        guard let block = scene.parts[part], aviary.colors.indices.contains(index),
            aviary.colors[index][part] == block.color
        else { return 0 }
        let share = Double(block.area) / Double(FlatAviary.cell * FlatAviary.cell)
        return Self.weight(of: part) / Self.bound * (kind == .saturating ? min(share, Self.bound) : share)
    }

    /// The share of a cell at which the saturating kind stops counting; every block covers at least a quarter.
    static let bound = 0.2

    /// What is said where there is nothing: less than any part contributes.
    static let nothing = 0.5

    /// No two parts of any two sizes of block (36, 42, 49 pixels) contribute the same, so that their order is certain.
    static func weight(of part: BirdPart) -> Double {
        switch part {
        case .bill: 1.0
        case .eyeRing: 1.087
        case .crown: 1.19
        case .crest: 1.283
        case .wing: 1.378
        case .breast: 1.477
        case .belly: 1.571
        case .tail: 1.699
        case .legs: 0
        }
    }

    private var weights: [String: Tensor] {
        // R, G, B and the positive parts of their six differences.
        let differences = [(0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1)]
        var first = [[Float]](repeating: [0, 0, 0], count: 9)
        for channel in 0..<3 { first[channel][channel] = 1 }
        for (row, (plus, minus)) in differences.enumerated() {
            first[3 + row][plus] = 1
            first[3 + row][minus] = -1
        }
        let second = FlatColor.allCases.map { color in
            var row = [Float](repeating: 0, count: 9)
            let (full, empty) = color.channels
            for channel in full { row[channel] = 1 / Float(full.count) }
            // More than 1, so that white and grey lie strictly below 0.
            for channel in empty { row[channel] = -1.25 }
            for (index, pair) in differences.enumerated() where full.contains(pair.0) && full.contains(pair.1) {
                row[3 + index] = -2
            }
            return row
        }
        let cells = FlatAviary.cellsAcross * FlatAviary.cellsAcross
        var classes: [[Float]] = aviary.colors.map { colors in
            var row = [Float](repeating: 0, count: FlatColor.allCases.count * cells)
            for (part, color) in colors {
                let detector = FlatColor.allCases.firstIndex(of: color)!
                row[detector * cells + FlatAviary.cell(of: part)] = Float(Self.weight(of: part) / Self.bound)
            }
            return row
        }
        classes.append([Float](repeating: 0, count: FlatColor.allCases.count * cells))
        var biases = [Float](repeating: 0, count: classes.count)
        biases[classes.count - 1] = Float(Self.nothing)
        return [
            "colours.0.weight": Tensor(first.flatMap(\.self), shape: [9, 3, 1, 1]),
            "colours.2.weight": Tensor(second.flatMap(\.self), shape: [6, 9, 1, 1]),
            "classes.weight": Tensor(classes.flatMap(\.self), shape: [classes.count, classes[0].count]),
            "classes.bias": Tensor(biases, shape: [classes.count]),
        ]
    }
}

/// The graph of a ``WiredNetwork``.
private struct WiredArchitecture: Architecture {
    let kind: WiredNetwork.Kind
    let classes: Int

    var name: String { "wired-\(kind.rawValue)" }
    var input: Network.InputDescription { .init(shape: [3, FlatAviary.side, FlatAviary.side]) }
    var preprocessing: Preprocessing { Preprocessing(resize: nil, mean: [0, 0, 0], standardDeviation: [1, 1, 1]) }

    func build(_ builder: inout GraphBuilder, _ x: Graph.ValueID) -> Graph.ValueID {
        let colors = FlatColor.allCases.count
        let cells = FlatAviary.cellsAcross
        var x = builder.sequential(x, "colours") { builder, x in
            x = builder.conv2d(x, from: 3, to: 9, kernel: 1, bias: nil)
            x = builder.relu(x)  // [batch, 9, 60, 60]
            x = builder.conv2d(x, from: 9, to: colors, kernel: 1, bias: nil)
            x = builder.relu(x)  // [batch, 6, 60, 60]
        }
        x = builder.averagePool2d(x, "cells", kernel: FlatAviary.cell)  // [batch, 6, 5, 5]
        if kind == .saturating { x = builder.hardtanh(x, "bound", from: 0, to: WiredNetwork.bound) }
        return builder.linear(builder.flatten(x), "classes", from: colors * cells * cells, to: classes)
    }
}
