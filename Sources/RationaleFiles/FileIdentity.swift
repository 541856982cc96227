import Foundation
public import RationaleCore

/// Which file it was: enough to tell later whether it is still the same.
public struct FileIdentity: Sendable, Hashable, Codable {
    /// As it was given.
    public let path: String
    public let bytes: Int
    /// In hexadecimal, as `sha256sum` prints it.
    public let sha256: String

    /// Reads a whole file.
    ///
    /// - Throws: `missingInput` or `badData` where it cannot be read.
    /// - Complexity: about 3 ms a megabyte.
    public init(ofFileAt path: String) throws(RationaleError) {
        // Not mapped, since its pages would count as memory of this process beside those of the weights.
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            var (hash, count) = (SHA256(), 0)
            while let bytes = try file.read(upToCount: 1 << 20), !bytes.isEmpty {
                bytes.withUnsafeBytes { hash.update($0) }
                count += bytes.count
            }
            self.path = path
            bytes = count
            sha256 = hash.hexadecimal()
        } catch {
            throw RationaleError(
                FileManager.default.fileExists(atPath: path) ? .badData : .missingInput,
                "\(path): cannot be read: \(error.localizedDescription)", underlying: error)
        }
    }
}
