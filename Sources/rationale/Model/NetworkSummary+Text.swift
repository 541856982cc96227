import RationaleCore
import RationaleNetworks
import RationaleText
import RationaleWorkbench

extension NetworkSummary {
    /// What is in a network, as a person reads it.
    func text(showsAllLayers: Bool, showsLabels: Bool) -> String {
        var lines: [String] = [name]
        func add(_ term: String, _ text: String) { lines.append("  \(term.padded(to: 14))  \(text)") }
        let batch = fixedBatch.map { "batches of \($0) only" } ?? "any batch"
        add("input", "\(interface.input): \(inputShape.sizes) \(inputType), \(batch)")
        for (name, given) in interface.given.sorted(by: { $0.key < $1.key }) { add("", "\(name): given \(given)") }
        if takesPhotos { add("preprocessing", preprocessing.summary) }
        for (number, fact) in (reading ?? []).enumerated() {
            add(number == 0 ? "texts" : "", "\(fact.name): \(fact.text)")
        }
        if let classes {
            let known = labels.map { "\($0.first ?? "") … \($0.last ?? "")" } ?? "without names"
            add("classes", "\(classes), \(known)")
        } else {
            add(
                "classes",
                "none: the output is \(outputShape.sizes), not one score for each class: it cannot be explained")
        }
        add("scores", "\(scoring.rawValue): \(interface.scoringReason)")
        add(
            "output",
            interface.output
                + (interface.otherOutputs.isEmpty ? "" : ", not \(interface.otherOutputs.joined(separator: ", "))"))
        add("parameters", Quantity.text(parameters))
        add("multiply-adds", Quantity.text(multiplyAdds))
        add("CAM layer", activationLayer.map { "\($0) (\(activationReason))" } ?? "none: \(activationReason)")
        add("operators", "all supported")
        for note in notes { add("note", note) }
        lines.append("")
        lines += tree(showsAll: showsAllLayers)
        if showsLabels, let labels {
            lines.append("")
            lines += labels.enumerated().map { "  \("\($0)".leftPadded(to: 5))  \($1)" }
        }
        return lines.joined(separator: "\n")
    }

    /// The layers, indented by what is around them.
    private func tree(showsAll: Bool) -> [String] {
        let shown = layers.filter { showsAll || $0.depth < 2 }
        let rows = shown.map { layer in
            (
                name: String(repeating: "  ", count: layer.depth)
                    + (layer.path.split(separator: ".").last.map(String.init) ?? layer.path),
                kind: layer.kind + (layer.calls > 1 ? " ×\(layer.calls)" : ""), shape: layer.shape.sizes,
                parameters: layer.parameters == 0 ? "" : Quantity.text(layer.parameters),
                cost: layer.multiplyAdds == 0 ? "" : Quantity.text(layer.multiplyAdds)
            )
        }
        let header = (name: "layer", kind: "kind", shape: "output", parameters: "parameters", cost: "multiply-adds")
        let all = [header] + rows
        let widths = [all.map(\.name.count), all.map(\.kind.count), all.map(\.shape.count)].map { $0.max() ?? 0 }
        var lines = all.map { row -> String in
            var line = "  " + row.name.padded(to: widths[0]) + "  " + row.kind.padded(to: widths[1])
            line += "  " + row.shape.padded(to: widths[2])
            line += "  " + row.parameters.leftPadded(to: header.parameters.count)
            line += "  " + row.cost.leftPadded(to: header.cost.count)
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
        if shown.count < layers.count {
            lines.append("  (\(layers.count - shown.count) layers inside these: --layers shows all)")
        }
        return lines
    }
}

extension [Int] {
    /// `3 × 224 × 224`
    fileprivate var sizes: String {
        isEmpty ? "–" : map { $0 < 0 ? "any length" : String($0) }.joined(separator: " × ")
    }
}
