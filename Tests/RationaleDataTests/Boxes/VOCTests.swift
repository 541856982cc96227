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
        ("<annotation><size><width>wide</width></size></annotation>", "expected numbers as the picture's size"),
        (String(repeating: "<annotation>", count: 100), "nested more than"),
    ])
    func `What is wrong is named with its line`(text: String, expected: String) throws {
        let error = #expect(throws: RationaleError.self) { try read(text) }
        #expect(error?.code == .badData)
        #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        ("<object><bndbox></bndbox></object>", "line 4: an object has no name"),
        (object("cat", (1, 2, "x", 4)), "line 4: expected a number as xmax of 'cat', found 'x'"),
        ("<object><name>cat</name></object>", "expected a number as xmin of 'cat', found 'nothing'"),
        (object("cat", (9, 2, 3, 4)), "line 4: the box"),
        (object("cat", (600, 2, 700, 4)), "lies outside of its picture"),
        (object("cat", (1, 2, "inf", 4)), "found 'inf'"),
    ])
    func `A faulty object is passed over and named`(object: String, expected: String) throws {
        let good = Self.object("dog", (1, 2, 3, 4)).replacing("\n", with: "")
        let found = try read(Self.annotation(good, object))
        #expect(found.things.map(\.name) == ["dog"])
        #expect(found.count == 2 && found.passedOver.count == 1)
        #expect(found.passedOver.reasons.first?.contains(expected) == true, "\(found.passedOver.reasons)")
    }

    @Test func `Pictures of one name in several folders have annotations of their own`() throws {
        let files = try DataFiles()
        defer { files.remove() }
        for name in ["ant/1.jpg", "bee/1.jpg", "cat/2.jpg", "dog/3.jpg", "eel/3.jpg"] {
            try files.write(DataFiles.picture, to: "images/\(name)")
        }
        for name in ["ant/1", "bee/1", "sub/2", "one/3"] {
            let kind = String(name.prefix { $0 != "/" })
            try files.write(Self.annotation(Self.object(kind, (1, 2, 3, 4))), to: "annotations/\(name).xml")
        }
        let found = try VOCPictures.pictures(
            images: "\(files.path)/images", annotations: "\(files.path)/annotations")
        // 2.xml is the only one of its name; 3.xml may belong to two pictures.
        #expect(found.pictures.map(\.label) == [.name("ant"), .name("bee"), .name("sub"), nil, nil])
        #expect(found.notes.count == 1 && found.notes[0].contains("dog/3.jpg may belong"), "\(found.notes)")
    }

    @Test func `A faulty annotation takes its picture out, and is counted`() throws {
        let files = try DataFiles()
        defer { files.remove() }
        for name in ["a", "b", "c"] { try files.write(DataFiles.picture, to: "images/\(name).jpg") }
        try files.write("<annotation><object>", to: "annotations/a.xml")
        try files.write(
            Self.annotation(Self.object("cat", (1, 2, 3, 4)), Self.object("cat", (9, 2, 3, 4))), to: "annotations/b.xml"
        )
        let found = try VOCPictures.pictures(
            images: "\(files.path)/images", annotations: "\(files.path)/annotations")
        #expect(found.pictures.map(\.boxes.count) == [1, 0])
        #expect(found.notes.count == 2)
        #expect(found.notes[0].contains("1 of 3 annotations is passed over") && found.notes[0].contains("a.xml"))
        #expect(found.notes[1].contains("1 of 2 objects is passed over") && found.notes[1].contains("has no size"))
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
        try files.write(DataFiles.picture, to: "images/n02/two.JPEG")
        try files.write(DataFiles.picture, to: "images/n01440764/one.jpg")
        try files.write(DataFiles.picture, to: "images/n01440764/three.png")
        try files.write("", to: "images/readme.txt")
        try files.write(
            Self.annotation(Self.object("n02", (1, 2, 3, 4)), Self.object("n01440764", (1, 1, 400, 300))),
            to: "annotations/\(isNested ? "n02/" : "")two.xml")
        try files.write(
            Self.annotation(Self.object("n02", (1, 2, 3, 4))), to: "annotations/\(isNested ? "n01440764/" : "")one.xml")
        let found = try VOCPictures.pictures(
            images: "\(files.path)/images", annotations: "\(files.path)/annotations",
            classes: ImageNetClasses(contentsOf: classes)
        ).pictures
        #expect(found.map { URL(fileURLWithPath: $0.path).lastPathComponent } == ["one.jpg", "three.png", "two.JPEG"])
        #expect(found.map(\.label) == [.index(0), .index(0), .index(5)])
        // Only boxes of the picture's class.
        #expect(found.map(\.boxes) == [[], [], [Box(x: 1, y: 2, width: 2, height: 2)]])
    }

    @Test func `A WordNet id of the first thing is the class, and a class is difficult where all its things are`()
        throws
    {
        let files = try DataFiles()
        defer { files.remove() }
        for name in ["a", "b", "c"] { try files.write(DataFiles.picture, to: "val/\(name).JPEG") }
        // The first is difficult, and the second larger.
        try files.write(
            Self.annotation(
                Self.object("n01440764", (1, 2, 3, 4), difficult: 1), Self.object("n01443537", (1, 2, 30, 40))),
            to: "val/a.xml")
        try files.write(
            Self.annotation(
                Self.object("dog", (1, 2, 3, 4), difficult: 1), Self.object("dog", (1, 2, 30, 40), difficult: 0),
                Self.object("cat", (1, 2, 3, 4), difficult: 1)), to: "val/b.xml")
        try files.write(Self.annotation(), to: "val/c.xml")
        let found = try VOCPictures.pictures(images: "\(files.path)/val", annotations: "\(files.path)/val").pictures
        #expect(found.map(\.label) == [.name("n01440764"), .name("dog"), nil])
        #expect(found.map(\.isDifficult) == [true, false, false])
        #expect(found.map(\.boxes.count) == [1, 2, 0])
    }

    @Test func `Without folders for classes the largest thing is meant`() throws {
        let files = try DataFiles()
        defer { files.remove() }
        try files.write(DataFiles.picture, to: "JPEGImages/a.jpg")
        try files.write(
            Self.annotation(Self.object("cat", (1, 2, 3, 4)), Self.object("dog", (1, 2, 30, 40))),
            to: "Annotations/a.xml")
        let found = try VOCPictures.pictures(
            images: "\(files.path)/JPEGImages", annotations: "\(files.path)/Annotations"
        ).pictures
        #expect(found.map(\.label) == [.name("dog")])
        #expect(found[0].boxes == [Box(x: 1, y: 2, width: 29, height: 38)])
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
        for text in [
            #"{"0": ["n1", "a"], "1": ["n1", "b"]}"#, "n1 a\nn1 b\n", #"{"x": ["n1", "a"]}"#, #"{"0": []}"#, "{", "{}",
            "",
        ] {
            let path = try files.write(text, to: "bad.json")
            #expect(throws: RationaleError.self) { try ImageNetClasses(contentsOf: path) }
        }
    }
}
