internal import RationaleTorch

extension Graph {
    /// The value up to which everything is an affine function of the input, row by row of the batch: what the first
    /// rectifier, norm or attention works on. `nil` where that is no single value, or the input itself.
    ///
    /// - Complexity: O(nodes).
    var endOfAffineHead: ValueID? {
        guard inputs.count == 1, let input = inputs.first else { return nil }
        let dependents = dependents(of: input)
        var affine: Set<ValueID> = [input]
        var ends: Set<ValueID> = []
        for node in nodes where node.arguments.contains(where: { $0.values.contains(where: dependents.contains) }) {
            if node.isAffine(of: affine, constant: { !dependents.contains($0) }), let result = node.results[0] {
                affine.insert(result)
            } else {
                ends.formUnion(node.arguments.flatMap(\.values).filter(affine.contains))
            }
        }
        ends.formUnion(outputs.filter(affine.contains))
        return ends.count == 1 && ends != [input] ? ends.first : nil
    }
}

extension Node {
    /// Whether its only result is an affine function of values that are, which leaves the batch's rows alone.
    fileprivate func isAffine(of affine: Set<Graph.ValueID>, constant: (Graph.ValueID) -> Bool) -> Bool {
        let isAffine = arguments.map { $0.values.contains(where: affine.contains) }
        let isKnown = arguments.allSatisfy { $0.values.allSatisfy { affine.contains($0) || constant($0) } }
        guard isKnown, results.count == 1, results[0] != nil, let operatorName else { return false }
        switch operatorName {
        case "aten::add.Tensor", "aten::sub.Tensor": return true
        case "aten::mul.Tensor": return !(isAffine[0] && isAffine[1])
        case "aten::batch_norm":
            guard arguments.count > 5, case .constant(.bool(false)) = arguments[5] else { return false }
        case "aten::to.dtype":
            guard case .constant(.int(let code)) = arguments[1], DType(rawValue: Int32(code))?.isFloatingPoint == true
            else { return false }
        case "aten::cat", "aten::slice.Tensor", "aten::select.int", "aten::unsqueeze", "aten::flatten.using_ints":
            // Along the batch, these would mix its rows.
            guard arguments.count > 1, case .constant(.int(let dimension)) = arguments[1], dimension > 0 else {
                return false
            }
        case "aten::conv1d", "aten::conv2d", "aten::convolution", "aten::linear", "aten::div.Tensor",
            "aten::contiguous", "aten::avg_pool2d", "aten::adaptive_avg_pool2d":
            break
        default: return false
        }
        return isAffine[0] && !isAffine.dropFirst().contains(true)
    }
}
