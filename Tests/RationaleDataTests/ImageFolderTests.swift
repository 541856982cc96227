import Foundation
import RationaleCore
import RationaleData
import RationaleImaging
import Testing

struct ImageFolderTests {
    /// A folder with these files, each a picture of one pixel.
    private func folder(_ files: [String], _ body: (String) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "folder-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        for file in files {
            let place = root.appending(path: file)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            if file.hasSuffix("png") {
                try Image(width: 1, height: 1, color: (1, 2, 3)).write(to: place)
            } else {
                try Data("text".utf8).write(to: place)
            }
        }
        try body(root.path)
    }

    @Test func `Classes and pictures come in alphabetical order, other files are passed over`() throws {
        let files = [
            "train/wren/b.png", "train/wren/a.PNG.png", "train/finch/c.png", "train/finch/notes.txt", "train/.x/a.png",
            "val/wren/d.png", "val/readme.txt",
        ]
        try folder(files) { path in
            let found = try LabeledPictures(in: path)
            #expect(found.classes == ["finch", "wren"])
            #expect(found.training.map(\.labels) == [[0], [1], [1]])
            #expect(found.training.map { ($0.path as NSString).lastPathComponent } == ["c.png", "a.PNG.png", "b.png"])
            #expect(found.validation.map(\.labels) == [[1]])
            #expect(try found.validation[0].image().pixels == [1, 2, 3])
        }
    }

    @Test func `Pictures are told by their contents, and what cannot be read is counted`() throws {
        let files = try DataFiles()
        defer { files.remove() }
        let png = try Image(width: 1, height: 1, color: (1, 2, 3)).pngData()
        for name in ["train/a/1.jpg", "train/a/deep/2", "train/b/3.jfif", "val/A/4.PNG"] {
            try files.write(png, to: name)
        }
        try files.write([], to: "train/a/empty.jpg")
        try files.write(Array("RIFF....WEBPVP8 ".utf8), to: "train/b/5.webp")
        try files.write(Array(png.dropLast(3)), to: "train/b/6.png")
        try files.write("x", to: "train/b/notes.txt")
        let found = try LabeledPictures(in: files.path)
        #expect(
            found.training.map { String($0.path.dropFirst(files.path.count + 7)) } == [
                "a/1.jpg", "a/deep/2", "b/3.jfif",
            ])
        // `A` means the class `a`.
        #expect(found.validation.map(\.labels) == [[0]])
        #expect(found.notes.count == 1 && found.notes[0].contains("3 of 7 pictures are passed over"), "\(found.notes)")
        for part in ["an empty file", "WebP", "truncated"] { #expect(found.notes[0].contains(part), "\(found.notes)") }
    }

    @Test(arguments: [
        (["val/a/x.png"], RationaleError.Code.missingInput, "/train"),
        (["train/a/x.png"], .missingInput, "/val"),
        (["train/x.png", "val/a/x.png"], .badData, "one for each class"),
        (["train/wren/x.png", "val/wern/x.png"], .badData, "wern"),
        (["train/a/x.png", "train/b/x.txt", "val/a/x.png"], .badData, "train/b"),
        (["train/a/x.png", "val/a/x.txt"], .badData, "/val"),
    ])
    func `Another layout is refused with what is wrong`(
        files: [String], code: RationaleError.Code, says: String
    ) throws {
        try folder(files) { path in
            let error = #expect(throws: RationaleError.self) { try LabeledPictures(in: path) }
            #expect(error?.code == code)
            #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
            #expect(error?.hint != nil)
        }
    }

    @Test func `An epoch is every element once, each epoch in an order of its own`() {
        let order = EpochOrder(count: 50, seed: 3)
        let epochs = (0..<4).map { epoch in (0..<50).map { order[epoch * 50 + $0] } }
        for epoch in epochs { #expect(epoch.sorted() == Array(0..<50)) }
        #expect(Set(epochs).count == 4)
        // Whatever was asked before.
        let late = EpochOrder(count: 50, seed: 3)
        #expect((0..<50).map { late[100 + $0] } == epochs[2])
        #expect((0..<50).map { EpochOrder(count: 50, seed: 4)[$0] } != epochs[0])
    }
}
