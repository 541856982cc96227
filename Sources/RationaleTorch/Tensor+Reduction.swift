extension Tensor {
    /// The sum over the dimensions, or over everything.
    public func sum(_ dimensions: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
        Operators.sum(.tensor(self), dimensions.map(Value.ints) ?? .none, .bool(keepingDimensions))
    }

    public func mean(_ dimensions: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
        Operators.mean(.tensor(self), dimensions.map(Value.ints) ?? .none, .bool(keepingDimensions))
    }

    /// The largest element over the dimensions, or over everything.
    public func maximum(_ dimensions: [Int] = [], keepingDimensions: Bool = false) -> Tensor {
        Operators.maximum(.tensor(self), .ints(dimensions), .bool(keepingDimensions))
    }

    public func minimum(_ dimensions: [Int] = [], keepingDimensions: Bool = false) -> Tensor {
        Operators.minimum(.tensor(self), .ints(dimensions), .bool(keepingDimensions))
    }

    /// Where the largest element is along a dimension; `int64`.
    public func argmax(_ dimension: Int) -> Tensor { Operators.argmax(.tensor(self), .int(dimension)) }

    public func softmax(_ dimension: Int) -> Tensor { Operators.softmax(.tensor(self), .int(dimension)) }

    /// The logarithm of ``softmax(_:)``.
    public func logSoftmax(_ dimension: Int) -> Tensor { Operators.logSoftmax(.tensor(self), .int(dimension)) }

    public func matmul(_ other: Tensor) -> Tensor { Operators.matmul(.tensor(self), .tensor(other)) }

    /// Elements along a dimension at the given places: `result[i, j] = self[i, index[i, j]]` for dimension 1.
    public func gathered(_ dimension: Int, at index: Tensor) -> Tensor {
        Operators.gather(.tensor(self), .int(dimension), .tensor(index))
    }
}
