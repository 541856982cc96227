import RationaleTorch

/// A convolution over a plane, with settings that are constants.
struct Convolution {
    let input: Graph.ValueID
    let weight: Graph.ValueID
    let result: Graph.ValueID
    let bias: Argument
    let stride, padding, dilation: [Int]
    let groups: Int

    init?(_ node: Node) {
        guard node.operatorName == "aten::conv2d", node.arguments.count >= 2,
            case .value(let input) = node.arguments[0],
            case .value(let weight) = node.arguments[1], let result = node.results.first.flatMap(\.self)
        else { return nil }
        func pair(_ index: Int, else standard: Int) -> [Int]? {
            guard node.arguments.indices.contains(index) else { return [standard, standard] }
            return switch node.arguments[index] {
            case .constant(.ints(let values)) where values.count == 2: values
            case .constant(.ints(let values)) where values.count == 1: [values[0], values[0]]
            case .constant(.int(let value)): [value, value]
            case .constant(.default): [standard, standard]
            default: nil
            }
        }
        guard let stride = pair(3, else: 1), let padding = pair(4, else: 0), let dilation = pair(5, else: 1) else {
            return nil
        }
        var groups = 1
        if node.arguments.count > 6 {
            switch node.arguments[6] {
            case .constant(.int(let count)): groups = count
            case .constant(.default): break
            default: return nil
            }
        }
        self.input = input
        self.weight = weight
        self.result = result
        bias = node.arguments.count > 2 ? node.arguments[2] : .constant(.none)
        (self.stride, self.padding, self.dilation, self.groups) = (stride, padding, dilation, groups)
    }
}
