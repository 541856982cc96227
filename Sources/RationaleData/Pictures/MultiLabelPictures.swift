import Foundation
public import RationaleCore
public import RationaleImaging

/// Pictures with any number of classes each, as annotations of the things in them say: some to learn from, others to judge by.
///
/// The annotations are COCO's, Pascal VOC's, YOLO's or a table of boxes. Pictures in a folder whose name begins with `val` are
/// there to judge by, where others lie in one that begins with `train`. Otherwise a tenth is set aside, the same in every
/// training. Pictures without annotations are left out, because nobody says what is in them.
public struct MultiLabelPictures: Sendable {
    /// A picture's file and the indices of its classes.
    public struct Sample: Sendable, Hashable {
        public let path: String
        /// At least one, in ascending order.
        public let labels: [Int]

        /// The picture as it is in its file, turned upright.
        ///
        /// - Throws: `RationaleError` where it cannot be read, naming the file.
        public func image() throws(RationaleError) -> Image {
            try Image(contentsOf: URL(fileURLWithPath: path))
        }
    }

    /// The folder, as it was given.
    public let path: String
    /// The names of the classes, in alphabetical order.
    public let classes: [String]
    /// To learn from; at least one.
    public let training: [Sample]
    /// To judge by; at least one.
    public let validation: [Sample]
    /// What a person should know: what is passed over, and what was set aside.
    public let notes: [String]

    /// Whether a folder says what is in its pictures by annotations, so that a picture may have several classes.
    ///
    /// - Parameter path: of the folder; of what is no folder the answer is no.
    /// - Throws: `RationaleError` where the folder cannot be read.
    public static func areIn(_ path: String) throws(RationaleError) -> Bool {
        guard FileTree.isFolder(path) else { return false }
        switch try DataLayout(of: path) {
        case .cub, .pictures: false
        case .table, .coco, .annotations, .relative: true
        }
    }

    /// Lists the pictures of a data set.
    ///
    /// - Parameter path: of the folder that holds it.
    /// - Throws: `RationaleError`: `missingInput` or `badData` where the annotations cannot be read, and `badData` where there
    ///   are fewer than two pictures with annotations.
    public init(in path: String) throws(RationaleError) {
        let inventory = try DataInventory(of: path, boxes: nil)
        var names: [String: Set<String>] = [:]
        var bare: Set<String> = []
        var passedOver = PassedOver()
        for picture in inventory.annotated {
            guard let label = picture.label?.text else {
                bare.insert(picture.path)
                continue
            }
            if names[picture.path] == nil, !inventory.isPresent(picture.path) {
                passedOver.add("there is no picture \(inventory.name(picture.path))")
            } else {
                names[picture.path, default: []].insert(label)
            }
        }
        bare.subtract(names.keys)
        let classes = Set(names.values.flatMap(\.self)).sorted()
        let index = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
        let samples = names.sorted { $0.key < $1.key }.map { path, labels in
            Sample(path: path, labels: labels.compactMap { index[$0] }.sorted())
        }
        guard samples.count > 1 else {
            throw RationaleError(
                .badData,
                "\(path): there are \(samples.count) pictures with annotations, expected some to learn from "
                    + "and others to judge by", hint: "`rationale data check \(path)` shows what is missing.")
        }
        self.path = path
        self.classes = classes
        var notes = [passedOver.note(of: path, total: samples.count + passedOver.count, "annotations")].compactMap(
            \.self)
        if !bare.isEmpty { notes.append("\(path): \(bare.count) pictures without annotations are left out") }
        let named = ["train", "val"].map { part in
            samples.filter { sample in
                inventory.name(sample.path).split(separator: "/").dropLast().contains { $0.hasPrefix(part) }
            }
        }
        if named.allSatisfy({ !$0.isEmpty }) {
            (training, validation) = (named[0], named[1])
        } else {
            var random = SplitMix64(seed: 0, for: "set aside")
            let aside = Set(random.shuffled(Array(samples.indices)).prefix(max(1, samples.count / 10)))
            training = samples.indices.filter { !aside.contains($0) }.map { samples[$0] }
            validation = aside.sorted().map { samples[$0] }
            notes.append("\(path): \(aside.count) of \(samples.count) pictures are set aside to judge by")
        }
        self.notes = notes
    }

    /// For each class, the indices in ``training`` of the pictures without it.
    public var negatives: [[Int]] {
        classes.indices.map { label in training.indices.filter { !training[$0].labels.contains(label) } }
    }
}
