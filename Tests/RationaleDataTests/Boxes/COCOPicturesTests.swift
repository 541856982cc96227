import RationaleCore
import RationaleData
import Testing

struct COCOPicturesTests {
    private func pictures(_ text: String) throws -> [AnnotatedPicture] { try read(text).pictures }

    private func read(_ text: String) throws -> AnnotatedPictures {
        let files = try DataFiles()
        defer { files.remove() }
        return try COCOPictures.pictures(of: [files.write(text, to: "a.json")], in: "pictures")
    }

    private func document(_ annotations: String) -> String {
        """
        {"images": [{"id": 3, "file_name": "a.jpg", "width": 100, "height": 80}, {"id": 4, "file_name": "b.jpg"}],
         "annotations": [\(annotations)], "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}], "info": {}}
        """
    }

    @Test func `A picture with two categories is one of each, with the shapes of that category`() throws {
        let found = try pictures(
            document(
                """
                {"image_id": 3, "category_id": 1, "bbox": [1, 2, 3, 4]},
                {"image_id": 3, "category_id": 2, "bbox": [10, 20, 30.5, 40], "segmentation": []},
                {"image_id": 3, "category_id": 1, "bbox": [0, 0, 1, 1], "segmentation": [[1, 1, 9.5, 1, 9, 8], [0, 0, 1, 0, 1, 1]]},
                {"image_id": 3, "category_id": 2, "iscrowd": 1, "segmentation": {"size": [80, 100], "counts": [10, 20, 7970]}},
                {"image_id": 3, "category_id": 2, "segmentation": {"size": [80, 100], "counts": ":d0Ri7"}},
                {"image_id": 3, "category_id": 2}
                """))
        let polygons = [[SIMD2(1, 1), SIMD2(9.5, 1), SIMD2(9, 8)], [SIMD2(0, 0), SIMD2(1, 0), SIMD2(1, 1)]]
        let runs = try RunLengths(height: 80, width: 100, counts: [10, 20, 7970])
        #expect(
            found == [
                AnnotatedPicture(
                    path: "pictures/a.jpg", label: .name("cat"),
                    shapes: [.box(Box(x: 1, y: 2, width: 3, height: 4)), .polygons(polygons)],
                    frame: .init(width: 100, height: 80)),
                AnnotatedPicture(
                    path: "pictures/a.jpg", label: .name("dog"),
                    shapes: [.box(Box(x: 10, y: 20, width: 30.5, height: 40)), .runs(runs), .runs(runs)],
                    frame: .init(width: 100, height: 80)), AnnotatedPicture(path: "pictures/b.jpg"),
            ])
        #expect(found.allSatisfy { !$0.isDifficult })
    }

    static let faulty = [
        (#"{"image_id": 9, "category_id": 1, "bbox": [1, 2, 3, 4]}"#, "annotation 1: there is no image 9"),
        (#"{"image_id": 3, "category_id": 9, "bbox": [1, 2, 3, 4]}"#, "annotation 1: there is no category 9"),
        (#"{"image_id": 3, "category_id": 1, "bbox": [1, 2, 3]}"#, "annotation 1: expected four numbers"),
        (#"{"image_id": 3, "category_id": 1, "bbox": [1, 2, -3, 4]}"#, "annotation 1: the box"),
        (#"{"image_id": 3, "category_id": 1, "bbox": [1, 2, 30, 0]}"#, "has no size"),
        (#"{"image_id": 3, "category_id": 1, "bbox": [200, 2, 30, 5]}"#, "lies outside"),
        (#"{"image_id": "3", "category_id": 1}"#, "is of another kind"),
        (#"{"category_id": 1}"#, "there is no 'image_id'"),
        ("7", "annotation 1: expected an object, found an integer"),
        (#"{"image_id": 3, "category_id": 1, "segmentation": 5}"#, "'segmentation' is of another kind"),
        (#"{"image_id": 3, "category_id": 1, "segmentation": [[1, 2, 3, 4]]}"#, "three corners or more, found 4"),
        (#"{"image_id": 3, "category_id": 1, "segmentation": [[1, 2, 3, 4, 5, "6"]]}"#, "no number of pixels"),
        (#"{"image_id": 3, "category_id": 1, "segmentation": [[200, 2, 300, 4, 250, 6]]}"#, "lies outside"),
        (#"{"image_id": 3, "category_id": 1, "segmentation": {"counts": "1"}}"#, "height and width"),
        (#"{"image_id": 3, "category_id": 1, "segmentation": {"size": [80, 100]}}"#, "no 'counts'"),
        (#"{"image_id": 3, "category_id": 1, "segmentation": {"size": [80, 100], "counts": "1"}}"#, "cover 1 pixels"),
        (
            #"{"image_id": 3, "category_id": 1, "segmentation": {"size": [2, 2], "counts": [1, 3]}}"#,
            "2×2 pixels, not of"
        ),
        (
            #"{"image_id": 3, "category_id": 1, "segmentation": {"size": [2, 2], "counts": [1, 2.5]}}"#,
            "no whole number"
        ),
        (#"{"image_id": 3, "category_id": 1, "segmentation": {"size": [80, 100], "counts": [8000]}}"#, "cover nothing"),
        (#"{"image_id": 3, "category_id": 1, "bbox": [1,, 2]}"#, "annotation 1: it is no JSON: expected a value"),
        (#"{"image_id": 3, "category_id": 1, "bbox": [1, 2, 3, 4]"#, "annotation 1: it is no JSON"),
        (#"{"image_id": 3, "name": "a, "category_id": 1}"#, "annotation 1: it is no JSON"),
    ]

    @Test(arguments: faulty)
    func `A faulty annotation is passed over, counted and named`(annotation: String, expected: String) throws {
        let good = #"{"image_id": 3, "category_id": 1, "bbox": [1, 2, 3, 4]}"#
        let found = try read(document("\(good), \(annotation)"))
        #expect(found.pictures.map(\.shapes.count) == [1, 0])
        #expect(found.notes.count == 1 && found.notes[0].contains("1 of 6 records is passed over"), "\(found.notes)")
        #expect(found.notes.first?.contains(expected) == true, "\(found.notes)")
        // Where nothing else is there, it is an error.
        let error = #expect(throws: RationaleError.self) { try read(document(annotation)) }
        #expect(error?.code == .badData && error?.message.contains("1 of 5 records") == true)
    }

    @Test(arguments: [
        ("{", "the file ends too early"), ("[]", "expected an object"), ("{} ", "there is no list 'images'"),
        ("", "the file is empty"), ("text", "expected an object"), (#"{"images" 5}      "#, "expected a colon"),
        (#"{"images": [], "annotations": []}"#, "there is no list 'categories'"),
        (#"{"images": 5, "annotations": [], "categories": []}"#, "there is no list 'images'"),
        (#"{"images": [], "images": [], "categories": []}"#, "\"images\" appears twice"),
        (
            #"{"images": [{"id": 1}], "annotations": [{"id": 1}, {"id""#,
            "ends too early, within its annotations, before there are categories"
        ),
    ])
    func `What is no COCO file is refused`(text: String, expected: String) throws {
        let error = #expect(throws: RationaleError.self) { try read(text) }
        #expect(error?.code == .badData)
        #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        ["images", "annotations", "categories"], ["annotations", "categories", "images"],
        ["categories", "images", "annotations"],
    ])
    func `Lists come in any order, and a broken record in each costs that record alone`(order: [String]) throws {
        let good = [
            "images": [#"{"id": 3, "file_name": "a.jpg"}"#, #"{"id": 4, "file_name": "b.jpg"}"#],
            "categories": [#"{"id": 1, "name": "cat"}"#, #"{"id": 2, "name": "dog"}"#],
            "annotations": [
                #"{"image_id": 3, "category_id": 1, "bbox": [1, 2, 3, 4]}"#,
                #"{"image_id": 4, "category_id": 2, "bbox": [1, 2, 3, 4]}"#,
            ],
        ]
        let expected = try pictures(Self.document(order, good))
        #expect(expected.map(\.label) == [.name("cat"), .name("dog")])
        for faulty in [
            #"{"id": 9, "x": [1, }"#, #"{"id": 9, "x": {"y": 1}"#, #"{"id": 9 "x": "a}"#, "%", "{}", #"{"a": "\q"}"#,
        ] {
            for place in 0...2 {
                var records = good
                for list in order { records[list]?.insert(faulty, at: place) }
                let found = try read(Self.document(order, records))
                #expect(found.pictures == expected, "\(faulty) at \(place)")
                #expect(
                    found.notes.first?.contains("3 of 9 records are passed over") == true,
                    "\(found.notes) \(faulty) \(place)")
            }
        }
    }

    private static func document(_ order: [String], _ records: [String: [String]]) -> String {
        let lists = order.map { "\"\($0)\": [\(records[$0, default: []].joined(separator: ",\n "))]" }
        return #"{"info": {"year": 2014}, "licenses": [{"id": 1}, {"id": 2}], "# + lists.joined(separator: ", ") + "}\n"
    }

    @Test func `A file that is cut off in its last list says so and keeps what came before`() throws {
        let annotation = #"{"image_id": 3, "category_id": 1, "bbox": [1, 2, 3, 4]}"#
        let whole = Self.document(
            ["images", "categories", "annotations"],
            [
                "images": [#"{"id": 3, "file_name": "a.jpg"}"#], "categories": [#"{"id": 1, "name": "cat"}"#],
                "annotations": Array(repeating: annotation, count: 4),
            ])
        // Within the last record, behind it, and behind the comma before it.
        for (length, kept) in [(whole.count - 20, 3), (whole.count - 3, 4), (whole.count - 3 - annotation.count, 3)] {
            let found = try read(String(whole.prefix(length)))
            #expect(found.pictures.map(\.shapes.count) == [kept], "\(whole.prefix(length).suffix(30))")
            #expect(found.notes.count == 1 && found.notes[0].contains("ends too early, within its annotations"))
        }
        let error = #expect(throws: RationaleError.self) { try read(String(whole.prefix(90))) }
        #expect(
            error?.message.contains("within its images, before there are annotations") == true,
            "\(error?.message ?? "")")
    }

    @Test func `Pictures are found in the folder that the file is named for`() throws {
        let files = try DataFiles()
        defer { files.remove() }
        try files.write(DataFiles.picture, to: "val2014/a.jpg")
        try files.write(DataFiles.picture, to: "images/val2014/b.jpg")
        let path = try files.write(
            document(#"{"image_id": 3, "category_id": 1, "bbox": [1, 2, 3, 4]}"#),
            to: "annotations/instances_val2014.json")
        #expect(try DataLayout(of: files.path) == .coco([path]))
        let found = try COCOPictures.pictures(of: [path], in: files.path).pictures
        #expect(found.map(\.path) == ["\(files.path)/val2014/a.jpg", "\(files.path)/images/val2014/b.jpg"])
        #expect(COCOPictures.judging(["a/instances_train.json", path]) == [path])
        #expect(COCOPictures.judging(["a/instances_train.json"]) == ["a/instances_train.json"])
    }
}
