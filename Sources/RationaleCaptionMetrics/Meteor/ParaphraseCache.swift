import Foundation
import RationaleCore
import RationaleFiles

/// Where the block of a large table of paraphrases is kept: `$XDG_CACHE_HOME/rationale/paraphrases`, by default below
/// `~/.cache`. The name tells the size of the table and the time when it was changed last.
///
/// A file that is damaged or cannot be written is as if it were not there: the table is read again.
struct ParaphraseCache {
    private let url: URL

    /// Tables of fewer bytes are read in no time.
    private static let minimumBytes = 4 << 20

    /// `nil` where the table is small or cannot be looked at.
    init?(of table: URL) {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: table.resolvingSymlinksInPath().path),
            let size = attributes[.size] as? Int, size >= Self.minimumBytes,
            let date = attributes[.modificationDate] as? Date
        else { return nil }
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(NSHomeDirectory())/.cache"
        let moment = Int(date.timeIntervalSince1970 * 1000)
        url = URL(fileURLWithPath: "\(cache)/rationale/paraphrases/\(size)-\(moment).table")
    }

    /// What was kept; `nil` where nothing was.
    var file: MappedFile? { try? MappedFile(contentsOf: url) }

    /// Keeps a block, and returns it mapped.
    func keep(_ block: [UInt32]) -> MappedFile? {
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try block.withUnsafeBytes { bytes in
                try AtomicFile.write(to: url) { (file) throws(RationaleError) in try file.append(bytes) }
            }
            return file
        } catch {
            return nil
        }
    }
}
