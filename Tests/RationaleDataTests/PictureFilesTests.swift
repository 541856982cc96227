import Foundation
import RationaleCore
import RationaleData
import RationaleImaging
import Testing

/// Which files of a folder are pictures.
struct PictureFilesTests {
    @Test func `Contents decide, and what cannot be read is told with its reason`() throws {
        let files = try DataFiles()
        defer { files.remove() }
        let jpeg = try Image(width: 9, height: 9).jpegData(quality: 90)
        let png = try Image(width: 9, height: 9).pngData()
        let readable = [
            "a.jpg", "b.jfif", "c.jpe", "d.JPEG", "e", "png.jpg", "jpg.png", "with-more.jpg", "x.part", "sub/f.pjpeg",
        ]
        for name in readable { try files.write(name == "png.jpg" ? png : jpeg, to: name) }
        try files.write(jpeg + [0, 0, 0, 0], to: "with-more.jpg")
        let unreadable: [(String, [UInt8], String)] = [
            ("1.webp", Array("RIFF....WEBPVP8 ".utf8), "WebP"), ("2.bmp", Array("BM....\0\0\0\0".utf8), "BMP"),
            ("3.tif", [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0], "TIFF"), ("4.gif", Array("GIF89a".utf8), "GIF"),
            ("5.heic", [0, 0, 0, 24] + Array("ftypheic".utf8), "HEIC"), ("6.jpg", [], "an empty file"),
            ("7.jpg", Array(jpeg.dropLast(40)), "truncated"), ("8.png", Array(png.dropLast(20)), "truncated"),
            ("9.jpg", Array("<!DOCTYPE html>".utf8), "a web page"), ("91.jpeg", Array("hello".utf8), "a text file"),
            ("92", Array("RIFF....WEBPVP8 ".utf8), "WebP"), ("93.jpg", Array("GIF89a".utf8), "GIF"),
            ("94.bmp", [1, 2, 3], "unknown format"),
        ]
        for (name, bytes, _) in unreadable { try files.write(bytes, to: name) }
        for name in [
            "README.txt", ".DS_Store", ".a.jpg", "boxes.csv", "a.xml", "a.json", "notes", "Makefile", "w.safetensors",
        ] {
            try files.write("BM, words", to: name)
        }
        try FileManager.default.createSymbolicLink(atPath: "\(files.path)/gone.jpg", withDestinationPath: "nowhere.jpg")

        let found = PictureFiles(below: files.path)
        #expect(found.names == readable.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        #expect(found.unreadable.map(\.name) == unreadable.map(\.0) + ["gone.jpg"])
        for (file, expected) in zip(found.unreadable, unreadable) {
            #expect(file.error.code == .badData)
            #expect(file.error.message.contains(expected.2), "\(file.error.message)")
            #expect(file.error.message.contains(expected.0))
        }
        #expect(found.unreadable.last?.error.code == .missingInput)
        #expect(found.all.count == readable.count + unreadable.count + 1)
        #expect(found.note?.contains("14 of 24 pictures are passed over") == true, "\(found.note ?? "")")
        #expect(found.note?.contains("and 11 more") == true)
    }

    @Test func `A folder of which nothing can be read is an error`() throws {
        let files = try DataFiles()
        defer { files.remove() }
        #expect(throws: RationaleError.self) { try PictureFiles(below: files.path).required() }
        try files.write(Array("GIF89a".utf8), to: "a.gif")
        let error = #expect(throws: RationaleError.self) { try PictureFiles(below: files.path).required() }
        #expect(error?.code == .badData && error?.message.contains("GIF") == true)
    }
}
