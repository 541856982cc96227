import RationaleCore
import RationaleTorch
import Synchronization

/// How the values that go around a cut grow with the batch.
///
/// What a value is follows from its shape for batches of two and of three; both are found out when first asked for.
final class CarriedRoles: Sendable {
    enum Role: Sendable, Equatable {
        /// The same for every batch.
        case constant
        /// A number that is proportional to the number of inputs.
        case size
        /// A tensor whose dimension `axis` counts the inputs, each of which may have several rows there.
        case rows(axis: Int)
    }

    /// Whether each value is computed from the input.
    let dependsOnInput: [Bool]
    private let carried: [Graph.ValueID]
    private let network: Network
    private let found = Mutex<[Role]?>(nil)

    init(of carried: [Graph.ValueID], in network: Network) {
        self.carried = carried
        self.network = network
        let dependents = carried.isEmpty ? [] : network.graph.inputs.first.map(network.graph.dependents) ?? []
        dependsOnInput = carried.map(dependents.contains)
    }

    /// - Throws: `RationaleError.Code.unavailable` where a value grows with the batch in no dimension of its own.
    func all() throws(RationaleError) -> [Role] {
        if let known = found.withLock({ $0 }) { return known }
        guard dependsOnInput.contains(true) else { return carried.map { _ in .constant } }
        let roles: [Role]
        if network.input.fixedBatch != nil {
            roles = dependsOnInput.map { $0 ? .rows(axis: 0) : .constant }
        } else {
            let (two, three) = (try network.traced(batch: 2), try network.traced(batch: 3))
            roles = try carried.map { id throws(RationaleError) in try role(of: id, two[id], three[id]) }
        }
        found.withLock { $0 = roles }
        return roles
    }

    private func role(of id: Graph.ValueID, _ two: Value?, _ three: Value?) throws(RationaleError) -> Role {
        if let a = two?.int, let b = three?.int {
            if a == b { return .constant }
            if a * 3 == b * 2 { return .size }
        }
        if let a = two?.tensor?.shape, let b = three?.tensor?.shape, a.count == b.count {
            let differing = a.indices.filter { a[$0] != b[$0] }
            if differing.isEmpty { return .constant }
            if differing.count == 1, a[differing[0]] * 3 == b[differing[0]] * 2 { return .rows(axis: differing[0]) }
        }
        let maker = network.graph.nodes.first { $0.results.contains(id) }
        throw RationaleError(
            .unavailable,
            "\(network.name) carries a value around the layer that has no dimension for the batch"
                + (maker.map { ": \($0.place)" } ?? ""),
            hint: "Choose another layer with --layer; the output of a whole block has nothing around it.")
    }
}

extension Value {
    /// The value for `count` copies of each of the `batch` inputs, one after the other.
    func repeated(_ count: Int, _ role: CarriedRoles.Role, batch: Int) -> Value {
        switch (role, self) {
        case (.size, .int(let size)): return .int(size * count)
        case (.rows(let axis), .tensor(let tensor)):
            let each = tensor.shape[axis] / batch
            let (before, after) = (tensor.shape[..<axis], tensor.shape[(axis + 1)...])
            let apart = tensor.reshaped(before + [batch, 1, each] + after)
            let copies = apart.expanded(before + [batch, count, each] + after)
            return .tensor(copies.reshaped(before + [batch * count * each] + after))
        default: return self
        }
    }
}
