public import RationaleCore
public import RationaleTorch

extension Network {
    /// What every value of the graph would be for a batch: tensors have a shape and a type, but no elements.
    ///
    /// Sizes of the input that may be anything are those of an example (``InputDescription/exampleShape``).
    ///
    /// - Parameter batch: how many inputs at once; a fixed batch size of the network takes precedence.
    /// - Returns: each value at its number, weights included.
    /// - Throws: `RationaleError` with the operator that does not fit.
    /// - Complexity: one pass over the graph on LibTorch's meta device, which computes shapes only. Operators that it
    ///   does not know are tried on zeros.
    public func traced(batch: Int = 1) throws(RationaleError) -> [Value?] {
        let examples = inputs.map { $0.example(batch: batch) }
        var values = [Value?](repeating: nil, count: graph.valueCount)
        for (id, example) in zip(graph.inputs, examples) { values[id] = .tensor(example) }
        let parameters = weights.mapValues { Tensor.shapeOnly($0.shape, $0.dtype) }
        for (id, weight) in parameters { values[id] = .tensor(weight) }
        _ = try withoutGradient { () throws(RationaleError) in
            try graph.moved(to: .shapes).run(examples.map(Value.tensor), parameters: parameters) {
                node, arguments throws(RationaleError) in
                let results = try node.traced(arguments)
                for case (let id?, let result) in zip(node.results, results) { values[id] = result }
                return results
            }
        }
        return values
    }

    /// Whether a score depends on some elements of a value.
    ///
    /// The elements are set to NaN and everything else to zero: what becomes NaN depends on them. Of a text, which words go
    /// around the layer as tokens or as a mask of them, that is what an input of zeros has: a mask of zeros has no words.
    /// - Parameters:
    ///   - value: its number in the graph.
    ///   - marked: of the shape of the value, the batch first; NaN at the elements in question, else zero.
    ///   - trace: the values that ``traced(batch:)`` gave for that batch.
    /// - Complexity: one forward pass from the value on, without gradients.
    public func scoresDepend(
        on value: Graph.ValueID, where marked: Tensor, trace: [Value?]
    ) throws(RationaleError) -> Bool {
        let split = Split(self, at: value, layer: "value \(value)")
        let around = graph.carried(around: value).map { trace[$0] ?? .none }
        let isPlain = around.allSatisfy { $0.tensor?.dtype.isFloatingPoint ?? true }
        let carried =
            isPlain
            ? around.map { $0.zeros(on: device) }
            : try split.head(.zeros([marked.shape[0]] + input.exampleShape, dtype: input.dtype, device: device)).carried
        let scores = try withoutGradient { () throws(RationaleError) in
            try split.tail(split.activation(marked, carried: carried))
        }
        return !scores.isFinite
    }
}

extension Network.InputDescription {
    /// A batch of this input without elements.
    fileprivate func example(batch: Int) -> Tensor {
        .shapeOnly((isBatched ? [fixedBatch ?? batch] : []) + exampleShape, dtype)
    }
}

extension Node {
    /// The results' shapes and types.
    fileprivate func traced(_ arguments: [Value]) throws(RationaleError) -> [Value] {
        // LibTorch has the meta kernels of these in Python only; trying them would compute for nothing.
        if let shape = convolutionShape(arguments), let input = arguments[0].tensor {
            return [.tensor(.shapeOnly(shape, input.dtype))]
        }
        if keepsShape(arguments), let input = arguments.first?.tensor { return [.tensor(input)] }
        do { return try self.results(for: arguments) } catch {
            return try self.results(for: arguments.map { $0.zeros(on: .cpu) }).map(\.shapesOnly)
        }
    }

    private func keepsShape(_ arguments: [Value]) -> Bool {
        switch operatorName {
        case "aten::relu", "aten::relu6", "aten::hardtanh", "aten::hardswish", "aten::batch_norm", "aten::layer_norm",
            "aten::group_norm", "aten::instance_norm", "aten::roll":
            return true
        case "aten::scaled_dot_product_attention":
            return arguments[0].tensor?.shape.last == arguments[2].tensor?.shape.last
        default: return false
        }
    }

    /// `⌊(length + 2 padding − dilation (kernel − 1) − 1) / stride⌋ + 1` along each side.
    private func convolutionShape(_ arguments: [Value]) -> [Int]? {
        switch operatorName {
        case "aten::conv1d", "aten::conv2d", "aten::conv3d": break
        case "aten::convolution": guard case .bool(false) = arguments[6] else { return nil }
        default: return nil
        }
        guard let input = arguments[0].tensor?.shape, let kernel = arguments[1].tensor?.shape,
            input.count == kernel.count
        else { return nil }
        func setting(_ index: Int, _ side: Int, else standard: Int) -> Int {
            guard arguments.indices.contains(index) else { return standard }
            if case .ints(let values) = arguments[index], !values.isEmpty { return values[min(side, values.count - 1)] }
            return arguments[index].int ?? standard
        }
        return input[..<1] + kernel[..<1]
            + (2..<input.count).map { axis in
                let (stride, padding) = (setting(3, axis - 2, else: 1), setting(4, axis - 2, else: 0))
                let reach = setting(5, axis - 2, else: 1) * (kernel[axis] - 1)
                return (input[axis] + 2 * padding - reach - 1) / max(1, stride) + 1
            }
    }
}

extension Device {
    fileprivate static let shapes = Device(.meta)
}

extension Tensor {
    fileprivate static func shapeOnly(_ shape: [Int], _ dtype: DType) -> Tensor {
        .zeros(shape, dtype: dtype, device: .shapes)
    }

    fileprivate func zeros(on device: Device) -> Tensor {
        // One zero, read again and again.
        Tensor.zeros(Array(repeating: 1, count: rank), dtype: dtype, device: device).expanded(shape)
    }
}

extension Value {
    /// The same with zeros for every tensor.
    fileprivate func zeros(on device: Device) -> Value {
        switch self {
        case .tensor(let tensor): .tensor(tensor.zeros(on: device))
        case .tensors(let tensors): .tensors(tensors.map { $0?.zeros(on: device) })
        case .device: .device(device)
        default: self
        }
    }

    fileprivate var shapesOnly: Value {
        switch self {
        case .tensor(let tensor): .tensor(.shapeOnly(tensor.shape, tensor.dtype))
        case .tensors(let tensors): .tensors(tensors.map { $0.map { .shapeOnly($0.shape, $0.dtype) } })
        default: self
        }
    }
}
