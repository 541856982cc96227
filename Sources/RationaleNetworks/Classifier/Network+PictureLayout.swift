import RationaleTorch

extension Network {
    /// Makes a network that takes pictures with the channels last take them with the channels first, as all methods do.
    mutating func takeChannelsFirst() {
        let shape = input.shape
        guard shape.count == 3, [1, 3, 4].contains(shape[2]), ![1, 3, 4].contains(shape[0]) else { return }
        let (old, new) = (graph.inputs[0], graph.valueCount)
        let permuted = Node(
            .aten("aten::permute"), [.value(new), .constant(.ints([0, 2, 3, 1]))], results: [old], path: "",
            name: "channels_last_input")
        graph = Graph(
            inputs: [new], parameters: graph.parameters, nodes: [permuted] + graph.nodes, outputs: graph.outputs,
            layers: graph.layers, valueCount: graph.valueCount + 1)
        input.shape = [shape[2], shape[0], shape[1]]
        notes.append("the network takes pictures with the channels last; they are turned for it")
    }

    /// Makes a network that takes pictures as whole numbers, 0 to 255, take them as floating-point numbers, which have a
    /// derivative.
    ///
    /// - Returns: whether it did.
    mutating func takeBytesAsNumbers() -> Bool {
        guard input.shape.count == 3, [1, 3, 4].contains(input.shape[0]), !input.dtype.isFloatingPoint,
            input.dtype != .bool
        else { return false }
        notes.append("the network takes pictures as \(input.dtype), 0 to 255; they are given as float32")
        input.dtype = .float32
        return true
    }
}
