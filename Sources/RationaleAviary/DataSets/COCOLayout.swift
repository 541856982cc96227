import Foundation
import RationaleCore

/// COCO: `images/train` and `images/val`, `annotations/instances_*.json` with polygons and `captions_*.json`.
///
/// *Source:* the format's description at cocodataset.org, "Data format". A bird's polygons follow the edges of its
/// pixels, so that they cover the mask exactly. Numbers start at 1.
package struct COCOLayout: DataSetLayout {
    /// What the lists say of one picture.
    package struct Entry: Sendable {
        let polygons: [[Int]]
        let area: Int
        let box: Box?
        let captions: [String]
    }

    package func paths(of item: DataSetItem, in plan: DataSetPlan) -> [String] {
        ["images/\(item.split)/\(plan.name(of: item)).jpg"]
    }

    package func files(of picture: DataSetPicture, in plan: DataSetPlan) throws -> [DataSetFile] {
        [DataSetFile(paths(of: picture.item, in: plan)[0], try picture.jpeg())]
    }

    package let needsEntries = true

    package func entry(of picture: DataSetPicture, in plan: DataSetPlan) -> Entry {
        let bird = picture.truth.bird
        return Entry(
            polygons: bird.polygons.map { $0.flatMap { [$0.x, $0.y] } }, area: bird.area, box: bird.box,
            captions: picture.sentences().map(\.text))
    }

    package func listPaths(in plan: DataSetPlan) -> [String] {
        ["train", "val"].flatMap { ["annotations/instances_\($0).json", "annotations/captions_\($0).json"] }
    }

    package func lists(of entries: [Entry], in plan: DataSetPlan, options: DataSetOptions) throws -> [DataSetFile] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var files: [DataSetFile] = []
        for split in ["train", "val"] {
            let chosen = plan.items.filter { $0.split == split }
            let images = chosen.map { item in
                ImageRecord(
                    id: item.index + 1, width: options.side, height: options.side,
                    file_name: "\(plan.name(of: item)).jpg")
            }
            let categories = plan.species.enumerated().map {
                Category(id: $0.offset + 1, name: $0.element, supercategory: "bird")
            }
            let instances = chosen.compactMap { item -> Instance? in
                let entry = entries[item.index]
                guard let box = entry.box else { return nil }
                return Instance(
                    id: item.index + 1, image_id: item.index + 1, category_id: item.species + 1,
                    segmentation: entry.polygons, area: entry.area,
                    bbox: [box.x, box.y, box.width, box.height].map { Int($0) }, iscrowd: 0)
            }
            let captions = chosen.flatMap { item in
                entries[item.index].captions.enumerated().map { number, caption in
                    Caption(id: item.index * 10 + number + 1, image_id: item.index + 1, caption: caption)
                }
            }
            let lists: [(String, any Encodable)] = [
                ("instances", Document(images: images, annotations: instances, categories: categories)),
                ("captions", Document(images: images, annotations: captions, categories: nil)),
            ]
            for (name, document) in lists {
                files.append(DataSetFile("annotations/\(name)_\(split).json", Array(try encoder.encode(document))))
            }
        }
        return files
    }
}

// The names of the members are those of the format.
// swift-format-ignore: AlwaysUseLowerCamelCase
extension COCOLayout {
    fileprivate struct Document<Annotation: Encodable>: Encodable {
        var info = ["description": "Rationale Aviary", "version": Rationale.version]
        var licenses: [String] = []
        let images: [ImageRecord]
        let annotations: [Annotation]
        /// Captions have none, not even the key: readers take it for a promise that each annotation has a category.
        let categories: [Category]?
    }

    fileprivate struct ImageRecord: Encodable {
        let id: Int
        let width: Int
        let height: Int
        let file_name: String
    }

    fileprivate struct Category: Encodable {
        let id: Int
        let name: String
        let supercategory: String
    }

    fileprivate struct Instance: Encodable {
        let id: Int
        let image_id: Int
        let category_id: Int
        let segmentation: [[Int]]
        let area: Int
        let bbox: [Int]
        let iscrowd: Int
    }

    fileprivate struct Caption: Encodable {
        let id: Int
        let image_id: Int
        let caption: String
    }
}
