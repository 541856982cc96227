import Foundation
import RationaleCore
import RationaleData
import RationaleImaging
import Testing

/// Pictures with any number of classes each.
struct AnnotatedLabelsTests {
    private struct Folder {
        let url = FileManager.default.temporaryDirectory.appending(path: "multi-\(UUID().uuidString)")

        func write(_ text: String, to name: String) throws {
            let place = url.appending(path: name)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: place)
        }

        func picture(_ name: String) throws {
            let place = url.appending(path: name)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Image(width: 8, height: 8, color: (1, 2, 3)).write(to: place)
        }
    }

    /// A COCO file: for each picture the categories of its things; `nil` for one without annotations.
    private func instances(_ pictures: [(String, [Int])]) -> String {
        let images = pictures.enumerated().map {
            #"{"id": \#($0), "file_name": "\#($1.0)", "width": 8, "height": 8}"#
        }
        let annotations = pictures.enumerated().flatMap { index, picture in
            picture.1.map { #"{"image_id": \#(index), "category_id": \#($0), "bbox": [1, 1, 3, 3]}"# }
        }
        return """
            {"images": [\(images.joined(separator: ","))], "annotations": [\(annotations.joined(separator: ","))],
             "categories": [{"id": 7, "name": "wren"}, {"id": 3, "name": "crow"}, {"id": 5, "name": "tit"}]}
            """
    }

    @Test func `COCO's training and validation are kept apart, and pictures have all their classes`() throws {
        let folder = Folder()
        defer { try? FileManager.default.removeItem(at: folder.url) }
        for name in ["train2014/a.png", "train2014/b.png", "train2014/c.png", "val2014/d.png"] {
            try folder.picture(name)
        }
        try folder.write(
            instances([("a.png", [7, 3, 7]), ("b.png", [3]), ("c.png", []), ("gone.png", [5])]),
            to: "annotations/instances_train2014.json")
        try folder.write(instances([("d.png", [7])]), to: "annotations/instances_val2014.json")
        let pictures = try LabeledPictures(in: folder.url.path)
        #expect(pictures.haveSeveralClasses && pictures.classes == ["crow", "wren"])
        func named(_ samples: [LabeledPictures.Sample]) -> [String: [Int]] {
            Dictionary(uniqueKeysWithValues: samples.map { (($0.path as NSString).lastPathComponent, $0.labels) })
        }
        #expect(named(pictures.training) == ["a.png": [0, 1], "b.png": [0]])
        #expect(named(pictures.validation) == ["d.png": [1]])
        #expect(pictures.notes.contains { $0.contains("gone.png") })
        #expect(pictures.notes.contains { $0.contains("1 pictures without annotations") })
        // Every picture to learn from has a crow; one has no wren.
        #expect(pictures.negatives.map(\.count) == [0, 1] && pictures.positives.map(\.count) == [2, 1])
        #expect(try pictures.training[0].image().width == 8)
    }

    @Test func `Of other data a tenth is set aside, always the same`() throws {
        let folder = Folder()
        defer { try? FileManager.default.removeItem(at: folder.url) }
        var lines = ["file,class,xmin,ymin,xmax,ymax"]
        for number in 0..<40 {
            try folder.picture("images/\(number).png")
            lines.append("\(number).png,\(number % 2 == 0 ? "wren" : "crow"),1,1,4,4")
            if number % 5 == 0 { lines.append("\(number).png,tit,2,2,5,5") }
        }
        try folder.write(lines.joined(separator: "\n"), to: "boxes.csv")
        let pictures = try LabeledPictures(in: folder.url.path)
        #expect(pictures.classes == ["crow", "tit", "wren"])
        #expect(pictures.validation.count == 4 && pictures.training.count == 36)
        #expect(Set(pictures.validation.map(\.path)).isDisjoint(with: pictures.training.map(\.path)))
        #expect(pictures.notes.contains { $0.contains("4 of 40 pictures are set aside") })
        let again = try LabeledPictures(in: folder.url.path)
        #expect(again.validation == pictures.validation && again.training == pictures.training)
        for (label, negatives) in pictures.negatives.enumerated() {
            let without = pictures.training.indices.filter { !pictures.training[$0].labels.contains(label) }
            #expect(negatives == without)
        }
    }

    @Test func `One annotated picture is too few`() throws {
        let folder = Folder()
        defer { try? FileManager.default.removeItem(at: folder.url) }
        try folder.picture("images/a.png")
        try folder.write("file,class,xmin,ymin,xmax,ymax\na.png,wren,1,1,4,4", to: "boxes.csv")
        let error = #expect(throws: RationaleError.self) { try LabeledPictures(in: folder.url.path) }
        #expect(error?.code == .badData && error?.hint?.contains("data check") == true)
    }
}
