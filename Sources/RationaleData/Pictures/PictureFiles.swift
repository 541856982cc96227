import Foundation
public import RationaleCore
import RationaleFiles
import RationaleImaging

/// The pictures of a folder and of the folders in it, told by what the files contain.
///
/// A JPEG or PNG file is a picture whatever it is called. A file that is meant to be a picture but cannot be read here is
/// listed apart with the reason: a WebP, a BMP, an empty or truncated JPEG, a web page that was saved as one. Files that
/// are no pictures, and hidden ones, are left out.
public struct PictureFiles: Sendable {
    /// A file that is meant to be a picture and cannot be read.
    public struct Unreadable: Sendable {
        /// Relative to the folder.
        public let name: String
        public let error: RationaleError
    }

    /// As it was given.
    public let folder: String
    /// Paths of JPEG and PNG files relative to the folder, in the order of their bytes: the same on every machine.
    public let names: [String]
    /// In the same order.
    public let unreadable: [Unreadable]

    /// Endings that say that a file is meant to be a picture.
    private static let extensions: Set<String> = [
        "jpg", "jpeg", "jpe", "jfif", "jif", "pjpeg", "pjp", "png", "apng", "webp", "bmp", "dib", "tif", "tiff", "gif",
        "heic", "heif", "hif", "avif", "jp2", "j2k", "jxl", "psd", "ico", "pnm", "ppm", "pgm", "svg",
    ]
    /// Endings of other files, which are not opened.
    private static let others: Set<String> = [
        "txt", "md", "csv", "tsv", "xml", "json", "jsonl", "yaml", "yml", "html", "htm", "pdf", "py", "sh", "db", "zip",
        "tar", "gz", "mat", "npy", "npz", "safetensors", "pt", "pth", "pt2", "sqlite", "log",
    ]

    /// Lists a folder.
    ///
    /// - Parameters:
    ///   - folder: a path.
    ///   - isLeftOut: whether a folder within is passed over, told by the names in it.
    /// - Complexity: one listing for each folder; of each file that may be a picture the first and last bytes are read.
    public init(below folder: String, passingOver isLeftOut: ([String]) -> Bool = { _ in false }) {
        var unreadable: [Unreadable] = []
        var names: [String] = []
        let files = FileTree.files(below: folder, passingOver: isLeftOut) { name, _ in
            !Self.others.contains((name as NSString).pathExtension.lowercased())
        }
        for name in files {
            let isMeant = Self.extensions.contains((name as NSString).pathExtension.lowercased())
            do throws(RationaleError) {
                guard let format = try Self.format(of: folder.path(to: name)) else { continue }
                switch format {
                case .jpeg, .png: names.append(name)
                default: if isMeant || format.isPicture { throw format.refusal(name: folder.path(to: name)) }
                }
            } catch {
                if isMeant || error.code == .badData { unreadable.append(Unreadable(name: name, error: error)) }
            }
        }
        self.folder = folder
        self.names = names
        self.unreadable = unreadable
    }

    /// Readable files and others that are meant to be pictures, in the order of their bytes.
    public var all: [String] {
        (names + unreadable.map(\.name)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// How many cannot be read, and why; `nil` where all can.
    public var note: String? {
        var passedOver = PassedOver()
        for file in unreadable { passedOver.add(file.error) }
        return passedOver.note(of: folder, total: names.count + unreadable.count, "pictures")
    }

    /// The same listing, where something can be read.
    ///
    /// - Throws: `RationaleError`: `missingInput` where there are no pictures, `badData` where none can be read.
    public func required() throws(RationaleError) -> PictureFiles {
        guard names.isEmpty else { return self }
        if let first = unreadable.first {
            throw RationaleError(
                .badData, "\(folder): none of the \(unreadable.count) pictures can be read: \(first.error.message)",
                hint: first.error.hint)
        }
        throw RationaleError(
            .missingInput, "\(folder): there are no pictures in this folder",
            hint: "Pictures are JPEG and PNG files, whatever they are called.")
    }

    /// What a file is by its first bytes; `nil` where it cannot be told because it is no regular file.
    ///
    /// - Throws: `missingInput` where it cannot be opened, `badData` for a JPEG or PNG that ends too early.
    private static func format(of path: String) throws(RationaleError) -> PictureFormat? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw RationaleError(.missingInput, "\(path): cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        func bytes(at offset: Int, _ count: Int) -> [UInt8] {
            [UInt8](unsafeUninitializedCapacity: count) { buffer, read in
                read = max(0, pread(descriptor, buffer.baseAddress, count, off_t(offset)))
            }
        }
        let format = PictureFormat(of: bytes(at: 0, 512))
        guard format == .jpeg || format == .png else { return format }
        // Most files end with the mark of their end; those that do not are read, as something may follow it.
        let end = bytes(at: max(0, Int(status.st_size) - 12), 12)
        let isWhole =
            format == .jpeg ? end.suffix(2) == [0xFF, 0xD9] : end.dropFirst(4).starts(with: Array("IEND".utf8))
        if !isWhole { _ = try StoredSize(of: InputFile.bytes(of: path, name: path), named: path) }
        return format
    }
}
