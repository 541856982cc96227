/// The graph of a network as it was loaded, from which layers are chosen: folding and removing leave a prepared graph without
/// some of its operators, but with the values that later ones use.
package struct LoadedGraph: Sendable {
    package let graph: Graph
    /// Values that were removed because they equal others, and these.
    let aliases: [Graph.ValueID: Graph.ValueID]

    /// The value that stands for a value of the loaded graph in the prepared one.
    package func current(_ id: Graph.ValueID) -> Graph.ValueID {
        var id = id
        while let next = aliases[id] { id = next }
        return id
    }
}

extension Network {
    /// The graph from which layers are chosen.
    package var loadedGraph: LoadedGraph { loaded ?? LoadedGraph(graph: graph, aliases: [:]) }
}
