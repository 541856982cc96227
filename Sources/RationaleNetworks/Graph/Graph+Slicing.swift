extension Graph {
    /// The part that computes `outputs` from `inputs` and the parameters, without what it does not need.
    ///
    /// Values of the whole graph's inputs that it still needs become inputs after those given.
    /// - Complexity: O(nodes).
    public func slice(from inputs: [ValueID], to outputs: [ValueID]) -> Graph {
        var needed = Set(outputs).subtracting(inputs)
        var kept: [Node] = []
        for node in nodes.reversed() where node.results.contains(where: { $0.map(needed.contains) ?? false }) {
            kept.append(node)
            // A result that is given is not computed, even by a node that is kept for another result.
            needed.formUnion(node.arguments.flatMap(\.values))
            needed.subtract(inputs)
        }
        kept.reverse()
        let made = Set(kept.flatMap { $0.results.compactMap(\.self) })
        let given = Set(inputs)
        let sliced = kept.map { node in
            var node = node
            node.results = node.results.map { id in id.flatMap { given.contains($0) ? nil : $0 } }
            return node
        }
        return Graph(
            inputs: inputs + self.inputs.filter { needed.contains($0) && !given.contains($0) },
            parameters: parameters.filter { needed.contains($0.id) },
            nodes: sliced,
            outputs: outputs,
            layers: layers.filter { $0.outputs.contains { made.contains($0) || given.contains($0) } },
            valueCount: valueCount)
    }

    /// Which values depend on the given one, itself included.
    func dependents(of id: ValueID) -> Set<ValueID> {
        var dependents: Set<ValueID> = [id]
        for node in nodes where node.arguments.contains(where: { $0.values.contains(where: dependents.contains) }) {
            dependents.formUnion(node.results.compactMap(\.self))
        }
        return dependents
    }

    /// Which values depend on the elements of the given ones, themselves included; not what depends on their sizes alone.
    package func followsFromElements(of ids: [ValueID]) -> Set<ValueID> {
        var dependents = Set(ids)
        for node in nodes where !node.readsSizesOnly {
            if node.arguments.contains(where: { $0.values.contains(where: dependents.contains) }) {
                dependents.formUnion(node.results.compactMap(\.self))
            }
        }
        return dependents
    }

    /// Everything that the part after a value needs besides the value itself and the parameters: what residual
    /// connections carry around the cut.
    func carried(around id: ValueID) -> [ValueID] {
        let tail = slice(from: [id], to: outputs)
        let dependents = dependents(of: id)
        let parameterIDs = Set(parameters.map(\.id))
        var seen: Set<ValueID> = [id]
        var carried: [ValueID] = []
        let used =
            tail.nodes
            .filter { $0.results.contains { $0.map(dependents.contains) ?? false } }
            .flatMap { $0.arguments.flatMap(\.values) } + outputs
        for value in used where !dependents.contains(value) && !parameterIDs.contains(value) {
            if seen.insert(value).inserted { carried.append(value) }
        }
        return carried
    }
}

extension Node {
    /// Whether its results do not depend on the elements of its arguments, only on their sizes.
    fileprivate var readsSizesOnly: Bool {
        guard let name = operatorName?.split(separator: ".").first else { return false }
        return name.hasPrefix("aten::sym_") || name.hasPrefix("aten::new_") || name.hasSuffix("_like")
    }
}
