import RationaleTorch
import Synchronization

/// The weights of convolutions as minimal filtering reads them: spread over the places of a tile, four times the weight for the
/// convolution and as much for its derivative. Made when they are first asked for, and kept as long as the network.
///
/// Only those of small planes, where spreading the weight at each call would take longer than the products.
final class SpreadWeights: Sendable {
    struct Convolution: Sendable {
        let result: Graph.ValueID
        let weight: Tensor
        let inputShape: [Int]
        let stride, padding: Int
    }

    /// As many of a network as fit into so many bytes.
    private static let limit = 1 << 30

    private let convolutions: [Convolution]
    private let made = Mutex<[Graph.ValueID: [Tensor]]?>(nil)

    init(_ convolutions: [Convolution]) { self.convolutions = convolutions }

    /// By the convolution's result.
    func all() -> [Graph.ValueID: [Tensor]] {
        made.withLock { made in
            if let made { return made }
            var free = Self.limit
            var spread: [Graph.ValueID: [Tensor]] = [:]
            for convolution in convolutions where convolution.spreadBytes <= free {
                let tensors = convolution.spread()
                if tensors.isEmpty { continue }
                spread[convolution.result] = tensors
                free -= convolution.spreadBytes
            }
            made = spread
            return spread
        }
    }
}

extension SpreadWeights.Convolution {
    fileprivate var spreadBytes: Int { 2 * 4 * weight.count * MemoryLayout<Float>.stride }

    /// For the convolution and for its derivative; nothing where that saves nothing.
    fileprivate func spread() -> [Tensor] {
        let arguments: [Value] = [.tensor(weight), .ints(inputShape), .int(stride), .int(padding)]
        guard case .tensors(let tensors)? = try? withoutGradient({ try Self.spread.call(arguments) }).first else {
            return []
        }
        return tensors.compactMap(\.self)
    }

    private static let spread: Operator = "rationale::spread_weight"
}
