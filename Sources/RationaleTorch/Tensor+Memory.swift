internal import CTorch
public import RationaleCore

/// A Swift type whose values are a tensor's elements, bit for bit.
public protocol TensorElement: BitwiseCopyable, Sendable {
    static var dtype: DType { get }
}

extension Float: TensorElement { public static var dtype: DType { .float32 } }
extension Double: TensorElement { public static var dtype: DType { .float64 } }
extension Int64: TensorElement { public static var dtype: DType { .int64 } }
extension Int32: TensorElement { public static var dtype: DType { .int32 } }
extension UInt8: TensorElement { public static var dtype: DType { .uint8 } }
extension Bool: TensorElement { public static var dtype: DType { .bool } }

extension Tensor {
    /// A tensor of these elements, row by row, on the CPU.
    ///
    /// - Precondition: `elements.count` is the product of `shape`.
    public init<Element: TensorElement>(_ elements: [Element], shape: [Int]) {
        precondition(elements.count == shape.reduce(1, *), "\(elements.count) elements for the shape \(shape)")
        let memory = ElementArray(elements)
        self = trapping { () throws(RationaleError) in
            try Tensor(
                over: memory.address, shape: shape, strides: contiguousStrides(of: shape), dtype: Element.dtype,
                owner: memory)
        }
    }

    /// A tensor of no dimension.
    public init<Element: TensorElement>(_ element: Element) { self.init([element], shape: []) }

    /// The elements of a file, without copying them: the file stays mapped as long as the tensor lives.
    ///
    /// - Throws: `RationaleError` where LibTorch refuses the shape.
    public init(_ stored: StoredTensor) throws(RationaleError) {
        // ATen's kernels assume that elements are aligned; a file may say otherwise.
        if stored.isAligned {
            self = try Tensor(
                over: stored.baseAddress, shape: stored.shape, strides: stored.strides, dtype: stored.dtype,
                owner: stored)
        } else {
            let memory = ElementArray(stored.contiguousBytes)
            self = try Tensor(
                over: memory.address, shape: stored.shape, strides: contiguousStrides(of: stored.shape),
                dtype: stored.dtype, owner: memory)
        }
    }

    private init(
        over address: UnsafeMutableRawPointer, shape: [Int], strides: [Int], dtype: DType, owner: any Sendable
    ) throws(RationaleError) {
        let owner = Unmanaged.passRetained(Owner(owner))
        var result = CTorchTensor()
        do {
            try check { error in
                ctorch_tensor_over_memory(
                    address, shape.map(Int64.init), strides.map(Int64.init), shape.count, dtype.rawValue,
                    owner.toOpaque(), { Unmanaged<Owner>.fromOpaque($0!).release() }, &result, &error)
            }
        } catch {
            owner.release()
            throw error
        }
        self.init(owning: result)
    }

    /// The elements as Swift values, row by row, whatever the tensor's type, device and layout.
    ///
    /// - Complexity: one copy; a conversion where the type differs; a wait for the device where it is not the CPU.
    public func elements<Element: TensorElement>(as type: Element.Type = Element.self) -> [Element] {
        let source = dtype == Element.dtype ? self : converted(to: Element.dtype)
        let count = source.count
        return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
            trapping { () throws(RationaleError) in
                try check {
                    ctorch_tensor_read(
                        source.reference, buffer.baseAddress, count * MemoryLayout<Element>.stride, &$0)
                }
            }
            initialized = count
        }
    }

    /// The elements as single-precision numbers, row by row.
    public var floats: [Float] { elements() }

    /// The only element.
    ///
    /// - Precondition: there is exactly one.
    public var item: Double {
        let all = elements(as: Double.self)
        precondition(all.count == 1, "a tensor of shape \(shape) is not a single number")
        return all[0]
    }

    /// The elements' bytes, row by row, as a file stores them.
    public var bytes: [UInt8] {
        let count = self.count * dtype.size
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            trapping { () throws(RationaleError) in
                try check { ctorch_tensor_read(reference, buffer.baseAddress, count, &$0) }
            }
            initialized = count
        }
    }
}

/// The strides of elements that lie row by row without gaps.
func contiguousStrides(of shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for dimension in shape.indices.dropLast().reversed() {
        strides[dimension] = strides[dimension + 1] * max(1, shape[dimension + 1])
    }
    return strides
}

/// Keeps what owns a tensor's memory alive until ATen lets go of it.
private final class Owner {
    let content: any Sendable

    init(_ content: any Sendable) { self.content = content }
}

private final class ElementArray: Sendable {
    // Sendable: written before it is shared.
    nonisolated(unsafe) let address: UnsafeMutableRawPointer

    init<Element: BitwiseCopyable>(_ elements: [Element]) {
        let size = max(1, elements.count * MemoryLayout<Element>.stride)
        address = .allocate(byteCount: size, alignment: 64)
        elements.withUnsafeBytes {
            address.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(address), byteCount: $0.count)
        }
    }

    deinit { address.deallocate() }
}
