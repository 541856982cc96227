import RationaleCore
import RationaleData
import Testing

struct COCOBoxesTests {
    private func pictures(_ text: String) throws -> [AnnotatedPicture] { try read(text).pictures }

    private func read(_ text: String) throws -> AnnotatedPictures {
        let files = try DataFiles()
        defer { files.remove() }
        return try COCOBoxes.pictures(of: files.write(text, to: "a.json"), in: "pictures")
    }

    private func document(_ annotations: String) -> String {
        """
        {"images": [{"id": 3, "file_name": "a.jpg", "width": 100, "height": 80}, {"id": 4, "file_name": "b.jpg"}],
         "annotations": [\(annotations)], "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}], "info": {}}
        """
    }

    @Test func `The largest box names the class, and its boxes are those of that class`() throws {
        let found = try pictures(
            document(
                """
                {"image_id": 3, "category_id": 1, "bbox": [1, 2, 3, 4]},
                {"image_id": 3, "category_id": 2, "bbox": [10, 20, 30.5, 40]},
                {"image_id": 3, "category_id": 2, "bbox": [0, 0, 1, 1]}, {"image_id": 3, "category_id": 2}
                """))
        #expect(
            found == [
                AnnotatedPicture(
                    path: "pictures/a.jpg", label: .name("dog"),
                    boxes: [Box(x: 10, y: 20, width: 30.5, height: 40), Box(x: 0, y: 0, width: 1, height: 1)],
                    frame: .init(width: 100, height: 80)), AnnotatedPicture(path: "pictures/b.jpg"),
            ])
    }

    static let faulty = [
        (#"{"image_id": 9, "category_id": 1, "bbox": [1, 2, 3, 4]}"#, "annotation 1: there is no image 9"),
        (#"{"image_id": 3, "category_id": 9, "bbox": [1, 2, 3, 4]}"#, "annotation 1: there is no category 9"),
        (#"{"image_id": 3, "category_id": 1, "bbox": [1, 2, 3]}"#, "annotation 1: expected four numbers"),
        (#"{"image_id": 3, "category_id": 1, "bbox": [1, 2, -3, 4]}"#, "annotation 1: the box"),
        (#"{"image_id": 3, "category_id": 1, "bbox": [1, 2, 30, 0]}"#, "has no size"),
        (#"{"image_id": 3, "category_id": 1, "bbox": [200, 2, 30, 5]}"#, "lies outside"),
        (#"{"image_id": "3", "category_id": 1}"#, "is of another kind"),
        (#"{"category_id": 1}"#, "there is no 'imageId'"),
        ("7", "annotation 1"),
    ]

    @Test(arguments: faulty)
    func `A faulty annotation is passed over, counted and named`(annotation: String, expected: String) throws {
        let good = #"{"image_id": 3, "category_id": 1, "bbox": [1, 2, 3, 4]}"#
        let found = try read(document("\(good), \(annotation)"))
        #expect(found.pictures.map(\.boxes.count) == [1, 0])
        #expect(found.notes.count == 1 && found.notes[0].contains("1 of 6 records is passed over"), "\(found.notes)")
        #expect(found.notes.first?.contains(expected) == true, "\(found.notes)")
        // Where nothing else is there, it is an error.
        let error = #expect(throws: RationaleError.self) { try read(document(annotation)) }
        #expect(error?.code == .badData && error?.message.contains("1 of 5 records") == true)
    }

    @Test(arguments: [("{", "no JSON"), (#"{"images": [], "annotations": []}"#, "there is no 'categories'")])
    func `What is no COCO file is refused`(text: String, expected: String) throws {
        let error = #expect(throws: RationaleError.self) { try read(text) }
        #expect(error?.code == .badData)
        #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
    }
}
