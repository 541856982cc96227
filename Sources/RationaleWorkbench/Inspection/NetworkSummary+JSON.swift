import RationaleCore
import RationaleNetworks
import RationaleText

// Every key is always there, `null` where there is nothing.
extension NetworkSummary: Encodable {
    private enum CodingKeys: String, CodingKey {
        case name, input, output, classes, parameters, multiplyAdds, layers, activationLayer, preprocessing, labels
        case unsupported, notes, scoring, reading
    }

    private enum InputKeys: String, CodingKey { case name, shape, type, fixedBatch, given }
    private enum ScoringKeys: String, CodingKey { case kind, reason, output, otherOutputs }
    private enum ActivationKeys: String, CodingKey { case path, reason }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        var input = container.nestedContainer(keyedBy: InputKeys.self, forKey: .input)
        try input.encode(interface.input, forKey: .name)
        try input.encode(interface.given, forKey: .given)
        try input.encode(inputShape, forKey: .shape)
        try input.encode(inputType, forKey: .type)
        try input.encode(fixedBatch, forKey: .fixedBatch)
        try container.encode(outputShape, forKey: .output)
        var scores = container.nestedContainer(keyedBy: ScoringKeys.self, forKey: .scoring)
        try scores.encode(scoring, forKey: .kind)
        try scores.encode(interface.scoringReason, forKey: .reason)
        try scores.encode(interface.output, forKey: .output)
        try scores.encode(interface.otherOutputs, forKey: .otherOutputs)
        try container.encode(classes, forKey: .classes)
        try container.encode(parameters, forKey: .parameters)
        try container.encode(multiplyAdds, forKey: .multiplyAdds)
        try container.encode(layers, forKey: .layers)
        var activation = container.nestedContainer(keyedBy: ActivationKeys.self, forKey: .activationLayer)
        try activation.encode(activationLayer, forKey: .path)
        try activation.encode(activationReason, forKey: .reason)
        try container.encode(preprocessing.summary, forKey: .preprocessing)
        try container.encode(labels, forKey: .labels)
        // A network with operators that LibTorch lacks is refused by the reader, which names them.
        try container.encode([String](), forKey: .unsupported)
        try container.encode(notes, forKey: .notes)
        try container.encode(
            reading.map { Dictionary($0.map { ($0.name, $0.text) }, uniquingKeysWith: { $1 }) }, forKey: .reading)
    }
}
