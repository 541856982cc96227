import Foundation
import RationaleCore
import RationaleFiles
import RationaleImaging
import Testing

@Suite("Writing")
struct WritingTests {
    @Test("A PNG keeps every pixel and has the same bytes each time", arguments: [false, true])
    func png(fast: Bool) throws {
        for (width, height) in [(1, 1), (3, 200), (97, 61), (400, 300)] {
            let image = Image.synthetic(width: width, height: height)
            let bytes = try image.pngData(fast: fast)
            #expect(try image.pngData(fast: fast) == bytes)
            #expect(try Image(decoding: bytes) == image)
        }
    }

    @Test("Pixels that cannot be compressed fit as well")
    func noise() throws {
        var generator = SystemRandomNumberGenerator()
        let pixels = (0..<(300 * 200 * 3)).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let image = Image(width: 300, height: 200, pixels: pixels)
        #expect(try Image(decoding: image.pngData()) == image)
    }

    @Test("Every layout of channels is kept", arguments: PNGEncoder.Layout.allCases)
    func layouts(layout: PNGEncoder.Layout) throws {
        let color: [UInt8] =
            switch layout {
            case .gray: [100]
            case .grayAndAlpha: [100, 128]
            case .rgb: [10, 20, 30]
            case .rgba: [10, 20, 30, 51]
            }
        let pixels = Array(repeatElement(color, count: 6).joined())
        let bytes = try PNGEncoder.encode(width: 3, height: 2, pixels: pixels, layout: layout)
        #expect(bytes[24] == 8)
        #expect(bytes[25] == [0, 4, 2, 6][layout.rawValue - 1])
        // What shows through is white: 255 + (colour − 255) · alpha / 255.
        let expected: (UInt8, UInt8, UInt8) =
            switch layout {
            case .gray: (100, 100, 100)
            case .grayAndAlpha: (177, 177, 177)
            case .rgb: (10, 20, 30)
            case .rgba: (206, 208, 210)
            }
        #expect(try Image(decoding: bytes) == Image(width: 3, height: 2, color: expected))
    }

    @Test("A JPEG is close to the picture, closer at higher quality", arguments: [false, true])
    func jpeg(progressive: Bool) throws {
        let image = Image.synthetic(width: 120, height: 90).resized(height: 40, width: 50).resized(
            height: 90, width: 120)
        func error(_ quality: Int) throws -> Double {
            let bytes = try JPEGEncoder.encode(
                image, quality: quality, keepsFullColor: true, progressive: progressive)
            let decoded = try Image(decoding: bytes)
            return zip(decoded.pixels, image.pixels).reduce(0) { $0 + abs(Double($1.0) - Double($1.1)) }
                / Double(image.pixels.count)
        }
        let (good, poor) = (try error(98), try error(20))
        #expect(good < 1.5)
        #expect(good < poor)
        #expect(try image.jpegData() == image.jpegData())
    }

    @Test("A quality out of range is a usage error", arguments: [0, -1, 101])
    func quality(_ quality: Int) {
        let error = #expect(throws: RationaleError.self) { try Image(width: 2, height: 2).jpegData(quality: quality) }
        #expect(error?.code == .usage)
    }

    @Test("A picture longer than JPEG allows is an error that names PNG")
    func tooLongForJPEG() {
        let error = #expect(throws: RationaleError.self) { try Image(width: 70_000, height: 1).jpegData() }
        #expect(error?.code == .cannotWrite)
        #expect(error?.hint?.contains("PNG") == true)
    }

    @Test("The extension decides the format", arguments: ["a.png", "a.PNG", "a.jpg", "a.jpeg", "a.JPG"])
    func extensions(name: String) throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: name)
        try Image.synthetic(width: 8, height: 8).write(to: file)
        let first = try Data(contentsOf: file).first
        #expect(first == (name.lowercased().hasSuffix("png") ? 0x89 : 0xFF))
    }

    @Test("Another extension is a usage error that names the allowed ones", arguments: ["a.gif", "a", "a.png.txt"])
    func otherExtensions(name: String) {
        let error = #expect(throws: RationaleError.self) {
            try Image(width: 1, height: 1).write(to: URL(filePath: "/tmp/\(name)"))
        }
        #expect(error?.code == .usage)
        #expect(error?.message.contains(".png") == true)
    }

    @Test("A file is replaced whole, through a link, and nothing else is left behind")
    func replacing() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("a.png", holding: [1, 2, 3])
        let link = folder.url.appending(path: "link.png")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
        let image = Image.synthetic(width: 9, height: 4)
        try image.write(to: link)
        #expect(try Image(contentsOf: file) == image)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["a.png", "link.png"])
    }

    @Test("A place that cannot be written to is named, with the reason")
    func cannotWrite() throws {
        let folder = try TemporaryFolder()
        let taken = folder.url.appending(path: "folder.png")
        try FileManager.default.createDirectory(at: taken, withIntermediateDirectories: false)
        let file = try folder.file("file", holding: [])
        for url in [folder.url.appending(path: "missing/a.png"), taken, file.appending(path: "a.png")] {
            let error = #expect(throws: RationaleError.self) { try Image(width: 1, height: 1).write(to: url) }
            #expect(error?.code == .cannotWrite)
            #expect(error?.message.contains(url.lastPathComponent) == true)
            #expect(error?.hint != nil)
        }
    }

    @Test("A full disk is an error, and the device stays what it was", .enabled(if: access("/dev/full", W_OK) == 0))
    func fullDisk() throws {
        let full = URL(filePath: "/dev/full")
        let error = #expect(throws: RationaleError.self) {
            try AtomicFile.replaceContents(of: full, with: [1, 2, 3])
        }
        #expect(error?.code == .cannotWrite)
        #expect(error?.message.contains("No space left") == true)
        var status = stat()
        #expect(stat("/dev/full", &status) == 0)
        #expect(status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test("A write beyond the size that files may have leaves the old file and no other")
    func limitedSize() async throws {
        // The limit stands for a full disk: it makes `write` fail half-way in a child process.
        let folder = try TemporaryFolder()
        let file = try folder.file("a.png", holding: [1, 2, 3])
        let path = file.path
        await #expect(processExitsWith: .exitCode(74)) { [path = path as String] in
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
            #if canImport(Glibc)
                setrlimit(CInt(RLIMIT_FSIZE.rawValue), &limit)
            #else
                setrlimit(RLIMIT_FSIZE, &limit)
            #endif
            do {
                try AtomicFile.replaceContents(of: URL(filePath: path), with: [UInt8](repeating: 7, count: 100_000))
            } catch {
                exit((error as? RationaleError)?.code.rawValue ?? 1)
            }
        }
        #expect(try Data(contentsOf: file) == Data([1, 2, 3]))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["a.png"])
    }
}
