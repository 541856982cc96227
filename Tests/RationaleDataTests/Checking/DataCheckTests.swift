import Foundation
import RationaleCore
import RationaleData
import RationaleImaging
import Testing

/// What `data check` and `data negatives` find in each layout.
struct DataCheckTests {
    /// A data set: texts by their names, and pictures of 20×10 pixels, each of another colour.
    private func folder<Value>(
        _ texts: [String: String], pictures: [String], _ body: (DataFiles) throws -> Value
    ) throws -> Value {
        let files = try DataFiles()
        defer { files.remove() }
        for (index, name) in pictures.enumerated() {
            let color = (UInt8(index + 1), UInt8(2), UInt8(3))
            try files.write(try Image(width: 20, height: 10, color: color).pngData(), to: name)
        }
        for (name, text) in texts { try files.write(text, to: name) }
        return try body(files)
    }

    private func found(_ files: DataFiles, boxes: String? = nil) throws -> [DataProblem: [String]] {
        let check = try DataCheck(of: files.path, boxes: boxes)
        for finding in check.findings { #expect(finding.count == finding.places.count) }
        let pairs = check.findings.map { finding in
            (finding.problem, finding.places.map { $0.replacing(files.path + "/", with: "") })
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    private static func annotation(_ name: String, _ box: String = "1,2,5,6", size: String = "20,10") -> String {
        let edges = box.split(separator: ",")
        let sides = size.split(separator: ",")
        return """
            <annotation><size><width>\(sides[0])</width><height>\(sides[1])</height></size><object><name>\(name)</name>
            <bndbox><xmin>\(edges[0])</xmin><ymin>\(edges[1])</ymin><xmax>\(edges[2])</xmax><ymax>\(edges[3])</ymax></bndbox>
            </object></annotation>
            """
    }

    @Test func `A whole data set of each layout has nothing wrong`() throws {
        let lists = [
            "images.txt": "1 1.Wren/a.png\n2 2.Tit/b.png\n", "image_class_labels.txt": "1 1\n2 2\n",
            "train_test_split.txt": "1 1\n2 0\n", "classes.txt": "1 1.Wren\n2 2.Tit\n",
            "bounding_boxes.txt": "1 1 2 3 4\n2 1 2 3 4\n",
        ]
        let coco = """
            {"images": [{"id": 1, "file_name": "a.png", "width": 20, "height": 10}, {"id": 2, "file_name": "b.png"}],
             "annotations": [{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]},
              {"image_id": 2, "category_id": 2, "bbox": [1, 2, 3, 4]}],
             "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}]}
            """
        let cases: [(layout: String, texts: [String: String], pictures: [String])] = [
            ("folders of pictures", [:], ["train/a/1.png", "train/b/2.png", "val/a/3.png", "val/b/4.png"]),
            ("folders of pictures", [:], ["a/1.png", "b/2.png"]),
            ("CUB-200-2011", lists, ["images/1.Wren/a.png", "images/2.Tit/b.png"]),
            ("COCO", ["annotations/instances_val.json": coco], ["val/a.png", "images/val/b.png"]),
            (
                "annotations of Pascal VOC",
                ["Annotations/a.xml": Self.annotation("cat"), "Annotations/b.xml": Self.annotation("dog")],
                ["JPEGImages/a.png", "JPEGImages/b.png"]
            ),
            (
                "annotations of Pascal VOC",
                ["annotation/a.xml": Self.annotation("n01440764"), "annotation/b.xml": Self.annotation("n01443537")],
                ["val/a.png", "val/b.png"]
            ),
            (
                "annotations of Pascal VOC",
                ["val/a.xml": Self.annotation("n01440764"), "val/b.xml": Self.annotation("n01443537")],
                ["val/a.png", "val/b.png"]
            ),
            (
                "a table of boxes", ["boxes.csv": "file,class,xmin,ymin,xmax,ymax\na.png,1,1,2,3,4\nb.png,2,1,2,3,4\n"],
                ["a.png", "b.png"]
            ),
        ]
        for (layout, texts, pictures) in cases {
            try folder(texts, pictures: pictures) { files in
                let check = try DataCheck(of: files.path)
                #expect(check.findings.isEmpty, "\(layout): \(check.findings)")
                #expect(check.layout == layout && check.pictures == pictures.count && check.classes == 2)
                // A trailing slash is no other folder.
                let slashed = try DataCheck(of: files.path + "/")
                #expect(slashed.findings.isEmpty)
                let negatives = try DataNegatives(of: files.path)
                #expect(negatives.positives.map(\.pictures.count) == [pictures.count / 2, pictures.count / 2])
                #expect(negatives.excluded == 0 && negatives.missing == 0)
            }
        }
    }

    @Test func `Folders of pictures: unreadable, twice, without a class, without pictures`() throws {
        try folder(["train/a/empty.jpg": "", "train/c/notes.txt": "x"], pictures: ["train/a/1.png", "train/b/2.png"]) {
            files in
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: files.path + "/train/a/1.png")))
            try files.write(bytes, to: "val/a/copy.png")
            try files.write(Array(bytes.dropLast(2)), to: "val/b/cut.png")
            try files.write(bytes.map { $0 }, to: "val/x/3.png")
            let found = try found(files)
            #expect(found[.duplicate] == ["val/a/copy.png is train/a/1.png", "val/x/3.png is train/a/1.png"])
            #expect(found[.mislabelled] == ["val/x: there is no such class in train"])
            #expect(found[.empty] == ["val/c", "c"])
            #expect(found[.unreadable]?.count == 2, "\(found)")
            #expect(found.count == 4, "\(found)")
        }
    }

    @Test func `VOC: faulty, misplaced, mislabelled, orphaned, unannotated`() throws {
        let texts = [
            "annotations/ant/1.xml": Self.annotation("bee"),
            "annotations/bee/2.xml": Self.annotation("bee", "30,2,40,6"),
            "annotations/bee/3.xml": "<annotation><object>", "annotations/bee/4.xml": Self.annotation("ant", "5,2,1,6"),
            "annotations/gone.xml": Self.annotation("bee"),
            "annotations/bee/6.xml": Self.annotation("bee", size: "20,30"),
            "annotations/bee/7.xml": "<annotation></annotation>", "annotations/ant/8.xml": Self.annotation("ant"),
        ]
        let pictures = ["ant/1", "bee/2", "bee/3", "bee/4", "bee/5", "bee/6", "bee/7", "ant/8"].map {
            "images/\($0).png"
        }
        try folder(texts, pictures: pictures) { files in
            try files.write("no picture", to: "images/ant/8.png")
            let found = try found(files)
            #expect(found[.mislabelled] == ["images/ant/1.png: its annotation has bee"])
            // Its annotation is not without a picture.
            #expect(found[.unreadable]?.count == 1 && found[.unreadable]?[0].contains("ant/8.png") == true)
            #expect(found[.faulty]?.count == 1 && found[.faulty]?[0].contains("bee/3.xml, line 1") == true, "\(found)")
            let misplaced = try #require(found[.misplaced])
            #expect(misplaced.count == 3, "\(misplaced)")
            for (text, part) in zip(misplaced, ["lies outside", "has no size", "20×30"]) {
                #expect(text.contains(part), "\(text)")
            }
            #expect(found[.orphaned] == ["annotations/gone.xml"])
            #expect(
                found[.unannotated] == [
                    "images/bee/2.png: its annotation has no objects",
                    "images/bee/4.png: its annotation has no objects",
                    "images/bee/7.png: its annotation has no objects", "images/bee/3.png", "images/bee/5.png",
                ])
            #expect(found.count == 6, "\(found)")
            // Where a list of classes lies beside them.
            try files.write("ant\nwasp\n", to: "synset_words.txt")
            #expect(try self.found(files)[.mislabelled]?.count == 3)
        }
    }

    @Test func `COCO: missing, faulty, misplaced, mislabelled, orphaned, unannotated, empty`() throws {
        let coco = """
            {"images": [{"id": 1, "file_name": "a.png", "width": 20, "height": 10}, {"id": 2, "file_name": "gone.png"},
              {"id": 3, "file_name": "c.png"}, {"id": 3, "file_name": "d.png"}],
             "annotations": [{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]},
              {"image_id": 2, "category_id": 1, "bbox": [1, 2, 3, 4]}, {"image_id": 1, "category_id": 1, "bbox": [90, 2, 3, 4]},
              {"image_id": 3, "category_id": 7}, {"image_id": 9, "category_id": 1}, {"image_id": 1, "category_id": 1, "bbox": [,]}],
             "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}]}
            """
        try folder(
            ["annotations/instances_val.json": coco], pictures: ["images/a.png", "images/c.png", "images/e.png"]
        ) {
            files in
            let found = try found(files)
            let place = "annotations/instances_val.json"
            #expect(found[.missing] == ["gone.png"])
            #expect(found[.faulty]?.map { $0.prefix(place.count + 9) } == ["\(place): image 3", "\(place): annotat"])
            #expect(found[.misplaced]?.count == 1 && found[.misplaced]?[0].contains("annotation 2") == true)
            #expect(found[.mislabelled] == ["\(place): annotation 3: there is no category 7"])
            #expect(found[.orphaned] == ["\(place): annotation 4: there is no image 9"])
            #expect(found[.unannotated] == ["\(place): images/c.png has no annotations", "images/e.png"])
            #expect(found[.empty] == ["dog"])
            #expect(found.count == 7, "\(found)")
            let negatives = try DataNegatives(of: files.path)
            #expect(negatives.pictures == ["images/a.png"] && negatives.excluded == 1 && negatives.missing == 1)
            #expect(
                negatives.pictures(withoutClass: 0) == [] && negatives.pictures(withoutClass: 1) == ["images/a.png"])
        }
    }

    @Test func `CUB and a table: lists that do not fit together`() throws {
        let lists = [
            "images.txt": "1 1.Wren/a.png\n2 2.Tit/b.png\n3 2.Tit/gone.png\nx\n4 1.Wren/d.png\n",
            "image_class_labels.txt": "1 2\n2 2\n3 2\n9 1\n4 8\n",
            "train_test_split.txt": "1 1\n2 0\n3 0\n4 1\n", "classes.txt": "1 1.Wren\n2 2.Tit\n",
            "bounding_boxes.txt": "1 1 2 3 4\n2 50 2 3 4\n3 1 1 1 1\n",
        ]
        try folder(
            lists,
            pictures: ["images/1.Wren/a.png", "images/2.Tit/b.png", "images/2.Tit/new.png", "images/1.Wren/d.png"]
        ) { files in
            let found = try found(files)
            #expect(found[.missing] == ["images/2.Tit/gone.png"])
            #expect(found[.faulty]?.count == 1 && found[.faulty]?[0].hasPrefix("images.txt: line 4") == true)
            #expect(found[.misplaced]?.count == 1 && found[.misplaced]?[0].contains("2.Tit/b.png") == true)
            #expect(
                found[.mislabelled] == [
                    "images.txt, line 1: 1.Wren/a.png has the class 2.Tit",
                    "images.txt, line 5: classes.txt has no class 8",
                ])
            #expect(found[.orphaned] == ["image_class_labels.txt: images.txt has no picture 9"])
            #expect(
                found[.unannotated] == [
                    "images.txt, line 5: bounding_boxes.txt has no picture 4", "images/2.Tit/new.png",
                ])
            #expect(found[.empty] == ["1.Wren"])
            #expect(found.count == 7, "\(found)")
        }
        let table =
            "file,class,xmin,ymin,xmax,ymax\na.png,1,1,2,3,4\na.png,1,30,2,33,4\ngone.png,2,1,2,3,4\na.png,1,3,2,1,4\nx\n"
        try folder(["boxes.csv": table], pictures: ["a.png", "b.png"]) { files in
            let found = try found(files)
            #expect(found[.missing] == ["gone.png"] && found[.unannotated] == ["b.png"])
            #expect(found[.misplaced]?.map { $0.contains("line 5") || $0.contains("20×10") } == [true, true])
            #expect(found[.faulty]?.count == 1 && found.count == 4, "\(found)")
        }
    }

    @Test func `Annotations may lie elsewhere, and what is no data set is an error`() throws {
        try folder(["b.csv": "file,class,xmin,ymin,xmax,ymax\na.png,cat,1,2,3,4\n"], pictures: ["a.png"]) { files in
            let check = try DataCheck(of: files.path, boxes: files.path + "/b.csv")
            #expect(check.findings.isEmpty)
            for (path, code) in [
                (files.path + "/none", RationaleError.Code.missingInput), (files.path + "/a.png", .badData),
            ] {
                let error = #expect(throws: RationaleError.self) { try DataCheck(of: path) }
                #expect(error?.code == code && error?.hint != nil)
            }
            let error = #expect(throws: RationaleError.self) { try DataNegatives(of: files.path) }
            #expect(error?.code == .badData && error?.message.contains("nobody says") == true)
        }
    }

    @Test func `Negatives are a JSON object of paths, written whole`() throws {
        try folder(
            ["Annotations/1.xml": Self.annotation("a \"b\""), "Annotations/2.xml": Self.annotation("c")],
            pictures: ["JPEGImages/1.png", "JPEGImages/2.png", "JPEGImages/3.png"]
        ) { files in
            let negatives = try DataNegatives(of: files.path)
            let path = files.path + "/n.json"
            try negatives.write(to: path)
            let found = try JSONDecoder().decode(
                [String: [String]].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
            #expect(found == ["a \"b\"": ["JPEGImages/2.png"], "c": ["JPEGImages/1.png"]])
            let error = #expect(throws: RationaleError.self) { try negatives.write(to: files.path + "/none/n.json") }
            #expect(error?.code == .cannotWrite)
        }
    }
}
