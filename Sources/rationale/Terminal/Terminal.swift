import Foundation

/// Where text goes. A reader that went away is no error.
enum Terminal {
    static let isInteractive = isatty(STDERR_FILENO) == 1

    static func write(_ text: String, to handle: FileHandle) {
        guard !text.isEmpty else { return }
        // Not through the handle's own functions, which trap or throw where a pipe is closed.
        let bytes = Array(text.utf8)
        bytes.withUnsafeBytes { buffer in
            var position = 0
            while position < buffer.count {
                let written = Foundation.write(
                    handle.fileDescriptor, buffer.baseAddress! + position, buffer.count - position)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { return }
                position += written
            }
        }
    }

    static func result(_ text: String) { write(text + "\n", to: .standardOutput) }
    static func note(_ text: String) { write(text + "\n", to: .standardError) }

    /// The number of columns of the terminal that shows progress.
    static var columns: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
