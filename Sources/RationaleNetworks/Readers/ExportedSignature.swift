/// What an input of the top graph stands for, in the order of the graph's inputs.
package enum ExportedInput: Sendable, Equatable {
    /// Given by the caller.
    case user(ExportedArgument)
    /// `name` in the graph, `path` in the network: `layer4.1.conv2.weight`.
    case parameter(name: String, path: String)
    /// A buffer that is not persistent lies among the archive's constants.
    case buffer(name: String, path: String, isPersistent: Bool)
    case tensorConstant(name: String, path: String)
    /// A constant argument of `forward`.
    case constant(name: String, value: ExportedArgument)
    /// Orders effects; carries no value.
    case token(name: String)
}

/// What an output of the top graph stands for, in the order of the graph's outputs.
package enum ExportedOutput: Sendable, Equatable {
    case user(ExportedArgument)
    /// The new value of a buffer, such as a running mean in training mode.
    case bufferMutation(name: String, path: String)
    case parameterMutation(name: String, path: String)
    case userInputMutation(name: String, input: String)
    case loss(name: String)
    case gradient(name: String)
    case token(name: String)
}
