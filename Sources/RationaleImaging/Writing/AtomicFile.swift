package import Foundation
package import RationaleCore
import Synchronization

/// Writes a whole file or none: to a temporary name beside it, then renamed.
package enum AtomicFile {
    private static let counter = Atomic<Int>(0)

    /// Puts bytes into a file, in place of what was there.
    ///
    /// A reader sees the old file or the new one, never a part; a failure leaves the old one. A link is followed. What
    /// is no regular file (a device, a pipe) is written to directly, as it cannot be replaced.
    ///
    /// - Throws: `cannotWrite`, naming the file and why: no such folder, no permission, the disk is full.
    package static func replaceContents(of url: URL, with bytes: [UInt8]) throws(RationaleError) {
        let name = url.relativePath
        var path = url.path
        var status = stat()
        if stat(path, &status) == 0 {
            let kind = status.st_mode & S_IFMT
            guard kind != S_IFDIR else { throw failure(name, EISDIR) }
            guard kind == S_IFREG else { return try overwrite(path, with: bytes, name: name) }
            if let resolved = realpath(path, nil) {
                path = String(cString: resolved)
                free(resolved)
            }
        }
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let serial = counter.add(1, ordering: .relaxed).newValue
        let temporary = "\(folder).rationale-\(getpid())-\(serial).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure(name, errno) }
        var code = fill(descriptor, with: bytes)
        // A full disk may show only here.
        if close(descriptor) != 0, code == 0 { code = errno }
        if code == 0, rename(temporary, path) != 0 { code = errno }
        guard code == 0 else {
            unlink(temporary)
            throw failure(name, code)
        }
    }

    private static func overwrite(_ path: String, with bytes: [UInt8], name: String) throws(RationaleError) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(name, errno) }
        var code = fill(descriptor, with: bytes)
        if close(descriptor) != 0, code == 0 { code = errno }
        guard code == 0 else { throw failure(name, code) }
    }

    /// Writes everything; the error number, or 0.
    private static func fill(_ descriptor: CInt, with bytes: [UInt8]) -> CInt {
        bytes.withUnsafeBytes { buffer in
            var position = 0
            while position < buffer.count {
                let written = write(descriptor, buffer.baseAddress! + position, buffer.count - position)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { return written < 0 ? errno : EIO }
                position += written
            }
            return 0
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
