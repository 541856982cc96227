import RationaleCore
import RationaleTorch

/// The last step of a network that returns probabilities.
struct FinalNonlinearity {
    enum Kind: Equatable {
        case softmax, logSoftmax
        case sigmoid, logSigmoid
        /// `[1 − σ(z), σ(z)]`, or the other way round.
        case twoSigmoids(isReversed: Bool)
    }

    let kind: Kind
    /// What goes into it.
    let scores: Graph.ValueID
}

extension Graph {
    /// The softmax or sigmoid that a value comes from, as far as nothing but a change of form lies between.
    ///
    /// - Parameters:
    ///   - value: an output.
    ///   - trace: shapes and types of all values.
    func finalNonlinearity(of value: ValueID, trace: [Value?]) -> FinalNonlinearity? {
        guard let node = maker(of: value) else { return nil }
        let first = node.arguments.first.flatMap { argument -> ValueID? in
            if case .value(let id) = argument { id } else { nil }
        }
        switch node.operatorName {
        case "aten::softmax.int", "aten::_softmax", "aten::special_softmax":
            return first.flatMap { overClasses(node, $0, trace, .softmax) }
        case "aten::log_softmax.int", "aten::_log_softmax", "aten::special_log_softmax":
            return first.flatMap { overClasses(node, $0, trace, .logSoftmax) }
        case "aten::sigmoid", "aten::special_expit": return first.map { .init(kind: .sigmoid, scores: $0) }
        case "aten::log_sigmoid", "aten::logsigmoid": return first.map { .init(kind: .logSigmoid, scores: $0) }
        case "aten::log", "aten::special_log":
            guard let first, let inner = finalNonlinearity(of: first, trace: trace) else { return nil }
            switch inner.kind {
            case .softmax: return .init(kind: .logSoftmax, scores: inner.scores)
            case .sigmoid: return .init(kind: .logSigmoid, scores: inner.scores)
            default: return nil
            }
        case "aten::exp":
            guard let first, let inner = finalNonlinearity(of: first, trace: trace) else { return nil }
            switch inner.kind {
            case .logSoftmax: return .init(kind: .softmax, scores: inner.scores)
            case .logSigmoid: return .init(kind: .sigmoid, scores: inner.scores)
            default: return nil
            }
        case "aten::cat", "aten::stack", "aten::concat": return twoSigmoids(node, trace)
        default:
            guard let first, node.changesFormOnly(trace) else { return nil }
            return finalNonlinearity(of: first, trace: trace)
        }
    }

    private func maker(of value: ValueID) -> Node? { nodes.first { $0.results.first == .some(value) } }

    /// A softmax along the dimension of the classes.
    private func overClasses(
        _ node: Node, _ scores: ValueID, _ trace: [Value?], _ kind: FinalNonlinearity.Kind
    ) -> FinalNonlinearity? {
        guard node.arguments.count > 1, case .constant(let dimension) = node.arguments[1],
            let dimension = dimension.int, let rank = trace[scores]?.tensor?.rank,
            (dimension < 0 ? dimension + rank : dimension) == (rank == 1 ? 0 : 1)
        else { return nil }
        return FinalNonlinearity(kind: kind, scores: scores)
    }

    /// `cat([1 − p, p])` of a sigmoid p.
    private func twoSigmoids(_ node: Node, _ trace: [Value?]) -> FinalNonlinearity? {
        guard case .list(let parts)? = node.arguments.first, parts.count == 2, case .value(let a) = parts[0],
            case .value(let b) = parts[1]
        else { return nil }
        for (complement, probability, isReversed) in [(a, b, false), (b, a, true)]
        where isComplement(complement, of: probability, trace) {
            guard let inner = finalNonlinearity(of: probability, trace: trace), inner.kind == .sigmoid else { continue }
            return FinalNonlinearity(kind: .twoSigmoids(isReversed: isReversed), scores: inner.scores)
        }
        return nil
    }

    /// Whether a value is `1 − p`.
    private func isComplement(_ value: ValueID, of probability: ValueID, _ trace: [Value?]) -> Bool {
        guard let node = maker(of: value) else { return false }
        func isOne(_ argument: Argument?) -> Bool {
            switch argument {
            case .constant(let value): value.double == 1
            case .value(let id): maker(of: id)?.operatorName == "aten::ones_like"
            default: false
            }
        }
        func isProbability(_ argument: Argument?) -> Bool {
            guard case .value(var id)? = argument else { return false }
            while id != probability {
                guard let node = maker(of: id), node.changesFormOnly(trace),
                    case .value(let source)? = node.arguments.first
                else { return false }
                id = source
            }
            return true
        }
        func isNegated(_ argument: Argument?) -> Bool {
            guard case .value(let id)? = argument, let node = maker(of: id), node.operatorName == "aten::neg" else {
                return false
            }
            return isProbability(node.arguments.first)
        }
        let (x, y) = (node.arguments.first, node.arguments.dropFirst().first)
        switch node.operatorName {
        case "aten::rsub.Scalar", "aten::rsub.Tensor": return isProbability(x) && isOne(y)
        case "aten::sub.Tensor", "aten::sub.Scalar": return isOne(x) && isProbability(y)
        case "aten::add.Tensor", "aten::add.Scalar": return isNegated(x) && isOne(y) || isOne(x) && isNegated(y)
        default:
            guard node.changesFormOnly(trace), case .value(let source)? = x else { return false }
            return isComplement(source, of: probability, trace)
        }
    }
}

extension Node {
    /// Whether its result holds its argument's elements, in another type or with dimensions of length 1 more or less.
    fileprivate func changesFormOnly(_ trace: [Value?]) -> Bool {
        switch operatorName {
        case "aten::alias", "aten::clone", "aten::contiguous", "aten::detach", "aten::lift_fresh_copy":
            return true
        case "aten::dropout":
            if arguments.count > 2, case .constant(.bool(false)) = arguments[2] { return true }
            return false
        case "aten::to.dtype", "aten::_to_copy", "aten::to.dtype_layout", "aten::to.device", "aten::view",
            "aten::reshape", "aten::flatten.using_ints", "aten::squeeze", "aten::squeeze.dim", "aten::squeeze.dims",
            "aten::unsqueeze", "aten::_unsafe_view", "aten::view_as", "aten::reshape_as":
            guard case .value(let source)? = arguments.first, let result = results.first.flatMap(\.self),
                let before = trace[source]?.tensor, let after = trace[result]?.tensor
            else { return false }
            return after.dtype.isFloatingPoint
                && before.shape.filter { $0 != 1 } == after.shape.filter { $0 != 1 }
        default: return false
        }
    }
}
