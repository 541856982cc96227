import Foundation
import RationaleCore
import RationaleImaging
import Testing

/// Data as people have it: files that are not what they are called, faulty records, photos that are turned.
struct RecordTests {
    private func notes(_ outcome: Command.Outcome) -> String { outcome.errors }

    @Test func `A folder's pictures are explained, and what cannot be read is an input with an error`() throws {
        let command = try Command()
        defer { command.remove() }
        let picture = try Data(contentsOf: URL(fileURLWithPath: Fixtures.second))
        for name in ["a.jpg", "b.jfif", "c"] { try command.write(picture, to: "data/\(name)") }
        try command.write("RIFF....WEBPVP8 ", to: "data/d.webp")
        try command.write(Data(), to: "data/e.jpg")
        try command.write("words", to: "data/README.txt")
        let outcome = try command(
            "explain", "data", "--model", Fixtures.network, "--method", "centre", "--output", "run", "--json")
        let inputs = try #require(try outcome.json()["inputs"] as? [[String: Any]])
        #expect(inputs.count == 5)
        let errors = inputs.compactMap { $0["error"] as? [String: Any] }
        #expect(errors.compactMap { $0["code"] as? String } == ["badData", "badData"])
        #expect((errors.first?["message"] as? String)?.contains("WebP picture; only JPEG and PNG are read") == true)
        #expect(inputs.count { !(($0["predictions"] as? [Any]) ?? []).isEmpty } == 3)
        // The same in the other commands, as a note.
        for name in ["estimation/a.webp", "estimation/b.jpg"] { try command.write("RIFF....WEBPVP8 ", to: name) }
        let subset = try command(
            "data", "subset", "data", "--output", "sets", "--per-class", "1", "--allow-fewer", "--json")
        #expect(subset.status == 0 && subset.errors.contains("2 of 5 pictures are passed over"), "\(subset.errors)")
        let result = try #require(try subset.json()["subset"] as? [String: Any])
        #expect((result["notes"] as? [String])?.count == 1)
        let none = try command("data", "subset", "estimation", "--output", "other")
        #expect(none.status == 65 && none.errors.contains("none of the 2 pictures can be read"), "\(none.errors)")
    }

    @Test func `Faulty lines of a table are counted in notes, and its other boxes are judged`() throws {
        let command = try Command()
        defer { command.remove() }
        let picture = try Data(contentsOf: URL(fileURLWithPath: Fixtures.photo))
        for name in ["a.jpg", "b.jpg"] { try command.write(picture, to: "data/\(name)") }
        try command.write("file,xmin,ymin,xmax,ymax\na.jpg,1,1,9,9\nb.jpg,,,,\n", to: "data/boxes.csv")
        let arguments = [
            "evaluate", "localization", "--model", Fixtures.network, "--data", "data", "--method", "centre", "--target",
            "top",
            "--min-probability", "0", "--json",
        ]
        let outcome = try command.run(arguments)
        #expect(
            outcome.status == 0 && outcome.errors.contains("1 of 2 lines is passed over: line 3"), "\(outcome.errors)")
        let notes = try outcome.json()["notes"] as? [String]
        #expect(notes?.contains { $0.contains("line 3: expected a number as xmin") } == true)
        try command.write("file,xmin,ymin,xmax,ymax\nb.jpg,,,,\n", to: "data/boxes.csv")
        let none = try command.run(arguments)
        #expect(none.status == 65 && none.output.contains("line 2"), "\(none.output)")
    }

    @Test(arguments: [("shown", 9, 13), ("stored", 13, 9)])
    func `Boxes of a turned photo are where the thing is shown`(kind: String, width: Int, height: Int) throws {
        let command = try Command()
        defer { command.remove() }
        // Orientation 6: what is stored at the lower left is shown at the upper left.
        let file = Fixtures.pictures + "/orientation-6.jpg"
        try command.write(Data(contentsOf: URL(fileURLWithPath: file)), to: "data/a.jpg")
        let box = kind == "shown" ? "0, 0, 9, 6" : "0, 0, 6, 9"
        try command.write(
            """
            {"images": [{"id": 1, "file_name": "./a.jpg", "width": \(width), "height": \(height)}],
             "annotations": [{"image_id": 1, "category_id": 1, "bbox": [\(box)]}], "categories": [{"id": 1, "name": "x"}]}
            """, to: "boxes")
        func share(_ boxes: String) throws -> Command.Outcome {
            try command(
                "evaluate", "localization", "--model", Fixtures.network, "--data", "data", "--boxes", boxes, "--method",
                "centre", "--target", "0", "--min-probability", "0", "--preprocessing", "imagenet-stretch", "--metric",
                "iou",
                "--json")
        }
        let outcome = try share("boxes")
        #expect(outcome.status == 0, "\(outcome.errors) \(outcome.output)")
        // The same as a table in the frame that is shown.
        try command.write("file,width,height,xmin,ymin,xmax,ymax\na.jpg,9,13,0,0,9,6\n", to: "table")
        #expect(try values(outcome) == values(share("table")))
        try command.write("file,width,height,xmin,ymin,xmax,ymax\na.jpg,10,30,0,0,9,6\n", to: "table")
        let other = try share("table")
        #expect(other.status == 65 && other.output.contains("which is of another shape"), "\(other.output)")
    }

    private func values(_ outcome: Command.Outcome) throws -> [Double] {
        let metrics = try #require(try outcome.json()["metrics"] as? [[String: Any]])
        return metrics.compactMap { $0["value"] as? Double }
    }

    @Test func `What is no network is named`() throws {
        let command = try Command()
        defer { command.remove() }
        for arguments in [
            ["model", "inspect", Fixtures.photo], ["explain", Fixtures.second, "--model", Fixtures.photo],
            ["explain", Fixtures.second, "--model", "resnet18", "--weights", Fixtures.photo],
        ] {
            let outcome = try command.run(arguments)
            #expect(outcome.status == 65 && outcome.errors.contains("this is a JPEG picture"), "\(outcome.errors)")
            #expect(!outcome.errors.contains("holds weights"))
        }
    }

    @Test func `The same texts are held out in training and in evaluation`() throws {
        let command = try Command()
        defer { command.remove() }
        let rows = (0..<40).map { "\($0 < 20 ? "good" : "bad") film \($0),\($0 < 20 ? "pos" : "neg")" }
        try command.write("text,label\n" + rows.joined(separator: "\n") + "\nno label\n", to: "t.csv")
        let trained = try command(
            "train", "text", "--data", "t.csv", "--output", "net", "--embedding", "4", "--hidden", "4", "--layers", "1",
            "--epochs", "1")
        #expect(trained.status == 0, "\(trained.errors)")
        let note = "4 of 40 texts are held out, to judge by: a tenth of each class"
        #expect(
            trained.errors.contains(note) && trained.errors.contains("1 of 41 texts is passed over"),
            "\(trained.errors)")
        let judged = try command(
            "evaluate", "faithfulness", "--texts", "t.csv", "--model", "net/model.safetensors", "--method", "random",
            "--min-probability", "0", "--json")
        #expect(judged.status == 0 && judged.errors.contains(note), "\(judged.errors)")
        let values = try #require(try judged.json()["values"] as? [[String: Any]])
        #expect(Set(values.compactMap { $0["label"] as? String }) == ["pos", "neg"])
        #expect(values.count == 4)
    }
}
