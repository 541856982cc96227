package import RationaleCore
package import RationaleFiles
import RationaleTorch

/// A file that is no network or weights of a kind that is read here, but of a kind that is known: its error says what it is,
/// and how to go on, before anybody asks whether its structure is sound.
package struct ForeignFile: Sendable, Hashable {
    /// Completes "this is …".
    package let kind: String
    package let hint: String

    /// What a file is by its first bytes, and the names in it where it is a zip file.
    ///
    /// - Returns: `nil` for a file that may be one of ours, or is of no known kind.
    /// - Complexity: looks at a few hundred bytes, and at the directory of a zip file.
    package init?(_ file: MappedFile) {
        let bytes = file.bytes
        let head = bytes.slice(at: 0, count: min(512, bytes.count))?.array ?? []
        func starts(_ prefix: String, at offset: Int = 0) -> Bool {
            head.dropFirst(offset).starts(with: prefix.utf8)
        }
        if ZipArchive.isZip(file) {
            guard let found = Self.zip(ZipNames.names(of: bytes), path: file.name) else { return nil }
            self = found
        } else if head.isEmpty {
            self.init(kind: "an empty file", hint: "Copy or download it again.")
        } else if let picture = Self.pictures.first(where: { head.dropFirst($0.offset).starts(with: $0.signature) }) {
            self.init(
                kind: "a \(picture.name) picture",
                hint: "Name it as the input: rationale explain \(file.name) --model MODEL.")
        } else if starts("version https://git-lfs") {
            self.init(
                kind: "a Git LFS pointer, not the file that it stands for", hint: "Fetch the file itself: git lfs pull."
            )
        } else if Self.isWebPage(head) {
            self.init(
                kind: "a web page, perhaps the message of a failed download", hint: "Download the file again.")
        } else if head.starts(with: [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self.init(kind: "an HDF5 file, as Keras writes them (.h5)", hint: Self.fromOthers)
        } else if starts("TFL3", at: 4) {
            self.init(kind: "a network of TensorFlow Lite", hint: Self.fromOthers)
        } else if starts("GGUF") {
            self.init(kind: "a GGUF file, a language model of llama.cpp", hint: Self.fromOthers)
        } else if Self.isONNX(head) {
            self.init(kind: "an ONNX network", hint: Self.fromOthers)
        } else if head.starts(with: [0x1F, 0x8B]) {
            self.init(kind: "a gzip archive", hint: "Unpack it: gunzip or tar xzf.")
        } else if starts("\u{93}NUMPY") || head.starts(with: [0x93] + Array("NUMPY".utf8)) {
            self.init(kind: "an array of NumPy", hint: Self.fromOthers)
        } else if Self.isText(head) {
            let isIndex = starts("{") && String(decoding: head, as: UTF8.self).contains("weight_map")
            self.init(
                kind: isIndex
                    ? "the index of weights in several files"
                    : starts("{") || starts("[") ? "a JSON document" : "a text file",
                hint: isIndex
                    ? "Put them into one file: load all of them in Python and write them with torch.save or safetensors."
                    : "Name the file that holds the network: a .pt2 archive, .safetensors, or .pth.")
        } else {
            return nil
        }
    }

    private init(kind: String, hint: String) {
        self.kind = kind
        self.hint = hint
    }

    /// The error for it.
    package func refusal(of file: String) -> RationaleError {
        RationaleError(
            .badData, "\(file): this is \(kind.printable); a network or weights of PyTorch are expected", hint: hint)
    }

    /// Throws where a file is of a foreign kind.
    static func refuse(_ file: MappedFile) throws {
        if let found = ForeignFile(file) { throw found.refusal(of: file.name) }
    }

    // MARK: Kinds

    private static let fromOthers = "Only networks of PyTorch are read. \(ExportArchive.howToExport)"

    private static let pictures: [(name: String, signature: [UInt8], offset: Int)] = [
        ("JPEG", [0xFF, 0xD8, 0xFF], 0), ("PNG", [0x89, 0x50, 0x4E, 0x47], 0), ("GIF", Array("GIF8".utf8), 0),
        ("WebP", Array("WEBP".utf8), 8), ("TIFF", [0x49, 0x49, 0x2A, 0], 0), ("TIFF", [0x4D, 0x4D, 0, 0x2A], 0),
        ("HEIC", Array("ftyphei".utf8), 4), ("AVIF", Array("ftypavi".utf8), 4),
    ]

    private static func zip(_ names: [String], path: String) -> ForeignFile? {
        func has(_ end: String) -> Bool { names.contains { $0 == end || $0.hasSuffix("/" + end) } }
        func hasFolder(_ name: String) -> Bool {
            names.contains { $0.hasPrefix(name + "/") || $0.contains("/\(name)/") }
        }
        if has("archive_format") || hasFolder("models") || has("serialized_exported_program.json") { return nil }
        if has("constants.pkl") || hasFolder("code") && has("data.pkl") {
            return ForeignFile(kind: "a TorchScript archive (torch.jit)", hint: torchScript(path))
        }
        if has("data.pkl") || names.isEmpty { return nil }
        if has("model.weights.h5") || has("config.json") && has("metadata.json") {
            return ForeignFile(kind: "a network of Keras (.keras)", hint: fromOthers)
        }
        if names.allSatisfy({ $0.hasSuffix(".npy") }) {
            return ForeignFile(kind: "an archive of NumPy arrays (.npz)", hint: fromOthers)
        }
        let weights = names.first { name in
            [".pt", ".pth", ".pt2", ".safetensors", ".ckpt"].contains { name.hasSuffix($0) }
        }
        return ForeignFile(
            kind: "a zip archive of other files, such as \(names[0].printable)",
            hint: weights.map { "Unpack it and name \($0.printable)." }
                ?? "Name the file that holds the network: a .pt2 archive, .safetensors, or .pth.")
    }

    /// What to type to turn a TorchScript archive into one that can be read.
    private static func torchScript(_ path: String) -> String {
        """
        Export the network in Python, best from the module that was scripted:
          import torch
          torch.export.save(torch.export.export(model.eval(), (torch.randn(1, 3, 224, 224),)), "model.pt2")
        Where only the archive is left, its weights can be saved for an architecture that is known by name:
          torch.save(torch.jit.load("\(path)").state_dict(), "weights.pth")
        """
    }

    private static func isWebPage(_ head: [UInt8]) -> Bool {
        let text = String(decoding: head, as: UTF8.self).drop(while: \.isWhitespace).prefix(16).lowercased()
        return text.hasPrefix("<!doctype") || text.hasPrefix("<html") || text.hasPrefix("<?xml")
    }

    /// A message of protocol buffers that begins with a small version and the name of its producer or another text.
    private static func isONNX(_ head: [UInt8]) -> Bool {
        guard head.count > 4, head[0] == 0x08, (1...32).contains(head[1]), head[2] == 0x12 else { return false }
        let name = head.dropFirst(4).prefix(Int(head[3]))
        return !name.isEmpty && name.allSatisfy { (0x20..<0x7F).contains($0) }
    }

    private static func isText(_ head: [UInt8]) -> Bool {
        // An old tar file begins with a name, and has zeros after it.
        head.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 < 0xF8 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }
}

/// The names in a zip file, believed without a check: to say what it is, not to read it.
enum ZipNames {
    private static let mostNames = 10_000

    static func names(of file: MappedBytes) -> [String] {
        // The end record may be followed by a comment.
        let last = file.count - 22
        guard last >= 0,
            let end = (max(0, last - 0xFFFF)...last).reversed().first(where: {
                file.littleEndian(at: $0, as: UInt32.self) == ZipSignature.end
            }), let start = file.littleEndian(at: end + 16, as: UInt32.self)
        else { return [] }
        var names: [String] = []
        var position = Int(start)
        while names.count < mostNames, file.littleEndian(at: position, as: UInt32.self) == ZipSignature.central,
            let name = file.littleEndian(at: position + 28, as: UInt16.self),
            let extra = file.littleEndian(at: position + 30, as: UInt16.self),
            let comment = file.littleEndian(at: position + 32, as: UInt16.self),
            let bytes = file.slice(at: position + 46, count: Int(name))
        {
            names.append(String(decoding: bytes.array, as: UTF8.self))
            position += 46 + Int(name) + Int(extra) + Int(comment)
        }
        return names
    }
}
