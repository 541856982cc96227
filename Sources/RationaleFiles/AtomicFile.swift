package import Foundation
package import RationaleCore

/// A file that is written whole or not at all: under a temporary name beside it, flushed to the disk, then renamed.
package struct AtomicFile {
    private let descriptor: CInt
    private let name: String

    /// Whether a file of this name was left by a process that was killed while it wrote.
    package static func isUnfinished(_ name: String) -> Bool { name.hasPrefix(".rationale-") && name.hasSuffix(".tmp") }

    /// A file that is open for writing already.
    package init(descriptor: CInt, name: String) {
        self.descriptor = descriptor
        self.name = name
    }

    /// Puts bytes into a file, in place of what was there.
    ///
    /// - Throws: as ``write(to:_:)``.
    package static func replaceContents(of url: URL, with bytes: [UInt8]) throws(RationaleError) {
        try write(to: url) { (file) throws(RationaleError) in try file.append(bytes) }
    }

    /// Creates or replaces a file with what the closure appends.
    ///
    /// A reader sees the old file or the new one, never a part; if anything fails, the old one stays. A link is followed.
    /// What is not a regular file (a device, a pipe) is written to directly, as it cannot be replaced.
    ///
    /// - Throws: `cannotWrite`, naming the file and why: no such folder, no permission, the disk is full; and what the
    ///   closure throws.
    package static func write(
        to url: URL, _ body: (AtomicFile) throws(RationaleError) -> Void
    ) throws(RationaleError) {
        let name = url.relativePath
        var path = url.path
        var status = stat()
        if stat(path, &status) == 0 {
            let kind = status.st_mode & S_IFMT
            guard kind != S_IFDIR else { throw failure(name, EISDIR) }
            guard kind == S_IFREG else {
                let descriptor = open(path, O_WRONLY | O_CLOEXEC)
                return try fill(descriptor, name, flushes: false, body)
            }
            if let resolved = realpath(path, nil) {
                path = String(cString: resolved)
                free(resolved)
            }
        }
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        // Random, since processes of several machines may share the folder.
        let temporary = "\(folder).rationale-\(String(UInt64.random(in: 0 ... .max), radix: 36)).tmp"
        var isComplete = false
        defer { if !isComplete { unlink(temporary) } }
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        try fill(descriptor, name, flushes: true, body)
        guard rename(temporary, path) == 0 else { throw failure(name, errno) }
        isComplete = true
    }

    /// Lets a closure write into an open file, and closes it.
    private static func fill(
        _ descriptor: CInt, _ name: String, flushes: Bool, _ body: (AtomicFile) throws(RationaleError) -> Void
    ) throws(RationaleError) {
        guard descriptor >= 0 else { throw failure(name, errno) }
        do throws(RationaleError) {
            try body(AtomicFile(descriptor: descriptor, name: name))
            if flushes, fsync(descriptor) != 0 { throw failure(name, errno) }
        } catch {
            close(descriptor)
            throw error
        }
        // A full disk may show only here.
        guard close(descriptor) == 0 else { throw failure(name, errno) }
    }

    /// Appends all bytes.
    package func append(_ bytes: [UInt8]) throws(RationaleError) {
        try bytes.withUnsafeBufferPointer { (buffer) throws(RationaleError) in
            try append(UnsafeRawBufferPointer(buffer))
        }
    }

    /// Appends all bytes.
    package func append(_ bytes: UnsafeRawBufferPointer) throws(RationaleError) {
        var position = 0
        while position < bytes.count {
            let written = Foundation.write(descriptor, bytes.baseAddress! + position, bytes.count - position)
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw Self.failure(name, written < 0 ? errno : EIO) }
            position += written
        }
    }

    private static func failure(_ name: String, _ code: CInt) -> RationaleError {
        let hint =
            switch code {
            case ENOENT, ENOTDIR: "Create the folder first, or choose another place."
            case ENOSPC, EDQUOT: "Free some space, or choose another place."
            case EACCES, EPERM, EROFS: "Choose a place that you may write to."
            case EISDIR: "Name a file inside it."
            default: nil as String?
            }
        return RationaleError(
            .cannotWrite, "\(name): cannot be written: \(String(cString: strerror(code))).", hint: hint)
    }
}
