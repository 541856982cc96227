internal import RationaleTorch

// What torchvision writes as functions: operators of the layer around them.
extension GraphBuilder {
    /// The sum of two values of one shape: where a shortcut joins.
    public mutating func add(_ a: Graph.ValueID, _ b: Graph.ValueID) -> Graph.ValueID {
        call(Operators.add, .value(a), .value(b))
    }

    /// `x · factor + summand`, with plain numbers.
    public mutating func scale(_ x: Graph.ValueID, by factor: Double, adding summand: Double) -> Graph.ValueID {
        let scaled = call(Operators.multiply, .value(x), .constant(.double(factor)))
        return call(Operators.add, .value(scaled), .constant(.double(summand)))
    }

    /// Values side by side along a dimension: by default channels, `[batch, Σ channels, height, width]`.
    public mutating func concatenate(_ values: [Graph.ValueID], dimension: Int = 1) -> Graph.ValueID {
        call(Operators.concatenate, .list(values.map(Argument.value)), .constant(.int(dimension)))
    }

    /// All dimensions from one on as a single one: `[batch, channel · height · width]`.
    public mutating func flatten(_ x: Graph.ValueID, from dimension: Int = 1) -> Graph.ValueID {
        call(Operators.flatten, .value(x), .constant(.int(dimension)))
    }

    /// A range of indices along a dimension, each `step`-th of them; `end` `nil` reaches to the last.
    public mutating func slice(
        _ x: Graph.ValueID, dimension: Int, from start: Int = 0, to end: Int? = nil, step: Int = 1
    ) -> Graph.ValueID {
        call(
            Operators.slice, .value(x), .constant(.int(dimension)), .constant(.int(start)),
            .constant(end.map(Value.int) ?? .none), .constant(.int(step)))
    }

    /// Channels of zeros before and after those of `x`, `[batch, channel, height, width]`.
    public mutating func padChannels(_ x: Graph.ValueID, before: Int, after: Int) -> Graph.ValueID {
        call(Operators.pad, .value(x), .constant(.ints([0, 0, 0, 0, before, after])))
    }
}

extension Argument {
    /// The same number for height and width.
    static func pair(_ number: Int) -> Argument { .constant(.ints([number, number])) }
}

private enum Operators {
    static let add: Operator = "aten::add.Tensor"
    static let multiply: Operator = "aten::mul.Tensor"
    static let concatenate: Operator = "aten::cat"
    static let flatten: Operator = "aten::flatten.using_ints"
    static let slice: Operator = "aten::slice.Tensor"
    static let pad: Operator = "aten::constant_pad_nd"
}
