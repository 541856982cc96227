#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#else
    internal import Musl
#endif

/// A file that is written under a temporary name and takes its place when complete.
package struct ReplacedFile {
    private let descriptor: Int32
    private let path: String

    /// A file that is open for writing already.
    package init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    /// Creates or replaces a file; if the closure throws, what was there stays.
    package static func write(
        to path: String, _ body: (ReplacedFile) throws(TorchError) -> Void
    ) throws(TorchError) {
        func refusal() -> TorchError {
            TorchError(.cannotWrite, "\(path): cannot be written: \(String(cString: strerror(errno)))")
        }
        let temporary = "\(path).\(String(UInt64.random(in: 0 ... .max), radix: 36)).part"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw refusal() }
        var isComplete = false
        defer { if !isComplete { unlink(temporary) } }
        do throws(TorchError) {
            try body(ReplacedFile(descriptor: descriptor, path: path))
        } catch {
            close(descriptor)
            throw error
        }
        guard fsync(descriptor) == 0 else {
            let failure = refusal()
            close(descriptor)
            throw failure
        }
        guard close(descriptor) == 0 else { throw refusal() }
        guard rename(temporary, path) == 0 else { throw refusal() }
        isComplete = true
    }

    /// Appends all bytes.
    package func append(_ bytes: [UInt8]) throws(TorchError) {
        try bytes.withUnsafeBufferPointer { (buffer) throws(TorchError) in
            try append(UnsafeRawBufferPointer(buffer))
        }
    }

    /// Appends all bytes.
    package func append(_ bytes: UnsafeRawBufferPointer) throws(TorchError) {
        var position = 0
        while position < bytes.count {
            let written = Self.put(descriptor, bytes.baseAddress! + position, bytes.count - position)
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                throw TorchError(.cannotWrite, "\(path): cannot be written: \(String(cString: strerror(errno)))")
            }
            position += written
        }
    }

    private static func put(_ descriptor: Int32, _ address: UnsafeRawPointer, _ count: Int) -> Int {
        // The member called `write` hides the system call of that name.
        #if canImport(Darwin)
            Darwin.write(descriptor, address, count)
        #elseif canImport(Glibc)
            Glibc.write(descriptor, address, count)
        #else
            Musl.write(descriptor, address, count)
        #endif
    }
}
