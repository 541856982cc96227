import RationaleTorch

/// A control: even noise between 0 and 1, which says nothing about the picture.
///
/// Every picture gets a map of its own, drawn from the seed and the picture's numbers, so that a set of pictures is a
/// fair control and yet the same picture always gets the same map, alone or in a batch.
///
/// *Cost:* one forward pass, to find the target.
public struct RandomMap: AttributionMethod {
    public static let identifier = "random"
    public static let title = "Random"
    public static let summary = "Control: even noise"
    public let unit = MapUnit.relative
    public let isSigned = false
    public static let settings: [Setting<Self>] = [
        .init("seed", \.seed, none: "0", "The seed of what is drawn.")
    ]
    public var seed: UInt64?

    public init(seed: UInt64 = 0) { self.seed = seed }

    public func answer(_ question: Question) throws -> Answer {
        let plane = question.positions
        let maps = (0..<question.batch).map { index in
            let own = digest(of: question.input.selected(0, index).bytes, from: seed ?? 0)
            return Tensor.uniform([plane.height, plane.width], using: Generator(seed: own))
        }
        return Answer(Tensor.stacked(maps), targets: try question.resolve())
    }
}

/// FNV-1a over eight bytes at a time: not for secrets, but different for different pictures.
private func digest(of bytes: [UInt8], from seed: UInt64) -> UInt64 {
    var hash = 0xcbf2_9ce4_8422_2325 ^ seed
    bytes.withUnsafeBytes { buffer in
        for offset in stride(from: 0, through: buffer.count - 8, by: 8) {
            hash = (hash ^ buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* 0x100_0000_01b3
        }
    }
    return hash ^ hash >> 29
}
