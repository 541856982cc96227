import Foundation
import RationaleCore
import RationaleData
import Testing

struct VOCTests {
    private static func object(_ name: String, _ box: (Any, Any, Any, Any), difficult: Int? = 0) -> String {
        let mark = difficult.map { "<difficult>\($0)</difficult>" } ?? ""
        return """
            <object><name>\(name)</name>\(mark)
            <part><name>head</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox></part>
            <bndbox><xmin>\(box.0)</xmin><ymin>\(box.1)</ymin><xmax>\(box.2)</xmax><ymax>\(box.3)</ymax></bndbox></object>
            """
    }

    private static func annotation(_ objects: String...) -> String {
        "<annotation>\n<size><width>500</width><height>375</height><depth>3</depth></size>\n"
            + objects.joined(separator: "\n") + "\n</annotation>"
    }

    private func read(_ text: String) throws -> VOCAnnotation {
        let files = try DataFiles()
        defer { files.remove() }
        return try VOCAnnotation(contentsOf: files.write(text, to: "a.xml"))
    }

    @Test func `Things have boxes, difficult ones come last, parts are no things`() throws {
        let found = try read(
            Self.annotation(
                Self.object("n1", (10, 20, 30, 40), difficult: 1), Self.object("n2", (1, 2, 3, 4)),
                Self.object("n1", ("5.9", "6.9", "7.9", "8.9"), difficult: nil)))
        #expect(found.frame == .init(width: 500, height: 375))
        #expect(found.things.map(\.name) == ["n2", "n1", "n1"])
        #expect(found.things.map(\.isDifficult) == [false, false, true])
        #expect(
            found.boxes(of: "n1") == [Box(x: 5, y: 6, width: 2, height: 2), Box(x: 10, y: 20, width: 20, height: 20)])
        #expect(found.boxes(of: "n3").isEmpty)
        #expect(try read("<annotation><size><width>0</width><height>0</height></size></annotation>").frame == nil)
    }

    @Test(arguments: [
        ("<annotation><object>", "no XML"),
        ("plain text", "no XML"),
        ("", "no XML"),
        ("<html></html>", "expected an annotation of Pascal VOC, found <html>"),
        (Self.annotation("<object><bndbox></bndbox></object>"), "line 3: an object has no name"),
        (Self.annotation(Self.object("cat", (1, 2, "x", 4))), "line 3: expected a number as xmax of 'cat', found 'x'"),
        (Self.annotation("<object><name>cat</name></object>"), "expected a number as xmin of 'cat', found 'nothing'"),
        (Self.annotation(Self.object("cat", (9, 2, 3, 4))), "line 3: the box"),
        (Self.annotation(Self.object("cat", (600, 2, 700, 4))), "lies outside of its picture"),
        (Self.annotation(Self.object("cat", (1, 2, "inf", 4))), "found 'inf'"),
        ("<annotation><size><width>wide</width></size></annotation>", "expected numbers as the picture's size"),
        (String(repeating: "<annotation>", count: 100), "nested more than"),
    ])
    func `What is wrong is named with its line`(text: String, expected: String) throws {
        let error = #expect(throws: RationaleError.self) { try read(text) }
        #expect(error?.code == .badData)
        #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
    }

    @Test func `Entities are not followed into other files`() throws {
        let files = try DataFiles()
        defer { files.remove() }
        let secret = try files.write("secret", to: "secret.txt")
        let text = """
            <!DOCTYPE annotation [<!ENTITY x SYSTEM "file://\(secret)">]>
            \(Self.annotation(Self.object("&x;", (1, 2, 3, 4))))
            """
        let found = try? VOCAnnotation(contentsOf: files.write(text, to: "a.xml"))
        #expect(found?.things.contains { $0.name.contains("secret") } != true)
    }

    @Test(arguments: [true, false])
    func `ImageNet's annotations lie side by side or in a folder for each class`(isNested: Bool) throws {
        let files = try DataFiles()
        defer { files.remove() }
        let classes = try files.write(
            #"{"0": ["n01440764", "tench"], "5": ["n02", "ray"]}"#, to: "imagenet_class_index.json")
        try files.write("", to: "images/n02/two.JPEG")
        try files.write("", to: "images/n01440764/one.jpg")
        try files.write("", to: "images/n01440764/three.png")
        try files.write("", to: "images/readme.txt")
        try files.write(
            Self.annotation(Self.object("n02", (1, 2, 3, 4)), Self.object("n01440764", (1, 1, 400, 300))),
            to: "annotations/\(isNested ? "n02/" : "")two.xml")
        try files.write(
            Self.annotation(Self.object("n02", (1, 2, 3, 4))), to: "annotations/\(isNested ? "n01440764/" : "")one.xml")
        let found = try VOCPictures.pictures(
            images: "\(files.path)/images", annotations: "\(files.path)/annotations",
            classes: ImageNetClasses(contentsOf: classes))
        #expect(found.map { URL(fileURLWithPath: $0.path).lastPathComponent } == ["one.jpg", "three.png", "two.JPEG"])
        #expect(found.map(\.label) == [.index(0), .index(0), .index(5)])
        // Only boxes of the picture's class.
        #expect(found.map(\.boxes) == [[], [], [Box(x: 1, y: 2, width: 2, height: 2)]])
    }

    @Test func `Without folders for classes the largest thing is meant`() throws {
        let files = try DataFiles()
        defer { files.remove() }
        try files.write("", to: "JPEGImages/a.jpg")
        try files.write(
            Self.annotation(Self.object("cat", (1, 2, 3, 4)), Self.object("dog", (1, 2, 30, 40))),
            to: "Annotations/a.xml")
        let found = try VOCPictures.pictures(
            images: "\(files.path)/JPEGImages", annotations: "\(files.path)/Annotations")
        #expect(found.map(\.label) == [.name("dog")])
        #expect(found[0].boxes == [Box(x: 1, y: 2, width: 29, height: 38)])
        try files.write(Self.annotation(), to: "Annotations/sub/a.xml")
        let twice = #expect(throws: RationaleError.self) {
            try VOCPictures.pictures(images: "\(files.path)/JPEGImages", annotations: "\(files.path)/Annotations")
        }
        #expect(twice?.message.contains("another annotation of this name") == true)
        #expect(throws: RationaleError.self) {
            try VOCPictures.pictures(images: files.path, annotations: "\(files.path)/JPEGImages")
        }
    }

    @Test func `Classes are read from both files that people have`() throws {
        let files = try DataFiles()
        defer { files.remove() }
        let words = try files.write("n01440764 tench, Tinca tinca\nn01443537 goldfish\n", to: "synset_words.txt")
        #expect(try ImageNetClasses(contentsOf: words).index(of: "n01443537") == 1)
        #expect(try ImageNetClasses.beside(files.path)?.index(of: "n01440764") == 0)
        for text in [#"{"x": ["n1", "a"]}"#, #"{"0": []}"#, "[1]", "{", "{}"] {
            let path = try files.write(text, to: "bad.json")
            #expect(throws: RationaleError.self) { try ImageNetClasses(contentsOf: path) }
        }
    }
}
