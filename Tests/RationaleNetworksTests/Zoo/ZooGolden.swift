import Foundation
import RationaleCore
import RationaleNetworks
import RationaleTorch

/// What PyTorch says about a network of the zoo, as `scripts/reference/zoo_networks.py` wrote it.
struct ZooGolden: Decodable {
    /// How many numbers training changes, with the published number of classes.
    let parameters: Int
    /// Standard deviation and largest absolute value of tensors, as PyTorch draws them.
    let initial: [String: [Double]]
    /// Of two pictures, with 10 classes.
    let logits: [Double]
    /// Each 509th number of the gradient at the pictures.
    let gradient: [Double]
    private let modules: [String]

    /// A module of PyTorch.
    struct Module {
        let path: String
        let kind: String
        /// Of the absolute values of what it returns.
        let mean: Double
        /// Its own parameters and statistics, by their full names.
        let shapes: [String: [Int]]
    }

    var layers: [Module] {
        modules.map { line in
            let words = line.split(separator: " ").map(String.init)
            let shapes = words.dropFirst(3).map { word in
                let parts = word.split(separator: ":")
                return ("\(words[0]).\(parts[0])", parts[1].split(separator: "x").map { Int($0)! })
            }
            return Module(
                path: words[0], kind: words[1], mean: Double(words[2])!,
                shapes: Dictionary(uniqueKeysWithValues: shapes))
        }
    }

    init(_ name: String) throws {
        let url = Golden.folder.appendingPathComponent("zoo/\(name).json")
        self = try JSONDecoder().decode(ZooGolden.self, from: Data(contentsOf: url))
    }

    /// A golden file for each name of the zoo, and for the options of some.
    static let names = Zoo.names + ["googlenet_plain", "resnet18_maximum"]

    static func architecture(_ name: String, classes: Int? = 10) throws -> any Architecture {
        switch name {
        case "googlenet_plain": GoogLeNet(classes: classes ?? 1000, transformsInput: false)
        case "resnet18_maximum": ResNet(.resnet18, classes: classes ?? 1000, globalPool: .maximum)
        default: try Zoo.architecture(named: name, classes: classes)
        }
    }
}

/// Numbers that Swift and Python draw alike: windows of one table, whose beginning follows from a name.
enum Formula {
    private static let period = 65521

    /// Between -1 and 1, from Park and Miller's generator.
    private static let table: [Float] = {
        var state = 1
        return (0..<period).map { _ in
            state = state * 48271 % 2_147_483_647
            return Float(Double(state) / 2_147_483_647 * 2 - 1)
        }
    }()

    static func numbers(_ name: String, _ shape: [Int]) -> Tensor {
        var begin = 0
        for byte in name.utf8 { begin = (begin * 31 + Int(byte)) % period }
        let count = shape.reduce(1, *)
        let once = Tensor(table, shape: [1, period])
        let repeated = once.expanded([(begin + count) / period + 1, period]).reshaped([-1])
        return repeated.slice(0, begin..<begin + count).reshaped(shape).ordered(.contiguous)
    }

    static func weight(_ name: String, _ shape: [Int]) -> Tensor {
        let drawn = numbers(name, shape)
        if shape.count > 1 { return drawn * (6 / Double(shape.dropFirst().reduce(1, *))).squareRoot() }
        if name.hasSuffix("running_var") { return drawn * 0.5 + 1 }
        return name.hasSuffix("weight") ? drawn * 0.2 + 1 : drawn * 0.1
    }

    static func weights(of architecture: any Architecture) -> [String: Tensor] {
        let declared = architecture.declarations.map { ($0.name, weight($0.name, $0.shape)) }
        return Dictionary(uniqueKeysWithValues: declared)
    }

    static func network(_ name: String) throws -> Network {
        let architecture = try ZooGolden.architecture(name)
        return try Network(architecture, weights: weights(of: architecture))
    }

    /// Two pictures, small so that the tests are quick.
    static func pictures(for name: String) -> Tensor {
        let side = name.hasPrefix("cifar") ? 32 : 64
        return numbers("input", [2, 3, side, side]) * 2
    }
}

extension Network {
    /// The same in double precision, where rounding does not push an activation near zero to the other side of a ReLU:
    /// in single precision one such activation moves gradients by several per cent.
    var inDoublePrecision: Network {
        var network = self
        network.weights = weights.mapValues { $0.converted(to: .float64) }
        return network
    }
}
