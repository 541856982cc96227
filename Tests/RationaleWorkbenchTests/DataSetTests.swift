import Foundation
import RationaleAviary
import RationaleCore
import RationaleImaging
import RationaleWorkbench
import Testing

/// Data sets of birds: read back from their files, refused, resumed, replaced.
struct DataSetTests {
    private func options(_ format: DataSetFormat, count: Int = 9, species: Int = 3) -> DataSetOptions {
        var options = DataSetOptions(format: format)
        options.count = count
        options.side = 64
        options.speciesCount = species
        return options
    }

    private func run(_ options: DataSetOptions, _ folder: String, existing: ExistingOutput = .refuse) throws
        -> DataSetRun.Result
    {
        try DataSetRun(options, output: folder, command: ["rationale", "data"], existing: existing).run()
    }

    private func lines(_ path: String) throws -> [[String]] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: " ").map(String.init)
        }
    }

    /// The scene of picture number `index`, drawn anew, of a data set with these options.
    private func scene(_ index: Int, isTraining: Bool) throws -> Scene {
        let seed = isTraining ? SceneSeeds.training(index) : SceneSeeds.validation(index)
        return try Aviary(speciesCount: 3, seed: 0).scene(seed: seed, species: index % 3)
    }

    private func files(_ folder: String) -> [String] {
        (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
            .filter { URL(fileURLWithPath: "\(folder)/\($0)").pathExtension != "" && !$0.hasSuffix(".tmp") }
            .filter { (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\($0)")) == nil }.sorted()
    }

    @Test func `A folder has a picture of every class in both splits`() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let result = try run(options(.folder), scratch.path("set"))
        #expect(result.train == 6 && result.val == 3)
        let pictures = files(scratch.path("set")).filter { $0.hasSuffix(".png") }
        #expect(pictures.count == 9)
        for split in ["train", "val"] {
            let classes = Set(pictures.filter { $0.hasPrefix(split) }.map { $0.split(separator: "/")[1] })
            #expect(classes.count == 3)
        }
        for picture in pictures {
            let image = try Image(contentsOf: URL(fileURLWithPath: scratch.path("set/\(picture)")))
            #expect(image.width == 64 && image.height == 64)
        }
    }

    @Test func `The tables of CUB fit together`() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        _ = try run(options(.cub), scratch.path("set"))
        func table(_ name: String) throws -> [[String]] { try lines(scratch.path("set/\(name)")) }
        let images = try table("images.txt")
        let classes = try Dictionary(uniqueKeysWithValues: table("classes.txt").map { ($0[0], $0[1]) })
        let labels = try Dictionary(uniqueKeysWithValues: table("image_class_labels.txt").map { ($0[0], $0[1]) })
        #expect(images.map { $0[0] } == (1...9).map(String.init))
        #expect(try table("train_test_split.txt").count { $0[1] == "1" } == 6)
        for image in images {
            #expect(image[1].hasPrefix((classes[labels[image[0]] ?? ""] ?? "none") + "/"))
            #expect(FileManager.default.fileExists(atPath: scratch.path("set/images/\(image[1])")))
            let text = scratch.path("set/text_c10/\(image[1].dropLast(4)).txt")
            #expect(try lines(text).count == 10)
        }
        let parts = try table("parts/parts.txt").count
        let attributes = try table("attributes/attributes.txt").count
        #expect(try table("parts/part_locs.txt").count == 9 * parts)
        #expect(try table("attributes/image_attribute_labels.txt").count == 9 * attributes)
        #expect(
            try table("attributes/class_attribute_labels_continuous.txt").map(\.count) == [
                attributes, attributes, attributes,
            ])
        try expectTruth(table)
        let boxes = try table("bounding_boxes.txt").map { $0.dropFirst().compactMap { Double($0) } }
        #expect(
            boxes.allSatisfy { $0[0] >= 0 && $0[1] >= 0 && $0[0] + $0[2] <= 64 && $0[1] + $0[3] <= 64 && $0[2] > 8 })
    }

    /// What CUB's tables say of each picture is what is true of its scene.
    private func expectTruth(_ table: (String) throws -> [[String]]) throws {
        let split = try table("train_test_split.txt").map { $0[1] == "1" }
        let names = try table("attributes/attributes.txt").map { $0[1] }
        let labels = try table("attributes/image_attribute_labels.txt")
        let places = try table("parts/part_locs.txt")
        for index in 0..<9 {
            let scene = try scene(index, isTraining: split[index])
            let truth = scene.truth(side: 64)
            for (number, name) in names.enumerated() {
                let row = labels[index * names.count + number]
                let words = name.dropFirst("has_".count).split(separator: "::").map(String.init)
                let attribute = try #require(
                    Attribute.allCases.first { $0.rawValue.lowercased() == words[0].replacing("_", with: "") })
                let isSeen = row[3] == "4"
                #expect(
                    row[2] == (isSeen && scene.appearance[attribute] == words[1] ? "1" : "0"), "\(name) of \(index)")
                if let part = attribute.part, !scene.has(part), words[1] != "none" { #expect(row[2] == "0") }
            }
            for (number, part) in BirdPart.allCases.enumerated() {
                let row = places[index * BirdPart.allCases.count + number]
                let center = truth.centers[part]
                #expect(row[4] == (center == nil ? "0" : "1"))
                if let center {
                    #expect(abs(try #require(Double(row[2])) - center.x) < 0.06)
                    #expect(abs(try #require(Double(row[3])) - center.y) < 0.06)
                }
            }
        }
    }

    // The names of the members are those of the format.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    private struct Instances: Decodable {
        struct Picture: Decodable {
            let id: Int
            let file_name: String
        }
        struct Annotation: Decodable {
            let image_id: Int
            let category_id: Int
            let segmentation: [[Int]]
            let area: Int
            let bbox: [Int]
        }
        struct Category: Decodable { let id: Int }
        let images: [Picture]
        let annotations: [Annotation]
        let categories: [Category]
    }

    // swift-format-ignore: AlwaysUseLowerCamelCase
    private struct Captions: Decodable {
        struct Caption: Decodable {
            let image_id: Int
            let caption: String
        }
        let annotations: [Caption]
    }

    @Test func `COCO's polygons have the area and the box that it says`() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        _ = try run(options(.coco), scratch.path("set"))
        var count = 0
        for split in ["train", "val"] {
            let bytes = try Data(
                contentsOf: URL(fileURLWithPath: scratch.path("set/annotations/instances_\(split).json")))
            let document = try JSONDecoder().decode(Instances.self, from: bytes)
            #expect(document.categories.map(\.id) == [1, 2, 3])
            #expect(Set(document.annotations.map(\.image_id)) == Set(document.images.map(\.id)))
            for image in document.images {
                #expect(
                    FileManager.default.fileExists(atPath: scratch.path("set/images/\(split)/\(image.file_name)")))
            }
            for annotation in document.annotations {
                count += 1
                let area = annotation.segmentation.reduce(0) { sum, polygon in
                    let corners = stride(from: 0, to: polygon.count, by: 2).map { (polygon[$0], polygon[$0 + 1]) }
                    return sum
                        + zip(corners, corners.dropFirst() + corners.prefix(1)).reduce(0) {
                            $0 + $1.0.0 * $1.1.1 - $1.1.0 * $1.0.1
                        }
                }
                #expect(area == 2 * annotation.area)
                let xs = annotation.segmentation.flatMap { polygon in
                    stride(from: 0, to: polygon.count, by: 2).map { polygon[$0] }
                }
                #expect(xs.min() == annotation.bbox[0] && xs.max() == annotation.bbox[0] + annotation.bbox[2])
            }
        }
        #expect(count == 9)
        for (split, isTraining) in [("train", true), ("val", false)] {
            let bytes = try Data(
                contentsOf: URL(fileURLWithPath: scratch.path("set/annotations/captions_\(split).json")))
            let document = try JSONDecoder().decode(Captions.self, from: bytes)
            for (id, captions) in Dictionary(grouping: document.annotations, by: \.image_id) {
                let scene = try scene(id - 1, isTraining: isTraining)
                let sentences = scene.sentences(visible: scene.truth(side: 64).visible)
                #expect(captions.map(\.caption) == sentences.map(\.text))
            }
            #expect(document.annotations.count == (isTraining ? 60 : 30))
        }
    }

    @Test func `VOC's boxes enclose the classes' pixels`() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        _ = try run(options(.voc), scratch.path("set"))
        let names = try lines(scratch.path("set/ImageSets/Main/trainval.txt")).map { $0[0] }
        #expect(names.count == 9)
        // VOC's first three colours.
        let colors: [(UInt8, UInt8, UInt8)] = [(128, 0, 0), (0, 128, 0), (128, 128, 0)]
        for (index, name) in names.enumerated() {
            let xml = try String(contentsOfFile: scratch.path("set/Annotations/\(name).xml"), encoding: .utf8)
            func numbers(_ tag: String) -> [Int] {
                xml.split(separator: "<\(tag)>").dropFirst().compactMap { Int($0.prefix { $0.isNumber }) }
            }
            let (left, right) = (numbers("xmin"), numbers("xmax"))
            let (top, bottom) = (numbers("ymin"), numbers("ymax"))
            #expect(left.count > 4 && left.min() == left[0] && right.max() == right[0])
            #expect(top.min() == top[0] && bottom.max() == bottom[0] && top[0] >= 1 && bottom[0] <= 64)
            // What the decoder makes of the palette: black outside the box, coloured somewhere inside.
            let mask = try Image(
                contentsOf: URL(fileURLWithPath: scratch.path("set/SegmentationClass/\(name).png")))
            let box = (left[0] - 1..<right[0], top[0] - 1..<bottom[0])
            var inside = 0
            for row in 0..<64 {
                for column in 0..<64 where mask[row, column] != (0, 0, 0) {
                    inside += 1
                    #expect(mask[row, column] == colors[index % 3])
                    #expect(box.0.contains(column) && box.1.contains(row))
                }
            }
            #expect(inside > 50)
        }
    }

    @Test(arguments: DataSetFormat.allCases) func `What was interrupted ends as if it had not been`(
        format: DataSetFormat
    ) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        // More than are drawn between two questions.
        let count = 16 * ProcessInfo.processInfo.activeProcessorCount + 8
        let options = options(format, count: count, species: 2)
        _ = try run(options, scratch.path("whole"))
        var asked = 0
        let part = try DataSetRun(options, output: scratch.path("part"), command: ["rationale", "data", "--overwrite"])
            .run(
                isCancelled: {
                    asked += 1
                    return asked > 1
                })
        #expect(part.wasInterrupted && part.train + part.val < count)
        try Data("left over".utf8).write(to: URL(fileURLWithPath: scratch.path("part/.rationale-1-1.tmp")))
        let rest = try run(options, scratch.path("part"), existing: .resume)
        #expect(!rest.wasInterrupted && rest.train + rest.val == count)
        #expect(!FileManager.default.fileExists(atPath: scratch.path("part/.rationale-1-1.tmp")))
        let names = files(scratch.path("whole"))
        #expect(names == files(scratch.path("part")) && names.count > count)
        for name in names {
            let bytes = ["whole", "part"].map { FileManager.default.contents(atPath: scratch.path("\($0)/\(name)")) }
            #expect(bytes[0] != nil && bytes[0] == bytes[1], "\(name)")
        }
    }

    @Test func `A data set is neither replaced nor mixed unasked, and other files stay`() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let first = options(.folder)
        _ = try run(first, scratch.path("set"))
        #expect(throws: RationaleError.self) { try run(first, scratch.path("set")) }
        var other = first
        other.seed = 4
        #expect(throws: RationaleError.self) { try run(other, scratch.path("set"), existing: .resume) }
        try Data("mine".utf8).write(to: URL(fileURLWithPath: scratch.path("set/train/notes.md")))
        _ = try run(options(.coco), scratch.path("set"), existing: .overwrite)
        #expect(files(scratch.path("set")).filter { $0.hasSuffix(".png") }.isEmpty)
        #expect(FileManager.default.fileExists(atPath: scratch.path("set/train/notes.md")))
        try FileManager.default.createDirectory(atPath: scratch.path("mine"), withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: URL(fileURLWithPath: scratch.path("mine/thesis.txt")))
        for existing in [ExistingOutput.refuse, .resume, .overwrite] {
            #expect(throws: RationaleError.self) { try run(first, scratch.path("mine"), existing: existing) }
        }
        #expect(files(scratch.path("mine")) == ["thesis.txt"])
    }

    @Test(arguments: [(1, 0.8), (2, 0.8), (5, 0.8), (5, 0), (5, 1), (2, 0.01), (7, 0.99)]) func `Shares are kept`(
        perSpecies: Int, share: Double
    ) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        var options = DataSetOptions(format: .folder)
        options.perSpecies = perSpecies
        options.speciesCount = 2
        options.side = 32
        options.trainShare = share
        let result = try run(options, scratch.path("set"))
        #expect(result.train + result.val == 2 * perSpecies)
        let wanted = Int((Double(perSpecies) * share).rounded())
        let isSplit = perSpecies > 1 && share > 0 && share < 1
        #expect(result.train == 2 * (isSplit ? min(max(wanted, 1), perSpecies - 1) : wanted))
    }
}
