import RationaleNetworks
import RationaleTorch

extension Node {
    /// How many multiplications with an addition it takes, from the shapes alone; 0 for what only adds or selects.
    ///
    /// - Parameter values: the shape of every value of the graph, by its number.
    func multiplyAdds(_ values: [Value?]) -> Int {
        func shape(_ argument: Int) -> [Int]? {
            guard arguments.indices.contains(argument), case .value(let id) = arguments[argument] else { return nil }
            return values[id]?.tensor?.shape
        }
        guard let name = operatorName, let first = shape(0) else { return 0 }
        let result = results.first.flatMap(\.self).flatMap { values[$0]?.tensor?.shape } ?? []
        switch name {
        case "aten::conv1d", "aten::conv2d", "aten::conv3d", "aten::convolution", "aten::conv2d.padding":
            return result.product * (shape(1)?.dropFirst().product ?? 0)
        case "aten::conv_transpose1d", "aten::conv_transpose2d.input", "aten::conv_transpose3d.input":
            return first.product * (shape(1)?.dropFirst().product ?? 0)
        case "aten::linear": return result.product * (first.last ?? 0)
        case "aten::matmul", "aten::mm", "aten::bmm", "aten::mv": return result.product * (first.last ?? 0)
        case "aten::addmm", "aten::baddbmm": return result.product * (shape(1)?.last ?? 0)
        case "aten::scaled_dot_product_attention":
            guard let keys = shape(1), let seen = shape(2), first.count >= 2, keys.count >= 2 else { return 0 }
            return first.dropLast().product * keys[keys.count - 2] * ((first.last ?? 0) + (seen.last ?? 0))
        case "aten::lstm.input", "aten::gru.input", "aten::rnn_tanh.input", "aten::rnn_relu.input":
            // Each matrix is applied at each place of the sequence.
            guard arguments.count > 2, case .list(let parameters) = arguments[2] else { return 0 }
            let matrices = parameters.flatMap(\.values).compactMap { values[$0]?.tensor?.shape }.filter {
                $0.count == 2
            }
            return first.dropLast().product * matrices.reduce(0) { $0 + $1.product }
        default: return 0
        }
    }
}

extension Collection where Element == Int {
    /// Shapes come from files: a product that overflows counts as zero.
    fileprivate var product: Int {
        var product = 1
        for size in self {
            let (next, overflow) = product.multipliedReportingOverflow(by: size)
            if overflow { return 0 }
            product = next
        }
        return product
    }
}
