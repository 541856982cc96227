extension Tensor {
    public static func zeros(_ shape: [Int], dtype: DType = .float32, device: Device = .cpu) -> Tensor {
        full(shape, 0, dtype: dtype, device: device)
    }

    public static func ones(_ shape: [Int], dtype: DType = .float32, device: Device = .cpu) -> Tensor {
        full(shape, 1, dtype: dtype, device: device)
    }

    public static func full(
        _ shape: [Int], _ value: Double, dtype: DType = .float32, device: Device = .cpu
    ) -> Tensor {
        Operators.full(.ints(shape), .double(value), .dtype(dtype), .none, .device(device))
    }

    /// Draws from the standard normal distribution, on the generator's device.
    public static func normal(_ shape: [Int], using generator: Generator, dtype: DType = .float32) -> Tensor {
        Operators.randn(.ints(shape), .generator(generator), .dtype(dtype), .none, .device(generator.device))
    }

    /// Draws evenly from 0 up to but not including 1, on the generator's device.
    public static func uniform(_ shape: [Int], using generator: Generator, dtype: DType = .float32) -> Tensor {
        Operators.rand(.ints(shape), .generator(generator), .dtype(dtype), .none, .device(generator.device))
    }

    /// Draws integers evenly from `range`, on the generator's device; `int64`.
    public static func integers(in range: Range<Int>, _ shape: [Int], using generator: Generator) -> Tensor {
        Operators.randint(
            .int(range.lowerBound), .int(range.upperBound), .ints(shape), .generator(generator),
            .dtype(.int64), .none, .device(generator.device))
    }

    public var zerosLike: Tensor { Operators.zerosLike(.tensor(self)) }
    public var onesLike: Tensor { Operators.onesLike(.tensor(self)) }

    /// The same elements in memory of their own: for what lies in a file that may be replaced.
    public var copied: Tensor { Operators.clone(.tensor(detached)) }
}
