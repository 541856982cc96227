import Foundation
public import RationaleCore
import RationaleNetworks
import RationaleTorch

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
        do {
            let file = try MappedFile(contentsOf: URL(fileURLWithPath: path))
            self.path = path
            bytes = file.count
            sha256 = SHA256.hexadecimal(UnsafeRawBufferPointer(start: file.baseAddress, count: file.count))
            withExtendedLifetime(file) {}
        } catch {
            throw RationaleError(error)
        }
    }
}
