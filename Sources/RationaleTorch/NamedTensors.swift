/// Tensors with names, in an order that does not change: the weights of a network, statistics, means of a log.
///
/// The order is that in which they were given, so two lists of the same names can be walked side by side, and a list of
/// tensors (leaves, gradients) fits to the list of names without sorting.
///
/// ```swift
/// let gradients = try gradient(of: [loss], with: weights.tensors)
/// let moved = weights.with(zip(weights.tensors, gradients).map { $0 - $1 * 0.1 })
/// ```
public struct NamedTensors: Sendable, RandomAccessCollection, ExpressibleByDictionaryLiteral {
    public let names: [String]
    public let tensors: [Tensor]
    private let positions: [String: Int]

    /// - Precondition: as many names as tensors, and no name twice.
    public init(_ names: [String], _ tensors: [Tensor]) {
        precondition(names.count == tensors.count, "\(names.count) names for \(tensors.count) tensors")
        self.init(names, tensors, Dictionary(uniqueKeysWithValues: zip(names, names.indices)))
    }

    /// - Precondition: no name twice.
    public init(_ elements: some Collection<(name: String, tensor: Tensor)>) {
        self.init(elements.map(\.name), elements.map(\.tensor))
    }

    public init(dictionaryLiteral elements: (String, Tensor)...) { self.init(elements.map(\.0), elements.map(\.1)) }

    private init(_ names: [String], _ tensors: [Tensor], _ positions: [String: Int]) {
        self.names = names
        self.tensors = tensors
        self.positions = positions
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { names.count }
    public subscript(position: Int) -> (name: String, tensor: Tensor) { (names[position], tensors[position]) }

    /// The tensor of this name; `nil` where there is none.
    public subscript(name: String) -> Tensor? { positions[name].map { tensors[$0] } }

    /// Other tensors under the same names, in the same order.
    ///
    /// - Precondition: as many as there are names.
    public func with(_ tensors: [Tensor]) -> NamedTensors {
        precondition(names.count == tensors.count, "\(tensors.count) tensors for \(names.count) names")
        return NamedTensors(names, tensors, positions)
    }

    /// Each tensor transformed.
    public func mapTensors<Failure: Error>(
        _ transform: (Tensor) throws(Failure) -> Tensor
    ) throws(Failure) -> NamedTensors {
        NamedTensors(names, try tensors.map(transform), positions)
    }

    /// The same list with the tensors of another one in their places; names that only the other has come last.
    ///
    /// - Parameter other: tensors by name, in any order.
    /// - Parameter combine: makes one tensor of this list's and the other's; the other's by default.
    public func merging(
        _ other: NamedTensors, by combine: (Tensor, Tensor) -> Tensor = { $1 }
    ) -> NamedTensors {
        guard !other.isEmpty else { return self }
        var (names, tensors) = (names, tensors)
        for (name, tensor) in other {
            if let position = positions[name] {
                tensors[position] = combine(tensors[position], tensor)
            } else {
                names.append(name)
                tensors.append(tensor)
            }
        }
        return names.count == self.names.count ? with(tensors) : NamedTensors(names, tensors)
    }
}
