import Foundation
import RationaleCore
import RationaleData
import RationaleImaging
import Testing

struct CUBPicturesTests {
    /// Two classes of three, whose ids have a gap: four pictures of 20×10 pixels, of which one file is missing.
    private static let lists = [
        "images.txt": "1 2.Wren/a.png\n2 2.Wren/b.png\n7 9.Tit/c.png\n8 9.Tit/d.png\n5 9.Tit/gone.png\n",
        "image_class_labels.txt": "1 2\n2 2\n7 9\n8 9\n5 9\n6 4\n",
        "train_test_split.txt": "1 1\n2 0\n7 1\n8 0\n5 1\n6 0\n",
        "classes.txt": "2 2.Wren\n4 4.Owl\n9 9.Tit\n",
        "bounding_boxes.txt": "1 1.0 2.0 3.0 4.0\n2 5 6 7 2.5\n7 0 0 1 1\n8 30.0 2.0 5.0 5.0\n5 1 1 1 1\n",
    ]

    /// Those lists with some replaced; an empty one is left out.
    private func folder<Value>(_ other: [String: String] = [:], _ body: (String) throws -> Value) throws -> Value {
        let files = try DataFiles()
        defer { files.remove() }
        let png = try Image(width: 20, height: 10, color: (1, 2, 3)).pngData()
        for name in ["2.Wren/a", "2.Wren/b", "9.Tit/c", "9.Tit/d"] { try files.write(png, to: "images/\(name).png") }
        for (name, text) in Self.lists.merging(other, uniquingKeysWith: { $1 }) where !text.isEmpty {
            try files.write(text, to: name)
        }
        return try body(files.path)
    }

    @Test func `Lists of a part of the data set are read, and classes are counted without gaps`() throws {
        try folder { path in
            #expect(CUBPictures.areIn(path))
            let found = try CUBPictures(in: path)
            #expect(found.classes == ["2.Wren", "9.Tit"])
            #expect(found.pictures.map(\.id) == [1, 2, 7, 8])
            #expect(found.pictures.map(\.name) == ["2.Wren/a.png", "2.Wren/b.png", "9.Tit/c.png", "9.Tit/d.png"])
            #expect(found.pictures.map(\.path) == found.pictures.map { "\(path)/images/\($0.name)" })
            #expect(found.pictures.map(\.label) == [0, 0, 1, 1])
            #expect(found.pictures.map(\.isTraining) == [true, false, true, false])
            #expect(found.pictures[1].box == Box(x: 5, y: 6, width: 7, height: 2.5))
            let says = [
                "1 of 5 pictures is passed over: images.txt, line 5: there is no picture images/9.Tit/gone.png",
                "1 of 3 classes is passed over: 4.Owl has no pictures",
                "2 lines of classes and splits are of pictures that images.txt does not have",
            ]
            #expect(found.notes.count == says.count)
            for (note, text) in zip(found.notes, says) { #expect(note.contains(text), "\(note)") }
        }
    }

    @Test func `A classifier learns from the training split and is judged by the test split`() throws {
        try folder { path in
            let found = try LabeledPictures(in: path)
            #expect(found.classes == ["2.Wren", "9.Tit"])
            #expect(
                found.training == [
                    .init(path: "\(path)/images/2.Wren/a.png", labels: [0]),
                    .init(path: "\(path)/images/9.Tit/c.png", labels: [1]),
                ])
            #expect(found.validation.map(\.labels) == [[0], [1]])
            #expect(try found.training[0].image().width == 20)
            #expect(found.notes == (try CUBPictures(in: path).notes))
        }
    }

    @Test func `An evaluation has the test split, and a box outside of its picture is passed over`() throws {
        try folder { path in
            let found = try CUBPictures(in: path).annotated()
            #expect(found.pictures.map(\.label) == [.name("2.Wren"), .name("9.Tit")])
            #expect(found.pictures.map(\.boxes) == [[Box(x: 5, y: 6, width: 7, height: 2.5)], []])
            #expect(found.notes.last?.contains("1 of 2 boxes is passed over: 9.Tit/d.png") == true, "\(found.notes)")
            #expect(found.notes.last?.contains("20.0×10.0") == true)
        }
    }

    @Test func `Boxes may be missing, all of them or some`() throws {
        try folder(["bounding_boxes.txt": ""]) { path in
            let found = try CUBPictures(in: path)
            #expect(found.pictures.allSatisfy { $0.box == nil })
            #expect(found.notes.last?.contains("4 pictures have no box") == true)
        }
        try folder(["bounding_boxes.txt": "1 1 2 3\n2 1 2 0 4\n7 1 1 1 1\nx\n"]) { path in
            let found = try CUBPictures(in: path)
            #expect(found.pictures.map { $0.box == nil } == [true, true, false, true])
            let note = try #require(found.notes.first { $0.contains("bounding_boxes.txt: ") })
            #expect(note.contains("3 of 4 lines are passed over") && note.contains("found '1 1 2 3'"), "\(note)")
        }
    }

    @Test(arguments: [
        (
            "images.txt", "1 2.Wren/a.png\nx y\n1 2.Wren/b.png\n7 9.Tit/c.png\n8 9.Tit/d.png\n",
            "1 stands in a line before"
        ),
        (
            "images.txt", "1 2.Wren/a.png\n7\n8 9.Tit/d.png\n7 9.Tit/c.png",
            "line 2: expected a number and a path, found '7'"
        ),
        ("image_class_labels.txt", "1 2\n2 2\n7 nine\n7 9\n", "image_class_labels.txt has no class for picture 8"),
        ("image_class_labels.txt", "1 2\n2 2\n7 9\n8 12\n", "classes.txt has no class 12"),
        ("train_test_split.txt", "1 1\n2 0\n7 1\n8 2\n", "train_test_split.txt does not have picture 8"),
    ])
    func `A faulty line is passed over, counted and named`(list: String, text: String, says: String) throws {
        try folder([list: text]) { path in
            let notes = try CUBPictures(in: path).notes
            #expect(notes.contains { $0.contains(says) }, "\(notes)")
        }
    }

    @Test(arguments: [
        (["train_test_split.txt": ""], RationaleError.Code.missingInput, "train_test_split.txt: there is no such list"),
        (["classes.txt": ""], .missingInput, "classes.txt"),
        (["images.txt": "1 elsewhere/x.png\n"], .badData, "1 of 1 pictures is passed over"),
        (["images.txt": "one two\n"], .badData, "1 of 1 lines is passed over"),
        (["images.txt": "\n\n"], .badData, "the list is empty"),
        (["train_test_split.txt": "1 0\n2 0\n7 1\n8 0\n"], .badData, "2.Wren has no pictures to learn from"),
        (["train_test_split.txt": "1 1\n2 1\n7 1\n8 1\n"], .badData, "no pictures to judge by"),
    ])
    func `What cannot be learnt from is refused`(
        lists: [String: String], code: RationaleError.Code, says: String
    ) throws {
        try folder(lists) { path in
            let error = #expect(throws: RationaleError.self) { try LabeledPictures(in: path) }
            #expect(error?.code == code)
            #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
            #expect(error?.hint != nil)
        }
    }

    @Test func `An empty file and one that images-txt does not have are named`() throws {
        try folder { path in
            try Data().write(to: URL(fileURLWithPath: "\(path)/images/2.Wren/a.png"))
            try FileManager.default.copyItem(
                atPath: "\(path)/images/2.Wren/b.png", toPath: "\(path)/images/2.Wren/extra.png")
            let found = try CUBPictures(in: path)
            #expect(found.pictures.map(\.id) == [2, 7, 8])
            #expect(found.notes.contains { $0.contains("2 of 5 pictures") && $0.contains("an empty file") })
            #expect(
                found.notes.contains {
                    $0.contains("1 pictures in images are not in images.txt, such as 2.Wren/extra.png")
                })
        }
    }
}
