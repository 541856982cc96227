public import RationaleCore

/// A range of a mapped file, which it keeps alive.
///
/// Two values are equal when they are the same range of the same mapping, whatever the bytes: that is how tensors that
/// share a storage are recognised.
public struct MappedBytes: Sendable {
    public let file: MappedFile
    /// Within the file, always inside it.
    public let range: Range<Int>

    /// Trusts the caller that the range lies in the file.
    init(file: MappedFile, uncheckedRange range: Range<Int>) {
        self.file = file
        self.range = range
    }

    /// A part of a file, or nil if it does not lie in it.
    public init?(file: MappedFile, range: Range<Int>) {
        guard range.lowerBound >= 0, range.upperBound <= file.count else { return nil }
        self.init(file: file, uncheckedRange: range)
    }

    /// Copies bytes into memory of their own; no bytes are allowed.
    public init(copying bytes: some Collection<UInt8>, name: String = "memory") throws(RationaleError) {
        let file =
            bytes.isEmpty
            ? try MappedFile(copying: CollectionOfOne(0), name: name) : try MappedFile(copying: bytes, name: name)
        self.init(file: file, uncheckedRange: 0..<bytes.count)
    }

    /// Number of bytes.
    public var count: Int { range.count }

    /// The first byte; valid as long as ``file`` lives.
    public var baseAddress: UnsafeMutableRawPointer { file.baseAddress + range.lowerBound }

    /// A part of these bytes, or nil if it does not lie in them. Never overflows.
    public func slice(at offset: Int, count: Int) -> MappedBytes? {
        guard offset >= 0, count >= 0, offset <= self.count, count <= self.count - offset else { return nil }
        let start = range.lowerBound + offset
        return MappedBytes(file: file, uncheckedRange: start..<start + count)
    }

    /// The byte at an index, or nil beyond the end.
    public subscript(index: Int) -> UInt8? {
        guard index >= 0, index < count else { return nil }
        return baseAddress.load(fromByteOffset: index, as: UInt8.self)
    }

    /// A little-endian integer at any byte, aligned or not, or nil if it does not lie in the bytes.
    public func littleEndian<Value: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: Value.Type) -> Value?
    {
        guard let part = slice(at: offset, count: MemoryLayout<Value>.size) else { return nil }
        return Value(littleEndian: part.baseAddress.loadUnaligned(as: Value.self))
    }

    /// Calls a closure with the bytes.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(file) {} }
        return try body(UnsafeRawBufferPointer(start: baseAddress, count: count))
    }

    /// A copy of the bytes.
    public var array: [UInt8] { withUnsafeBytes { Array($0) } }
}

extension MappedBytes: Hashable {
    public static func == (a: Self, b: Self) -> Bool { a.file === b.file && a.range == b.range }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(file))
        hasher.combine(range)
    }
}
