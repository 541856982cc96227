import RationaleCore
import RationaleImaging

/// Pascal VOC 2012: `JPEGImages`, `Annotations`, `ImageSets` and `SegmentationClass`.
///
/// *Source:* Everingham and Winn, "The PASCAL Visual Object Classes Challenge 2012: development kit", section 4. Boxes
/// are in pixels counted from 1, both ends included; each part of a bird has a box of its own in `part`.
package struct VOCLayout: DataSetLayout {
    package func paths(of item: DataSetItem, in plan: DataSetPlan) -> [String] {
        let name = plan.name(of: item)
        return ["JPEGImages/\(name).jpg", "SegmentationClass/\(name).png", "Annotations/\(name).xml"]
    }

    package func files(of picture: DataSetPicture, in plan: DataSetPlan) throws -> [DataSetFile] {
        let contents = [
            try picture.jpeg(), try segmentation(of: picture), Array(annotation(of: picture, in: plan).utf8),
        ]
        return zip(paths(of: picture.item, in: plan), contents).map(DataSetFile.init)
    }

    package func listPaths(in plan: DataSetPlan) -> [String] {
        ["Main", "Segmentation"].flatMap { set in
            ["train", "val", "trainval"].map { "ImageSets/\(set)/\($0).txt" }
        }
    }

    package func lists(of entries: [Void], in plan: DataSetPlan, options: DataSetOptions) -> [DataSetFile] {
        listPaths(in: plan).map { path in
            let items = plan.items.filter { path.hasSuffix("/trainval.txt") || path.hasSuffix("/\($0.split).txt") }
            return DataSetFile(path, lines: items.map(plan.name))
        }
    }

    private func annotation(of picture: DataSetPicture, in plan: DataSetPlan) -> String {
        var xml = XMLText()
        xml.element("annotation") { xml in
            xml.element("folder", "aviary")
            xml.element("filename", "\(picture.name).jpg")
            xml.element("source") { xml in
                xml.element("database", "Rationale Aviary")
                xml.element("image", "drawn from scene seed \(picture.item.sceneSeed)")
            }
            xml.element("size") { xml in
                xml.element("width", picture.side)
                xml.element("height", picture.side)
                xml.element("depth", 3)
            }
            xml.element("segmented", 1)
            guard let box = picture.truth.bird.box else { return }
            xml.element("object") { xml in
                xml.element("name", plan.species[picture.item.species])
                xml.element("pose", "Unspecified")
                let isCut =
                    box.x == 0 || box.y == 0 || box.x + box.width == Double(picture.side)
                    || box.y + box.height == Double(picture.side)
                xml.element("truncated", isCut ? 1 : 0)
                xml.element("difficult", 0)
                add(box, to: &xml)
                for part in BirdPart.allCases {
                    guard let box = picture.truth.parts[part]?.box else { continue }
                    xml.element("part") { xml in
                        xml.element("name", part.rawValue)
                        add(box, to: &xml)
                    }
                }
            }
        }
        return xml.text
    }

    private func add(_ box: Box, to xml: inout XMLText) {
        xml.element("bndbox") { xml in
            xml.element("xmin", Int(box.x) + 1)
            xml.element("ymin", Int(box.y) + 1)
            xml.element("xmax", Int(box.x + box.width))
            xml.element("ymax", Int(box.y + box.height))
        }
    }

    /// 0 for what is not the bird, the number of its species from 1 for what is. An aviary has at most
    /// ``Aviary/mostSpecies``, so they fit into a byte, of which VOC keeps 255 for borders.
    private func segmentation(of picture: DataSetPicture) throws(RationaleError) -> [UInt8] {
        let number = UInt8(picture.item.species + 1)
        return try IndexedPicture(
            width: picture.side, height: picture.side, indices: picture.truth.bird.bits.map { $0 ? number : 0 },
            palette: (0..<256).map(Self.color)
        ).png()
    }

    /// VOC's colour of a class: the bits of its index, taken by threes, from the highest of each channel down.
    private static func color(_ index: Int) -> Color {
        var channels = [0, 0, 0]
        for bit in 0..<8 {
            let (group, channel) = (bit / 3, bit % 3)
            channels[channel] |= (index >> bit & 1) << (7 - group)
        }
        return Color(UInt8(channels[0]), UInt8(channels[1]), UInt8(channels[2]))
    }
}
