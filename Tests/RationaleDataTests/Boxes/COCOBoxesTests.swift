import RationaleCore
import RationaleData
import Testing

struct COCOBoxesTests {
    private func pictures(_ text: String) throws -> [AnnotatedPicture] {
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

    @Test(arguments: [
        (#"{"image_id": 9, "category_id": 1, "bbox": [1, 2, 3, 4]}"#, "annotation 0: expected four numbers"),
        (#"{"image_id": 3, "category_id": 9, "bbox": [1, 2, 3, 4]}"#, "annotation 0: expected four numbers"),
        (#"{"image_id": 3, "category_id": 1, "bbox": [1, 2, 3]}"#, "annotation 0: expected four numbers"),
        (#"{"image_id": 3, "category_id": 1, "bbox": [1, 2, -3, 4]}"#, "annotation 0: the box"),
        (#"{"image_id": "3", "category_id": 1}"#, "is of another kind"),
        (#"{"category_id": 1}"#, "there is no 'imageId'"),
        ("{", "no JSON"),
    ])
    func `What is wrong is named`(annotation: String, expected: String) throws {
        let error = #expect(throws: RationaleError.self) { try pictures(document(annotation)) }
        #expect(error?.code == .badData)
        #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
    }
}
