public import RationaleCore
public import RationaleTorch

/// Concept graphs of several pictures as tensors: what a ``ReasoningNetwork`` reads.
///
/// A picture has one graph for each class, whose nodes are the class's concepts. Nodes of all classes stand in one row:
/// the concepts of class 0, then those of class 1, and so on.
public struct ConceptGraphTensors: Sendable {
    /// `[picture, node, width]`, finite numbers also where nothing was found, float32 or float64.
    public let features: Tensor
    /// `[picture, node, 2]`: x and y of each concept's region as fractions of the picture's sides.
    public let positions: Tensor
    /// `[picture, node, 2]`: how far what looks most like each concept is from where it should be (``ConceptLayout``), to the front and
    /// down, in fractions of the picture; zeros where no layout tells.
    public let displacements: Tensor
    /// `[picture, node]`, bool: whether the concept was found. The network reads ones in place of the features of those
    /// that were not (published). Their positions count as they are given.
    public let found: Tensor

    /// - Parameters:
    ///   - features: `[picture, node, width]`. No copy is made.
    ///   - positions: `[picture, node, 2]`.
    ///   - displacements: `[picture, node, 2]`; zeros where none are given.
    ///   - found: `[picture, node]`, bool, or numbers of which those above 0 stand for true.
    /// - Throws: `RationaleError.Code.usage` where the shapes, types or devices do not fit each other.
    public init(
        features: Tensor, positions: Tensor, displacements: Tensor? = nil, found: Tensor
    ) throws(RationaleError) {
        let displacements = displacements ?? positions.zerosLike
        func require(_ tensor: Tensor, _ name: String, _ shape: [Int]) throws(RationaleError) {
            guard tensor.shape == shape else {
                throw RationaleError(.usage, "concept graphs: \(name): expected \(shape), found \(tensor.shape)")
            }
            guard tensor.device == features.device else {
                throw RationaleError(
                    .usage, "concept graphs: \(name) are on \(tensor.device), features on \(features.device)")
            }
        }
        guard features.rank == 3 else {
            throw RationaleError(
                .usage, "concept graphs: features: expected [picture, node, width], found \(features.shape)")
        }
        try require(positions, "positions", [features.shape[0], features.shape[1], 2])
        try require(displacements, "displacements", positions.shape)
        try require(found, "found", [features.shape[0], features.shape[1]])
        guard features.dtype == .float32 || features.dtype == .float64,
            [positions, displacements].allSatisfy({ $0.dtype == features.dtype })
        else {
            throw RationaleError(
                .usage,
                "concept graphs: expected features, positions and displacements all float32 or all float64, "
                    + "found \(features.dtype), \(positions.dtype) and \(displacements.dtype)")
        }
        self.init(
            features, positions, displacements,
            found.dtype == .bool ? found : found.isGreater(than: found.detached.zerosLike))
    }

    private init(_ features: Tensor, _ positions: Tensor, _ displacements: Tensor, _ found: Tensor) {
        self.features = features
        self.positions = positions
        self.displacements = displacements
        self.found = found
    }

    /// How many pictures there are.
    public var count: Int { features.shape[0] }

    /// The graphs of a range of pictures, without copying them.
    public func slice(_ range: Range<Int>) -> ConceptGraphTensors { map { $0.slice(0, range) } }

    /// The graphs of these pictures, copied.
    public func rows(_ pictures: [Int]) -> ConceptGraphTensors { map { $0.indices(0, pictures) } }

    /// These graphs and others, copied.
    public func joined(with other: ConceptGraphTensors) -> ConceptGraphTensors { .concatenated([self, other]) }

    /// Graphs of the same concepts one after another, copied.
    ///
    /// - Precondition: there is one.
    public static func concatenated(_ parts: [ConceptGraphTensors]) -> ConceptGraphTensors {
        .init(
            .concatenated(parts.map(\.features)), .concatenated(parts.map(\.positions)),
            .concatenated(parts.map(\.displacements)), .concatenated(parts.map(\.found)))
    }

    public func moved(to device: Device) -> ConceptGraphTensors { map { $0.moved(to: device) } }

    public func converted(to dtype: DType) -> ConceptGraphTensors {
        map { $0.dtype == .bool ? $0 : $0.converted(to: dtype) }
    }

    private func map(_ transform: (Tensor) -> Tensor) -> ConceptGraphTensors {
        .init(transform(features), transform(positions), transform(displacements), transform(found))
    }
}
