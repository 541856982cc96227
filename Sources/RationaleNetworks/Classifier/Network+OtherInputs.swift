import RationaleCore
import RationaleTorch

extension Network {
    /// Chooses the input that is explained and puts it first.
    ///
    /// - Returns: its name.
    mutating func explainedInput(_ name: String?) throws(RationaleError) -> String {
        let index = if let name { try indexOfInput(name) } else { try likelyInput() }
        let inner = graph.inputs[index]
        let order = [index] + inputs.indices.filter { $0 != index }
        graph = Graph(
            inputs: [inner] + graph.inputs.filter { $0 != inner }, parameters: graph.parameters, nodes: graph.nodes,
            outputs: graph.outputs, layers: graph.layers, valueCount: graph.valueCount)
        inputs = order.map { inputs[$0] }
        return input.name
    }

    /// Supplies every other input, so that the network becomes a function of the first.
    ///
    /// - Parameters:
    ///   - given: values by name.
    ///   - choices: how those that go with a text follow from its tokens.
    /// - Returns: what each was given, in words.
    mutating func supplyInputs(
        besides explained: String, _ given: [String: Classifier.GivenInput], text choices: Classifier.TextInputs,
        zerosForMissing: Bool
    ) throws(RationaleError) -> [String: String] {
        for name in given.keys.sorted() {
            guard try indexOfInput(name) != 0 else {
                throw RationaleError(
                    .usage, "the input '\(name)' of \(self.name) is the one that is explained, so it has no value",
                    hint: "--input NAME chooses another one to explain.")
            }
        }
        guard inputs.count > 1 else { return [:] }
        var supply = InputSupply(graph, text: input.isText ? (graph.inputs[0], input, choices) : nil)
        var words: [String: String] = [:]
        var missing: [InputDescription] = []
        for (id, description) in zip(graph.inputs, inputs).dropFirst() {
            if let value = given[description.name] {
                words[description.name] = try supply.add(id, description, value, of: name)
            } else if let found = try supply.addUsual(id, description, of: name) {
                words[description.name] = found
            } else if zerosForMissing {
                supply.addZeros(id, description)
                words[description.name] = "zeros as long as nobody says --input \(description.name)=FILE"
            } else {
                missing.append(description)
            }
        }
        guard missing.isEmpty else {
            let listed = missing.map { "'\($0.name)' (\($0.shapeText) of \($0.dtype))" }.joined(separator: ", ")
            throw RationaleError(
                .usage, "\(name) also takes \(listed), which nobody gives",
                hint: "Give each one value for all inputs: --input \(missing[0].name)=FILE, a .npy or .safetensors "
                    + "file, or --input \(missing[0].name)=0.")
        }
        for (id, tensor) in supply.constants { weights[id] = tensor }
        graph = supply.graph
        inputs = [input]
        let told = words.sorted { $0.key < $1.key }.filter { $0.value != InputSupply.unused }
        if !told.isEmpty {
            notes.append(
                "'\(explained)' is explained; "
                    + told.map { "'\($0.key)' is given \($0.value)" }.joined(separator: ", "))
        }
        return words
    }

    private func indexOfInput(_ name: String) throws(RationaleError) -> Int {
        if let index = inputs.firstIndex(where: { $0.name == name }) { return index }
        let nearest = inputs.map(\.name).nearest(to: name).map { "'\($0)'" }
        throw RationaleError(
            .usage, "\(self.name) has no input '\(name)'",
            hint: nearest.isEmpty
                ? "It has \(inputs.map(\.name).joined(separator: ", "))."
                : "Did you mean \(nearest.joined(separator: ", "))?")
    }

    /// The one photo, or the one text, among several inputs.
    private func likelyInput() throws(RationaleError) -> Int {
        guard inputs.count > 1 else { return 0 }
        let photos = inputs.indices.filter { inputs[$0].looksLikePicture }
        if photos.count == 1 { return photos[0] }
        let texts = inputs.indices.filter { inputs[$0].isText && !InputSupply.isUsual(inputs[$0]) }
        if photos.isEmpty, texts.count == 1 { return texts[0] }
        throw RationaleError(
            .usage,
            "\(name) takes \(inputs.count) inputs, and it is not clear which one is to be explained: "
                + inputs.map { "'\($0.name)' \($0.shapeText)" }.joined(separator: ", "),
            hint: "Name it: --input \(inputs[0].name)")
    }
}

extension Network.InputDescription {
    /// Whether it is a photo in one of the forms that are brought into the common one.
    fileprivate var looksLikePicture: Bool {
        shape.count == 3 && ([1, 3, 4].contains(shape[0]) || [1, 3, 4].contains(shape[2])) && dtype != .bool
    }
}
