import Foundation
import RationaleCore
import RationaleData
import RationaleImaging
import Testing

struct CaptionedPicturesTests {
    /// Two classes of five pictures each; d and e of each are for testing. Of the first class, c has no file.
    private func birds<Value>(
        _ change: (DataFiles) throws -> Void = { _ in }, _ body: (String) throws -> Value
    ) throws -> Value {
        let files = try DataFiles()
        defer { files.remove() }
        let names = ["1.Tit", "2.Wren"].flatMap { folder in "abcde".map { "\(folder)/\($0)" } }
        func list(_ line: (Int) -> String) -> String { names.indices.map { "\($0 + 1) \(line($0))\n" }.joined() }
        try files.write(list { names[$0] + ".jpg" }, to: "images.txt")
        try files.write(list { "\($0 / 5 + 1)" }, to: "image_class_labels.txt")
        try files.write(list { $0 % 5 < 3 ? "1" : "0" }, to: "train_test_split.txt")
        try files.write("1 1.Tit\n2 2.Wren\n3 3.Owl\n", to: "classes.txt")
        for name in names {
            if name != "1.Tit/c" { try files.write(DataFiles.picture, to: "images/\(name).jpg") }
            try files.write("a bird called \(name) .\nred wings\n", to: "text/\(name).txt")
        }
        try change(files)
        return try body(files.path)
    }

    private func names(_ samples: [CaptionedPictures.Sample]) -> Set<String> { Set(samples.map(\.name)) }

    @Test func `Birds have sentences, classes and a split, and some are set aside for validation`() throws {
        try birds { path in
            let found = try CaptionedPictures(in: path)
            #expect(found.classes == ["1.Tit", "2.Wren"])
            #expect(found.training.count == 3 && found.validation.count == 2)
            #expect(names(found.test) == ["1.Tit/d.jpg", "1.Tit/e.jpg", "2.Wren/d.jpg", "2.Wren/e.jpg"])
            #expect(Set(found.validation.map(\.label)) == [0, 1])
            let both = names(found.training).union(names(found.validation))
            #expect(both == ["1.Tit/a.jpg", "1.Tit/b.jpg", "2.Wren/a.jpg", "2.Wren/b.jpg", "2.Wren/c.jpg"])
            let last = try #require(found.test.last)
            #expect(last.sentences == ["a bird called 2.Wren/e .", "red wings"])
            #expect(last.path == "\(path)/images/2.Wren/e.jpg" && last.label == 1)
            let says = [
                "1 of 10 pictures is passed over: images.txt, line 3: there is no picture images/1.Tit/c.jpg",
                "1 of those has no file in images",
                "2 of 5 pictures to learn from are set aside for validation (seed 0)",
            ]
            #expect(found.notes.count == says.count, "\(found.notes)")
            for (note, text) in zip(found.notes, says) { #expect(note.contains(text), "\(note)") }
        }
    }

    @Test func `Captions can be had without their pictures`() throws {
        try birds { path in
            let found = try CaptionedPictures(in: path, needsPictures: false)
            let all = found.training + found.validation + found.test
            #expect(all.count == 10)
            #expect(all.filter { $0.path == nil }.map(\.name) == ["1.Tit/c.jpg"])
            try FileManager.default.removeItem(atPath: "\(path)/images")
            let without = try CaptionedPictures(in: path, needsPictures: false)
            #expect(without.training.map(\.sentences) == found.training.map(\.sentences))
            #expect((without.training + without.test).allSatisfy { $0.path == nil })
            let error = #expect(throws: RationaleError.self) { try CaptionedPictures(in: path) }
            #expect(error?.code == .badData && error?.message.contains("10 of those have no file") == true)
        }
    }

    @Test func `The same seed sets the same pictures aside, and another fraction others`() throws {
        try birds { path in
            func aside(_ fraction: Double, _ seed: UInt64) throws -> [String] {
                try CaptionedPictures(in: path, needsPictures: false, settingAside: fraction, seed: seed)
                    .validation.map(\.name)
            }
            let (first, again) = (try aside(0.1, 5), try aside(0.1, 5))
            #expect(first == again && first.count == 2)
            let different = Set(try (0..<20).map { try aside(0.1, UInt64($0)) })
            #expect(different.count > 3)
            // One of each class is left.
            let most = try aside(0.99, 0)
            #expect(most.count == 4)
            for fraction in [0, 1, -1, Double.nan] {
                let error = #expect(throws: RationaleError.self) { try aside(fraction, 0) }
                #expect(error?.code == .usage)
            }
        }
    }

    @Test func `Sentences that are none are passed over and counted`() throws {
        try birds { files in
            let lost = Array("a\u{FFFD}\u{FFFD}black\u{FFFD}bird".utf8)
            let lines: [[UInt8]] = [
                Array("one\r".utf8), [], [0x61, 0xFF], Array("  ".utf8), lost, Array(" two ".utf8),
            ]
            try files.write(Array(lines.joined(separator: [0x0A])), to: "text/2.Wren/e.txt")
            try files.write("\n \n", to: "text/2.Wren/d.txt")
            try FileManager.default.removeItem(atPath: "\(files.path)/text/1.Tit/e.txt")
        } _: { path in
            let found = try CaptionedPictures(in: path)
            #expect(names(found.test) == ["1.Tit/d.jpg", "2.Wren/e.jpg"])
            #expect(found.test.last?.sentences == ["one", "a black bird", "two"])
            let notes = found.notes.joined(separator: "\n")
            for says in [
                "3 of 10 pictures are passed over", "text/1.Tit/e.txt: cannot be opened",
                "text/2.Wren/d.txt: there are no sentences", "5 of 20 sentences are passed over",
                "text/2.Wren/d.txt: line 1 is empty", "1 of 20 sentences has the replacement character U+FFFD",
                "text/2.Wren/e.txt: line 5",
            ] { #expect(notes.contains(says), "\(says) is not in \(notes)") }
        }
        try birds { files in
            try files.write([0x61, 0xFF, 0x0A, 0x62], to: "text/2.Wren/e.txt")
        } _: { path in
            let notes = try CaptionedPictures(in: path).notes
            #expect(notes.contains { $0.contains("2.Wren/e.txt: line 1 is not UTF-8 text") }, "\(notes)")
        }
    }

    @Test func `Captions of this package's writer are read`() throws {
        try birds { files in
            try FileManager.default.moveItem(atPath: "\(files.path)/text", toPath: "\(files.path)/text_c10")
        } _: { path in
            #expect(try CaptionedPictures(in: path).test.first?.sentences.count == 2)
            try FileManager.default.removeItem(atPath: "\(path)/text_c10")
            let error = #expect(throws: RationaleError.self) { try CaptionedPictures(in: path) }
            #expect(error?.code == .missingInput && error?.message.contains("text_c10 or text") == true)
        }
    }

    @Test(arguments: [
        ["train_no_cub.txt", "val_no_cub.txt", "test_no_cub.txt"], ["train_noCub.txt", "val.txt", "test.txt"],
    ])
    func `A published split comes first`(lists: [String]) throws {
        try birds { files in
            try files.write("1.Tit/e.jpg\n2.Wren/a\n2.Wren/b.jpg\n2.Wren/a\n", to: lists[0])
            try files.write("1.Tit/a.jpg\n3.Owl/z.jpg\n", to: lists[1])
            try files.write("2.Wren/e.jpg\n", to: lists[2])
        } _: { path in
            let found = try CaptionedPictures(in: path)
            #expect(found.training.map(\.name) == ["1.Tit/e.jpg", "2.Wren/a.jpg", "2.Wren/b.jpg"])
            #expect(found.validation.map(\.name) == ["1.Tit/a.jpg"] && found.test.map(\.name) == ["2.Wren/e.jpg"])
            let notes = found.notes.joined(separator: "\n")
            for says in [
                "4 of 9 pictures are passed over: 1.Tit/b.jpg is in no list",
                "line 4: 2.Wren/a stands in a line before",
                "1 of 6 names of the split are of no picture here",
            ] { #expect(notes.contains(says), "\(says) is not in \(notes)") }
        }
    }

    @Test func `What cannot be learnt from is refused`() throws {
        func refused(_ files: [String: String], _ says: String) throws {
            try birds { folder in
                for (name, text) in files { try folder.write(text, to: name) }
            } _: { path in
                let error = #expect(throws: RationaleError.self) { try CaptionedPictures(in: path) }
                #expect(error?.code == .badData)
                #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
            }
        }
        let split = { (train: String, val: String) in
            ["train_no_cub.txt": train, "val_no_cub.txt": val, "test_no_cub.txt": "1.Tit/d.jpg"]
        }
        try refused(split("2.Wren/a.jpg\n1.Tit/a.jpg", "1.Tit/a.jpg"), "such as 1.Tit/a.jpg (line 2, and line 1 there)")
        try refused(split("2.Wren/a.jpg", "1.Tit/a.jpg"), "the class 1.Tit has no pictures to learn from")
        try refused(split("1.Tit/a.jpg\n2.Wren/a.jpg", "x"), "no pictures to validate by")
        try refused(split("x", "2.Wren/a.jpg"), "no pictures to learn from")
        let empty = try DataFiles()
        defer { empty.remove() }
        let error = #expect(throws: RationaleError.self) { try CaptionedPictures(in: empty.path) }
        #expect(error?.code == .missingInput && error?.hint?.contains("captions_*.json") == true)
    }
}

struct COCOCaptionsTests {
    private static let training = """
        {"info": {}, "images": [{"id": 7, "file_name": "a.jpg"}, {"id": 9, "file_name": "b.jpg"},
        {"id": 7, "file_name": "c.jpg"}, {"id": 4, "file_name": "gone.jpg"}, {"id": 5, "file_name": "e.jpg"}],
        "licenses": [], "annotations": [{"id": 1, "image_id": 9, "caption": "A dog.\\n"},
        {"id": 2, "image_id": 7, "caption": "A cat\\nsits ."}, {"id": 3, "image_id": 9, "caption": " "},
        {"id": 4, "image_id": 9, "caption": "Two."}, {"id": 5, "image_id": 99, "caption": "Nobody."},
        {"id": 6, "image_id": 9}, {"id": 7, "image_id": 4, "caption": "Gone."}]}
        """
    private static let validation = """
        {"images": [{"id": "n/d", "file_name": "d.jpg"}],
        "annotations": [{"image_id": "n/d", "caption": "A bird."}]}
        """

    private func folder<Value>(_ files: [String: String], _ body: (String) throws -> Value) throws -> Value {
        let folder = try DataFiles()
        defer { folder.remove() }
        for name in ["train2014/a", "train2014/b", "images/d", "images/e"] {
            try folder.write(DataFiles.picture, to: "\(name).jpg")
        }
        for (name, text) in files { try folder.write(text, to: name) }
        return try body(folder.path)
    }

    @Test func `Captions are split as their files are called`() throws {
        let files = [
            "annotations/captions_train2014.json": Self.training, "annotations/captions_val2014.json": Self.validation,
        ]
        try folder(files) { path in
            let found = try CaptionedPictures(in: path)
            #expect(found.classes == nil && found.test.isEmpty)
            #expect(found.training.map(\.name) == ["a.jpg", "b.jpg"])
            #expect(found.training.map(\.path) == ["\(path)/train2014/a.jpg", "\(path)/train2014/b.jpg"])
            #expect(found.training.map(\.sentences) == [["A cat sits ."], ["A dog.", "Two."]])
            #expect(found.validation.map(\.sentences) == [["A bird."]] && found.validation[0].label == nil)
            let notes = found.notes.joined(separator: "\n")
            for says in [
                "3 of 12 records are passed over: image 2: its id 7 stands before",
                "annotation 5: there is no 'caption'", "annotation 4: there is no image 99",
                "2 of 4 pictures are passed over: there is no picture gone.jpg; e.jpg has no sentences",
                "1 of 7 sentences is passed over", "annotation 2 is empty", "there are no pictures to judge by",
            ] { #expect(notes.contains(says), "\(says) is not in \(notes)") }
            let without = try CaptionedPictures(in: path, needsPictures: false)
            #expect(without.training.map(\.name) == ["a.jpg", "b.jpg", "gone.jpg"])
        }
    }

    @Test func `One file is split by chance`() throws {
        let images = (0..<40).map { "{\"id\": \($0), \"file_name\": \"\($0).jpg\"}" }.joined(separator: ",")
        let captions = (0..<40).map { "{\"image_id\": \($0), \"caption\": \"\($0)\"}" }.joined(separator: ",")
        let text = "{\"images\": [\(images)], \"annotations\": [\(captions)]}"
        try folder(["captions.json": text]) { path in
            let found = try CaptionedPictures(in: path, needsPictures: false)
            let counts: [Int] = [found.training.count, found.validation.count, found.test.count]
            #expect(counts == [32, 4, 4])
            let all = (found.training + found.validation + found.test).map(\.name)
            #expect(Set(all).count == 40)
            #expect(found.notes.contains { $0.contains("4 of 40 pictures are set aside to judge by") })
        }
    }

    @Test(arguments: [
        ("{\"images\": []}", "there is no list 'annotations'"), ("[]", "expected an object"),
        ("{\"images\": [], \"annotations\": []}", "there are no pictures with captions"),
    ])
    func `A file of another kind is refused`(text: String, says: String) throws {
        try folder(["captions.json": text]) { path in
            let error = #expect(throws: RationaleError.self) { try CaptionedPictures(in: path) }
            #expect(error?.code == .badData && error?.message.contains(says) == true, "\(error?.message ?? "")")
        }
    }
}
