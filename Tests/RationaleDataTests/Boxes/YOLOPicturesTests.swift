import RationaleCore
import RationaleData
import RationaleImaging
import Testing

struct YOLOPicturesTests {
    /// Pictures of 20×10 pixels with texts.
    private func read(
        _ texts: [String: String], pictures: [String] = ["a", "b"], _ body: (DataFiles) throws -> Void
    ) throws {
        let files = try DataFiles()
        defer { files.remove() }
        for (index, name) in pictures.enumerated() {
            let color = (UInt8(index), UInt8(0), UInt8(0))
            try files.write(try Image(width: 20, height: 10, color: color).pngData(), to: "images/\(name).png")
        }
        for (name, text) in texts { try files.write(text, to: name) }
        try body(files)
    }

    private func pictures(_ files: DataFiles) throws -> AnnotatedPictures {
        try YOLOPictures.pictures(images: files.path + "/images", labels: files.path + "/labels", in: files.path)
    }

    @Test(arguments: [
        "names:\n  0: cat\n  1: 'dog'\n", "path: .\nnames: [cat, \"dog\"]\n", "# names:\nnames:\n- cat\n- dog\nnc: 2\n",
    ])
    func `Boxes and outlines are parts of the picture, one picture for each class`(yaml: String) throws {
        let texts = ["labels/a.txt": "1 0.5 0.5 0.2 0.4\n0 0 0 0.5 0 0.5 1\n1 0.25 0.5 0.5 1\n", "data.yaml": yaml]
        try read(texts) { files in
            let layout = try DataLayout(of: files.path)
            #expect(layout == .relative(images: files.path + "/images", labels: files.path + "/labels"))
            let found = try pictures(files)
            let frame = AnnotatedPicture.Frame(width: 20, height: 10)
            let boxes = [Box(x: 8, y: 3, width: 4, height: 4), Box(x: 0, y: 0, width: 10, height: 10)]
            let (a, b) = (files.path + "/images/a.png", files.path + "/images/b.png")
            #expect(
                found.pictures == [
                    AnnotatedPicture(path: a, label: .name("dog"), boxes: boxes, frame: frame),
                    AnnotatedPicture(
                        path: a, label: .name("cat"),
                        shapes: [.polygons([[SIMD2(0, 0), SIMD2(10, 0), SIMD2(10, 10)]])],
                        frame: frame), AnnotatedPicture(path: b, frame: frame),
                ])
            #expect(found.notes.isEmpty)
        }
    }

    @Test(arguments: [
        ("0 0.5 0.5 0.2", "expected a class with a box"), ("x 0.5 0.5 0.2 0.2", "expected a class"),
        ("0 0.5 0.5 nan 0.2", "expected a class"), ("0 0.5 0.5 0.2 0.2 0.2", "expected a class"),
        ("0 0.5 0.5 0 0.2", "has no size"), ("0 1.5 0.5 0.2 0.2", "lies outside"),
        ("-1 0.5 0.5 0.2 0.2", "expected a class"),
        ("7 0.5 0.5 0.2 0.2", "there is no class 7"), ("0 2 2 3 2 3 3", "lies outside"),
    ])
    func `A faulty line is passed over, counted and named`(line: String, says: String) throws {
        let good = "0 0.5 0.5 0.2 0.2"
        try read(["labels/a.txt": "\(good)\n\n\(line)\n", "data.yaml": "names: [cat]"]) { files in
            let found = try pictures(files)
            #expect(found.pictures.map(\.shapes.count) == [1, 0])
            #expect(found.notes.count == 1 && found.notes[0].contains("1 of 2 lines is passed over"), "\(found.notes)")
            #expect(found.notes[0].contains("a.txt, line 3") && found.notes[0].contains(says), "\(found.notes)")
            try files.write(line, to: "labels/a.txt")
            let error = #expect(throws: RationaleError.self) { try pictures(files) }
            #expect(error?.code == .badData)
        }
    }

    @Test func `Without names classes are numbers, and a check finds texts without pictures and the reverse`() throws {
        try read(["labels/a.txt": "5 0.5 0.5 0.2 0.2\n", "labels/gone.txt": "5 0.5 0.5 0.2 0.2\n"]) { files in
            let found = try pictures(files)
            #expect(found.pictures.map(\.label) == [.index(5), nil])
            let check = try DataCheck(of: files.path)
            #expect(check.layout == "YOLO" && check.classes == 1)
            #expect(check.findings.map(\.problem) == [.orphaned, .unannotated])
            #expect(
                check.findings.map(\.places) == [
                    ["labels/gone.txt"], ["images/b.png: there is nothing in its annotation"],
                ])
        }
    }

    @Test func `Texts that are no labels are none`() throws {
        try read(["labels/a.txt": "a caption of the picture\n", "labels/b.txt": ""]) { files in
            let layout = try DataLayout(of: files.path)
            #expect(layout == .pictures)
        }
    }
}
