internal import CTorch
public import RationaleCore

/// An operator of LibTorch, found by name and called through its dispatcher.
///
/// The schema's defaults are filled in, numbers are converted to the type that the schema asks for, and an unknown
/// name is an error that names it. A call costs about 0.1 µs more than a direct one from C++.
public struct Operator: Sendable, Hashable, CustomStringConvertible {
    /// The name with its overload, as PyTorch prints it: `aten::add.Tensor`.
    public let name: String
    nonisolated(unsafe) private let reference: CTorchOperator
    /// The schema's parameters, in order.
    public let parameters: [Parameter]
    /// Whether a result shares memory with an argument.
    public let isView: Bool

    public struct Parameter: Sendable, Hashable {
        public let name: String
        public let hasDefault: Bool
        /// Whether the operator writes into this argument.
        public let isWritten: Bool
    }

    /// - Parameter name: `aten::relu` or, with an overload, `aten::add.Tensor`.
    /// - Throws: `RationaleError.Code.unavailable`.
    public init(named name: String) throws(RationaleError) {
        let parts = name.split(separator: ".", maxSplits: 1)
        var found = CTorchOperator()
        try check { ctorch_operator_find(String(parts[0]), parts.count > 1 ? String(parts[1]) : "", &found, &$0) }
        guard found.ref != nil else {
            throw RationaleError(.unavailable, "LibTorch \(LibTorch.version) has no operator '\(name)'")
        }
        self.name = name
        reference = found
        isView = ctorch_operator_is_view(found)
        parameters = (0..<ctorch_operator_parameter_count(found)).map { index in
            Parameter(
                name: String(cString: ctorch_operator_parameter_name(found, index)),
                hasDefault: ctorch_operator_parameter_has_default(found, index),
                isWritten: ctorch_operator_parameter_is_written(found, index))
        }
    }

    /// Calls the operator. Arguments stand in the schema's order; missing ones at the end take their defaults.
    ///
    /// - Throws: `RationaleError` with LibTorch's message, which names the operator or the argument.
    public func call(_ arguments: [Value]) throws(RationaleError) -> [Value] {
        let marshalled = MarshalledArguments(arguments)
        defer { marshalled.free() }
        var results: UnsafeMutablePointer<CTorchValue>?
        var count = 0
        try withExtendedLifetime(arguments) { () throws(RationaleError) in
            try check { ctorch_operator_call(reference, marshalled.values, arguments.count, &results, &count, &$0) }
        }
        defer { ctorch_values_free(results, count) }
        return (0..<count).map { Value(owning: results![$0]) }
    }

    public static func == (a: Operator, b: Operator) -> Bool { a.name == b.name }
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
    public var description: String { name }
}

extension Operator: ExpressibleByStringLiteral {
    /// An operator that the program relies on.
    ///
    /// - Precondition: LibTorch has it.
    public init(stringLiteral name: String) {
        self = trapping { () throws(RationaleError) in try Operator(named: name) }
    }

    /// Calls an operator of one tensor as result, where failure is a mistake of the program.
    ///
    /// - Precondition: the arguments fit; the trap carries LibTorch's message.
    public func callAsFunction(_ arguments: Value...) -> Tensor {
        trapping { () throws(RationaleError) in try call(arguments)[0] }.tensor!
    }

    /// Calls an operator of several tensors as results, where failure is a mistake of the program.
    ///
    /// - Precondition: the arguments fit, and every result is a tensor; the trap carries LibTorch's message.
    public func tensors(_ arguments: Value...) -> [Tensor] {
        trapping { () throws(RationaleError) in try call(arguments) }.map { $0.tensor! }
    }
}
