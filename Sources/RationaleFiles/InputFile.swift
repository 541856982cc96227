import Foundation
package import RationaleCore

/// Reads a whole file, without trust in what the path leads to.
package enum InputFile {
    /// The largest file that is read: more than any picture within the pixel limit needs.
    package static let maximumBytes = 1 << 30

    /// The bytes of a regular file or a pipe.
    ///
    /// - Parameters:
    ///   - path: where the file is.
    ///   - name: what an error calls it.
    /// - Throws: `missingInput` where it cannot be opened, `badData` where it is a directory, a device or too large.
    package static func bytes(
        of path: String, name: String, maximumBytes: Int = maximumBytes
    ) throws(RationaleError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(name, errno) }
        defer { close(descriptor) }

        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(name, errno) }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFREG || kind == S_IFIFO else {
            let found = kind == S_IFDIR ? "a directory" : "a device"
            throw RationaleError(
                .badData, "\(name): expected a file, found \(found).",
                hint: kind == S_IFDIR ? "Name the files inside it: \(name)/*.jpg" : nil)
        }
        let tooLarge = RationaleError(
            .badData, "\(name): the file is larger than \(maximumBytes >> 20) MB.",
            hint: "Check that this is a picture, or make it smaller with an image editor.")
        guard status.st_size <= maximumBytes else { throw tooLarge }

        var bytes = [UInt8]()
        // One byte more than the size, so that the end of the file is seen without growing the buffer.
        bytes.reserveCapacity(Int(status.st_size) + 1)
        var failure: CInt = 0
        while true {
            let wanted = max(bytes.capacity - bytes.count, 1 << 16)
            let piece = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
                var result = read(descriptor, buffer.baseAddress, wanted)
                while result < 0, errno == EINTR { result = read(descriptor, buffer.baseAddress, wanted) }
                if result < 0 { failure = errno }
                count = max(0, result)
            }
            guard failure == 0 else { throw unreadable(name, failure) }
            if piece.isEmpty { return bytes }
            if bytes.isEmpty { bytes = piece } else { bytes += piece }
            guard bytes.count <= maximumBytes else { throw tooLarge }
        }
    }

    private static func unreadable(_ name: String, _ code: CInt) -> RationaleError {
        let hint =
            switch code {
            case ENOENT, ENOTDIR: "Check the spelling of the path."
            case EACCES, EPERM: "Check the permissions of the file."
            default: nil as String?
            }
        return RationaleError(
            .missingInput, "\(name): cannot be opened: \(String(cString: strerror(code))).", hint: hint)
    }
}
