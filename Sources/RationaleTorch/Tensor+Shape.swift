import RationaleCore

extension Tensor {
    /// The same elements in another shape; one length may be -1 and follows from the others.
    public func reshaped(_ shape: [Int]) -> Tensor { Operators.reshape(.tensor(self), .ints(shape)) }

    /// The dimensions in another order.
    public func permuted(_ order: [Int]) -> Tensor { Operators.permute(.tensor(self), .ints(order)) }

    /// Repeats dimensions of length one without copying; -1 keeps a length.
    public func expanded(_ shape: [Int]) -> Tensor { Operators.expand(.tensor(self), .ints(shape)) }

    public func unsqueezed(_ dimension: Int) -> Tensor { Operators.unsqueeze(.tensor(self), .int(dimension)) }
    public func squeezed(_ dimension: Int) -> Tensor { Operators.squeeze(.tensor(self), .int(dimension)) }

    /// The part of one index along a dimension, which disappears.
    public func selected(_ dimension: Int, _ index: Int) -> Tensor {
        Operators.select(.tensor(self), .int(dimension), .int(index))
    }

    /// A range of indices along a dimension.
    public func slice(_ dimension: Int, _ range: Range<Int>) -> Tensor {
        Operators.slice(.tensor(self), .int(dimension), .int(range.lowerBound), .int(range.upperBound))
    }

    /// Parts of these lengths along a dimension, one after the other; the lengths add up to the dimension's.
    public func split(_ dimension: Int, _ lengths: [Int]) -> [Tensor] {
        let parts = trapping { () throws(RationaleError) in
            try Operators.split.call([.tensor(self), .ints(lengths), .int(dimension)])
        }
        guard case .tensors(let tensors) = parts[0] else { preconditionFailure("a split makes tensors") }
        return tensors.compactMap { $0 }
    }

    /// The given indices along a dimension, in that order.
    public func indices(_ dimension: Int, _ index: [Int]) -> Tensor {
        let index = Tensor(index.map(Int64.init), shape: [index.count]).moved(to: device)
        return Operators.indexSelect(.tensor(self), .int(dimension), .tensor(index))
    }

    /// Each index along a dimension `count` times: a, a, b, b for 2.
    public func repeatedEach(_ count: Int, dimension: Int = 0) -> Tensor {
        Operators.repeatInterleave(.tensor(self), .int(count), .int(dimension))
    }

    public static func concatenated(_ tensors: [Tensor], dimension: Int = 0) -> Tensor {
        Operators.concatenate(.tensors(tensors), .int(dimension))
    }

    public static func stacked(_ tensors: [Tensor], dimension: Int = 0) -> Tensor {
        Operators.stack(.tensors(tensors), .int(dimension))
    }

    /// The last two dimensions at another size, bilinearly between the centres of the places.
    ///
    /// - Precondition: `[batch, channel, height, width]`.
    public func resizedBilinearly(height: Int, width: Int) -> Tensor {
        Operators.bilinear(.tensor(self), .ints([height, width]), .bool(false), .none)
    }

    public func converted(to dtype: DType) -> Tensor { Operators.convert(.tensor(self), .dtype(dtype)) }

    public func moved(to device: Device) -> Tensor {
        self.device == device ? self : Operators.move(.tensor(self), .device(device), .dtype(dtype))
    }

    /// The elements in this order in memory; the tensor itself where they already are.
    public func ordered(_ format: MemoryFormat) -> Tensor {
        Operators.contiguous(.tensor(self), .memoryFormat(format))
    }
}
