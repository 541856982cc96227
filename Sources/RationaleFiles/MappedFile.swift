public import Foundation
public import RationaleCore

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#else
    internal import Musl
#endif

/// A file in memory: its pages are read when first touched and shared between all tensors that lie in it.
///
/// The mapping is private and copy-on-write: a write through a tensor stays in this process and never reaches the file.
/// The file must not be shortened while it is mapped (a read beyond its new end would be fatal); writers in this
/// package replace files by renaming, which is safe.
///
/// *Cost*: opening maps addresses and reads nothing.
public final class MappedFile: Sendable {
    /// What to call the file in messages: its path, or a name given to bytes in memory.
    public let name: String
    /// Number of bytes, at least 1.
    public let count: Int
    /// The first byte, aligned to a page; valid as long as this object lives.
    nonisolated(unsafe) public let baseAddress: UnsafeMutableRawPointer

    /// Maps a regular file.
    ///
    /// - Throws: `RationaleError.Code.missingInput` if it cannot be opened, `RationaleError.Code.badData` if it is empty, a
    ///   directory, a pipe or a device.
    public init(contentsOf url: URL) throws(RationaleError) {
        let path = url.path
        name = path
        // Not blocking: a pipe without a writer must be refused, not waited for.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let reason = errno == ENOENT ? "there is no such file" : String(cString: strerror(errno))
            throw RationaleError(.missingInput, "\(path): cannot be opened: \(reason)")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            let kind = status.st_mode & S_IFMT == S_IFDIR ? "a directory" : "not a regular file"
            throw RationaleError(.badData, "\(path): expected a file, found \(kind)")
        }
        guard status.st_size > 0, let size = Int(exactly: status.st_size) else {
            throw RationaleError(.badData, "\(path): the file is empty")
        }
        guard let address = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED
        else {
            throw RationaleError(.badData, "\(path): cannot be mapped: \(String(cString: strerror(errno)))")
        }
        count = size
        baseAddress = address
    }

    /// Copies bytes into memory of their own, to be used like a file.
    ///
    /// - Throws: `RationaleError.Code.badData` if there are none.
    public init(copying bytes: some Collection<UInt8>, name: String = "memory") throws(RationaleError) {
        guard !bytes.isEmpty else { throw RationaleError(.badData, "\(name): the file is empty") }
        let size = bytes.count
        guard let address = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            address != MAP_FAILED
        else { throw RationaleError(.badData, "\(name): no memory for \(size) bytes") }
        UnsafeMutableRawBufferPointer(start: address, count: size).copyBytes(from: bytes)
        self.name = name
        count = size
        baseAddress = address
    }

    deinit { munmap(baseAddress, count) }

    /// Gives back the memory of pages that will hardly be read again; if they are, they are read from the file.
    ///
    /// - Parameter range: of bytes; pages that lie in it only in part are kept. Nothing may have been written to them.
    package func release(_ range: Range<Int>) {
        let page = Int(getpagesize())
        let first = (range.lowerBound + page - 1) / page * page
        let end = range.upperBound / page * page
        if first < end { madvise(baseAddress + first, end - first, Int32(MADV_DONTNEED)) }
    }

    /// The whole file.
    public var bytes: MappedBytes { MappedBytes(file: self, uncheckedRange: 0..<count) }
}
