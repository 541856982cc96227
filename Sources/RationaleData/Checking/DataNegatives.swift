import Foundation
public import RationaleCore
import RationaleFiles

/// For each class of a data set, the pictures without anything of it.
///
/// Training by Grad-CAM consistency on pictures of several classes fills a composite with pictures that lack the class that is
/// explained. Pictures without annotations are left out, as nobody says what is in them, and so are those that are not
/// there.
///
/// *Source:* Pillai and Pirsiavash (2021), "Explainable models with consistent interpretations", AAAI, whose program makes
/// these lists for COCO.
public struct DataNegatives: Sendable {
    /// The folder, as it was given.
    public let data: String
    /// The paths of pictures with annotations, in the data set's folder.
    public let pictures: [String]
    /// Pictures without annotations.
    public let excluded: Int
    /// Pictures with annotations that are not there.
    public let missing: Int
    /// For each class, in alphabetical order, the indices in ``pictures`` of those that have something of it.
    public let positives: [(name: String, pictures: [Int])]

    /// Larger lists are made for single-label data by leaving one class out, without a file.
    private static let most = 50_000_000

    /// Lists the pictures of a data set.
    ///
    /// - Parameters:
    ///   - data: the folder that holds it.
    ///   - boxes: annotations in place of those in the folder: a table, a COCO file or a folder of annotations; `nil` for
    ///     those.
    /// - Throws: `RationaleError`: `missingInput` or `badData` where there is no data set that can be read, or no picture
    ///   with annotations; `usage` where the lists would be too long.
    public init(of data: String, boxes: String? = nil) throws(RationaleError) {
        let inventory = try DataInventory(of: data, boxes: boxes)
        var indices: [String: Int] = [:]
        var names: [String] = []
        var positives: [String: Set<Int>] = [:]
        var bare: Set<String> = []
        var missing: Set<String> = []
        for picture in inventory.annotated {
            let name = inventory.name(picture.path)
            guard let label = picture.label else {
                bare.insert(name)
                continue
            }
            guard indices[name] != nil || inventory.isPresent(picture.path) else {
                missing.insert(name)
                continue
            }
            let index = indices[name] ?? names.count
            if index == names.count {
                indices[name] = index
                names.append(name)
            }
            positives[label.text, default: []].insert(index)
        }
        guard !names.isEmpty else {
            guard missing.isEmpty else {
                throw RationaleError(
                    .missingInput, "\(data): none of the \(missing.count) pictures with annotations is there",
                    hint: "`rationale data check` shows which names were looked for.")
            }
            throw RationaleError(
                .badData, "\(data): nobody says what is in these pictures",
                hint: "Name a table of boxes, a COCO file or a folder of annotations with --boxes.")
        }
        for name in inventory.classes where positives[name] == nil { positives[name] = [] }
        let length = positives.values.reduce(0) { $0 + names.count - $1.count }
        guard length <= Self.most else {
            throw RationaleError(
                .usage,
                "\(data): the lists of \(positives.count) classes would have \(length) names, more than \(Self.most)",
                hint: "Where each picture has one class, all pictures of the other classes are without it.")
        }
        self.data = data
        pictures = names
        excluded = bare.count { indices[$0] == nil }
        self.missing = missing.count
        self.positives = positives.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted()) }
    }

    /// The paths of the pictures without a class.
    ///
    /// - Parameter index: of the class in ``positives``.
    public func pictures(withoutClass index: Int) -> [String] {
        let present = Set(positives[index].pictures)
        return pictures.indices.filter { !present.contains($0) }.map { pictures[$0] }
    }

    /// Writes a JSON object: for each class, `"NAME": ["PATH", …]`. The file is written whole or not at all.
    ///
    /// - Parameter path: of the file.
    /// - Throws: `RationaleError.Code.cannotWrite`.
    public func write(to path: String) throws(RationaleError) {
        let texts = pictures.map(Self.quoted)
        try AtomicFile.write(to: URL(fileURLWithPath: path)) { (file) throws(RationaleError) in
            for (number, (name, present)) in positives.enumerated() {
                let present = Set(present)
                let names = texts.indices.filter { !present.contains($0) }.map { texts[$0] }.joined(separator: ", ")
                try file.append(Array("\(number == 0 ? "{" : ",")\n\(Self.quoted(name)): [\(names)]".utf8))
            }
            try file.append(Array("\n}\n".utf8))
        }
    }

    private static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }
}
