import Foundation
package import RationaleCore

/// The right to change what belongs to all processes that share a folder; others wait.
///
/// A lock of the folder itself, which the system takes back from a process that ends, however it ends.
package final class FolderLock: Sendable {
    private let descriptor: CInt

    /// Waits until nobody else has it.
    package init(_ path: String) throws(RationaleError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw RationaleError(
                .cannotWrite, "\(path): the folder cannot be opened: \(String(cString: strerror(errno)))")
        }
        // A file system without locks has no processes that share it either.
        while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
    }

    /// Gives it back; so does letting go of the last reference.
    deinit { close(descriptor) }
}
