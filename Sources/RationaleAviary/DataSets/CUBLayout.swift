import RationaleCore

/// CUB-200-2011: tables of numbers from 1, one line a picture, and ten captions a picture in `text_c10`.
///
/// *Source:* the README of Wah, Branson, Welinder, Perona and Belongie, "The Caltech-UCSD Birds-200-2011 dataset", 2011;
/// the captions lie as in Reed, Akata, Schiele and Lee, "Learning deep representations of fine-grained visual
/// descriptions", CVPR 2016. Attributes are certain where their part is seen, and absent and “not visible” elsewhere.
package struct CUBLayout: DataSetLayout {
    /// What the tables say of one picture.
    package struct Entry: Sendable {
        let box: Box
        /// In the order of the parts; `nil` for what is not seen.
        let centers: [SIMD2<Double>?]
        let appearance: Appearance
        let visible: Set<BirdPart>
    }

    package func paths(of item: DataSetItem, in plan: DataSetPlan) -> [String] {
        let place = "\(folder(ofSpecies: item.species, in: plan))/\(plan.name(of: item))"
        return ["images/\(place).jpg", "text_c10/\(place).txt"]
    }

    package func files(of picture: DataSetPicture, in plan: DataSetPlan) throws -> [DataSetFile] {
        let paths = paths(of: picture.item, in: plan)
        return [
            DataSetFile(paths[0], try picture.jpeg()),
            DataSetFile(paths[1], lines: picture.sentences().map(\.text)),
        ]
    }

    package let needsEntries = true

    package func entry(of picture: DataSetPicture, in plan: DataSetPlan) -> Entry {
        let centers = BirdPart.allCases.map { part in picture.truth.centers[part].map { SIMD2($0.x, $0.y) } }
        return Entry(
            box: picture.truth.box, centers: centers, appearance: picture.scene.appearance,
            visible: picture.truth.visible)
    }

    package func listPaths(in plan: DataSetPlan) -> [String] {
        [
            "images.txt", "image_class_labels.txt", "train_test_split.txt", "classes.txt", "bounding_boxes.txt",
            "parts/parts.txt", "parts/part_locs.txt", "attributes/attributes.txt", "attributes/certainties.txt",
            "attributes/image_attribute_labels.txt", "attributes/class_attribute_labels_continuous.txt",
        ]
    }

    package func lists(of entries: [Entry], in plan: DataSetPlan, options: DataSetOptions) throws -> [DataSetFile] {
        let values = Attribute.allCases.flatMap { attribute in attribute.values.map { (attribute, $0) } }
        let pairs = zip(plan.items, entries)
        let contents: [[String]] = [
            plan.items.map { item in
                let path = paths(of: item, in: plan)[0].dropFirst("images/".count)
                return "\(item.index + 1) \(path)"
            },
            plan.items.map { "\($0.index + 1) \($0.species + 1)" },
            plan.items.map { "\($0.index + 1) \($0.isTraining ? 1 : 0)" },
            plan.species.indices.map { "\($0 + 1) \(folder(ofSpecies: $0, in: plan))" },
            pairs.map { "\($0.index + 1) \($1.box.x) \($1.box.y) \($1.box.width) \($1.box.height)" },
            BirdPart.allCases.enumerated().map { "\($0 + 1) \(underscored($1.rawValue))" },
            pairs.flatMap { item, entry in
                entry.centers.enumerated().map { part, center in
                    let place = center ?? .zero
                    return
                        "\(item.index + 1) \(part + 1) \(tenths(place.x)) \(tenths(place.y)) \(center == nil ? 0 : 1)"
                }
            },
            values.enumerated().map { "\($0 + 1) has_\(underscored($1.0.rawValue))::\($1.1)" },
            ["1 not visible", "2 guessing", "3 probably", "4 definitely"],
            pairs.flatMap { item, entry in
                values.enumerated().map { number, value in
                    let isSeen = isVisible(value.0, in: entry)
                    let isPresent = isSeen && entry.appearance[value.0] == value.1
                    return "\(item.index + 1) \(number + 1) \(isPresent ? 1 : 0) \(isSeen ? 4 : 1) 0.0"
                }
            },
            classAttributes(of: entries, values: values, in: plan),
        ]
        return zip(listPaths(in: plan), contents).map { DataSetFile($0, lines: $1) }
    }

    /// How many per cent of a class's pictures in which the part is visible show each attribute.
    private func classAttributes(
        of entries: [Entry], values: [(Attribute, String)], in plan: DataSetPlan
    ) -> [String] {
        var counts = Array(repeating: Array(repeating: 0, count: values.count), count: plan.species.count)
        var seen = counts
        for (item, entry) in zip(plan.items, entries) {
            for (number, value) in values.enumerated() where isVisible(value.0, in: entry) {
                seen[item.species][number] += 1
                if entry.appearance[value.0] == value.1 { counts[item.species][number] += 1 }
            }
        }
        return zip(counts, seen).map { counts, seen in
            zip(counts, seen).map { $1 == 0 ? "0.0" : "\(100 * Double($0) / Double($1))" }.joined(separator: " ")
        }
    }

    /// Whether an attribute can be told: that there is no crest, from the crown.
    private func isVisible(_ attribute: Attribute, in entry: Entry) -> Bool {
        guard let part = attribute.part else { return true }
        if !entry.appearance.has(part) { return entry.visible.contains(.crown) || entry.visible.contains(.bill) }
        return entry.visible.contains(part)
    }

    /// `001.Ember_Finch`
    private func folder(ofSpecies index: Int, in plan: DataSetPlan) -> String {
        let number = String(index + 1)
        let words = plan.species[index].split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst() }
        return String(repeating: "0", count: max(0, 3 - number.count)) + number + "." + words.joined(separator: "_")
    }

    /// `billShape` as `bill_shape`.
    private func underscored(_ name: String) -> String {
        name.reduce("") { $1.isUppercase ? $0 + "_" + $1.lowercased() : $0 + String($1) }
    }

    private func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
