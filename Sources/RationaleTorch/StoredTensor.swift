public import RationaleCore
public import RationaleFiles

/// A tensor as it lies in a file: nothing is copied until someone computes with it.
///
/// Every index that shape and strides can reach was checked to lie in the storage, so it may be mapped into memory as
/// it is. Tensors with equal ``storage`` are views of the same numbers (tied weights).
public struct StoredTensor: Sendable, Hashable {
    public let dtype: DType
    /// Sizes of the dimensions, each at least 0; empty for a scalar.
    public let shape: [Int]
    /// Distance between neighbours along each dimension, in elements, each at least 0.
    public let strides: [Int]
    /// The little-endian bytes, possibly shared with other tensors.
    public let storage: MappedBytes
    /// Where the first element lies in the storage, in elements.
    public let offset: Int

    /// The most dimensions a file may give to a tensor.
    package static let rankLimit = 64

    /// A view of a storage.
    ///
    /// - Parameters:
    ///   - dtype: the type of the elements.
    ///   - shape: sizes of the dimensions.
    ///   - storage: the bytes.
    ///   - offset: where the first element lies, in elements.
    ///   - strides: nil for a contiguous (row-major) tensor.
    ///   - name: what to call the tensor in errors.
    /// - Throws: `RationaleError.Code.badData` if a size, stride or offset is negative, if an element lies outside the
    ///   storage, or if there are absurdly more elements than the storage holds (strides of 0).
    public init(
        dtype: DType, shape: [Int], strides: [Int]? = nil, storage: MappedBytes, offset: Int = 0,
        name: String = "tensor"
    ) throws(RationaleError) {
        func refusal(_ reason: String) -> RationaleError {
            RationaleError(.badData, "\(storage.file.name): " + "\(name): \(reason)".printable)
        }
        guard shape.count <= Self.rankLimit else {
            throw refusal("expected at most \(Self.rankLimit) dimensions, found \(shape.count)")
        }
        guard shape.allSatisfy({ $0 >= 0 }) else { throw refusal("the shape \(shape) has a negative size") }
        guard let elements = Self.elementCount(of: shape) else {
            throw refusal("the shape \(shape) has more elements than can be counted")
        }
        let strides = strides ?? Self.contiguousStrides(of: shape)
        guard strides.count == shape.count, strides.allSatisfy({ $0 >= 0 }), offset >= 0 else {
            throw refusal("the strides \(strides) and offset \(offset) do not fit the shape \(shape)")
        }
        let held = storage.count / dtype.size
        guard let reach = Self.reach(shape: shape, strides: strides, offset: offset), reach <= held else {
            throw refusal(
                "shape \(shape), strides \(strides) and offset \(offset) reach beyond the \(held) elements "
                    + "of \(dtype) that are stored")
        }
        // A stride of 0 lets a few bytes claim any size; whoever copies such a tensor would pay for it.
        guard elements <= max(held, 1 << 26) else {
            throw refusal("the shape \(shape) has \(elements) elements, but only \(held) are stored")
        }
        self.dtype = dtype
        self.shape = shape
        self.strides = strides
        self.storage = storage
        self.offset = offset
    }

    /// Number of elements.
    public var elementCount: Int { shape.reduce(1, *) }

    /// Whether the elements lie one after another in row-major order.
    public var isContiguous: Bool {
        elementCount == 0
            || zip(zip(shape, strides), Self.contiguousStrides(of: shape)).allSatisfy {
                $0.0.0 == 1 || $0.0.1 == $0.1
            }
    }

    /// Where the first element lies in memory; valid as long as `storage.file` lives.
    public var baseAddress: UnsafeMutableRawPointer { storage.baseAddress + offset * dtype.size }

    /// Whether ``baseAddress`` is a multiple of the element size, as computing in place needs; a file may place a
    /// tensor anywhere.
    public var isAligned: Bool { Int(bitPattern: baseAddress) % dtype.size == 0 }

    /// A copy of the elements in row-major order, as little-endian bytes.
    public var contiguousBytes: [UInt8] {
        let size = dtype.size
        let count = elementCount
        guard count > 0 else { return [] }
        return storage.withUnsafeBytes { bytes in
            let start = offset * size
            if isContiguous { return Array(bytes[start..<start + count * size]) }
            var result: [UInt8] = []
            result.reserveCapacity(count * size)
            var index = [Int](repeating: 0, count: shape.count)
            var position = start
            for _ in 0..<count {
                result.append(contentsOf: bytes[position..<position + size])
                // Count up in row-major order, carrying from the last dimension to the first.
                for axis in shape.indices.reversed() {
                    index[axis] += 1
                    position += strides[axis] * size
                    if index[axis] < shape[axis] { break }
                    position -= index[axis] * strides[axis] * size
                    index[axis] = 0
                }
            }
            return result
        }
    }

    /// The product of the sizes, or nil if it overflows even when zeros are left out.
    package static func elementCount(of shape: [Int]) -> Int? {
        var product = 1
        for size in shape where size != 0 {
            let (next, overflow) = product.multipliedReportingOverflow(by: size)
            // Bytes are counted too: sixteen for the widest type.
            if overflow || next > Int.max / 16 { return nil }
            product = next
        }
        return shape.contains(0) ? 0 : product
    }

    /// Row-major strides in elements; the shape must be countable.
    package static func contiguousStrides(of shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() {
            strides[axis] = strides[axis + 1] * max(shape[axis + 1], 1)
        }
        return strides
    }

    /// One more than the largest element index that can be reached, or nil if that overflows.
    private static func reach(shape: [Int], strides: [Int], offset: Int) -> Int? {
        if shape.contains(0) { return offset }
        var last = offset
        for (size, stride) in zip(shape, strides) {
            let (distance, overflow) = (size - 1).multipliedReportingOverflow(by: stride)
            let (next, carry) = last.addingReportingOverflow(distance)
            if overflow || carry { return nil }
            last = next
        }
        return last == .max ? nil : last + 1
    }
}
