import Foundation
import RationaleCore
import RationaleData
import RationaleImaging
import Testing

/// Real data sets, where the project is developed; tests on them are skipped elsewhere.
private enum SharedData {
    static let folder =
        ProcessInfo.processInfo.environment["RATIONALE_SHARED"].map { $0 + "/data" }
        ?? URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../shared/data").standardized.path

    static func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(folder)/\(name)") }
}

struct SharedDataTests {
    @Test(.enabled(if: SharedData.has("cub10-captions"), "needs the shared birds"))
    func `Ten species of CUB are learnt from 140 pictures and judged by 100`() throws {
        let found = try LabeledPictures(in: SharedData.folder + "/cub10-captions")
        #expect(found.classes.count == 10 && found.classes[0] == "001.Black_footed_Albatross")
        #expect(found.training.count == 140 && found.validation.count == 100)
        for label in 0..<10 {
            #expect(found.training.count { $0.labels == [label] } == 14)
            #expect(found.validation.count { $0.labels == [label] } == 10)
        }
        let annotated = try CUBPictures(in: SharedData.folder + "/cub10-captions").annotated()
        #expect(annotated.pictures.allSatisfy { $0.shapes.count == 1 })
        let bird = try #require(annotated.pictures.first)
        #expect(bird.boxes == [Box(x: 60, y: 27, width: 325, height: 304)])
    }

    @Test(.enabled(if: SharedData.has("cub10-captions"), "needs the shared birds"))
    func `Birds have ten sentences each, with and without photos`() throws {
        let folder = SharedData.folder + "/cub10-captions"
        let photos = try CaptionedPictures(in: folder)
        #expect(photos.training.count == 130 && photos.validation.count == 10 && photos.test.count == 100)
        #expect(photos.notes.contains { $0.contains("303 of 543 pictures are passed over") }, "\(photos.notes)")
        let all = try CaptionedPictures(in: folder, needsPictures: false)
        let samples = all.training + all.validation + all.test
        #expect(samples.count == 543 && samples.count { $0.path != nil } == 240)
        #expect(samples.allSatisfy { $0.sentences.count == 10 })
        #expect(samples.allSatisfy { $0.sentences.allSatisfy { !$0.contains("\u{FFFD}") } })
        #expect(
            all.notes.contains { $0.contains("5 of 5430 sentences have the replacement character") }, "\(all.notes)")
    }

    @Test(.enabled(if: SharedData.has("coco100"), "needs the shared COCO pictures"))
    func `Outlines of COCO lie within the boxes of the same things`() throws {
        let folder = SharedData.folder + "/coco100"
        func masks(_ labels: String) throws -> [String: Mask] {
            let found = try YOLOPictures.pictures(images: folder + "/images", labels: "\(folder)/\(labels)", in: folder)
            #expect(found.notes.isEmpty, "\(found.notes)")
            var masks: [String: Mask] = [:]
            for picture in found.pictures {
                guard case .name(let name)? = picture.label else { continue }
                let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: picture.path)))
                let stored = try StoredSize(of: bytes, named: picture.path)
                // Small, for speed.
                let whole = PhotoRegion(x: 0, y: 0, width: Double(stored.width), height: Double(stored.height))
                let placement = try picture.placement(in: stored).cropped(to: whole, width: 80, height: 60)
                masks["\(picture.path) \(name)"] = Mask(
                    height: 60, width: 80, covering: picture.shapes, placed: placement)
            }
            return masks
        }
        let (outlines, boxes) = (try masks("polygons"), try masks("boxes"))
        let both = Set(outlines.keys).intersection(boxes.keys)
        #expect(both.count > 200, "\(outlines.count) \(boxes.count) \(both.count)")
        var (inside, all, covered) = (0, 0, 0)
        for key in both {
            guard let outline = outlines[key], let box = boxes[key] else { continue }
            all += outline.area
            covered += box.area
            inside += zip(outline.bits, box.bits).count { $0 && $1 }
        }
        #expect(Double(inside) > 0.98 * Double(all) && all < covered)
    }
}
