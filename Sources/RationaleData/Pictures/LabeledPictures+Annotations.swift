import Foundation
import RationaleCore

extension LabeledPictures {
    /// Pictures with all classes of the things that are annotated in them.
    ///
    /// Pictures in a folder whose name begins with `val` are there to judge by, where others lie in one that begins with `train`.
    /// Otherwise a tenth is set aside, the same in every training. Pictures without annotations are left out, because nobody
    /// says what is in them.
    ///
    /// - Parameter path: of the folder that holds them.
    /// - Throws: `RationaleError`: `missingInput` or `badData` where the annotations cannot be read, and `badData` where there
    ///   are fewer than two pictures with annotations.
    static func annotated(in path: String) throws(RationaleError) -> LabeledPictures {
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
                .badData, "\(path): expected several pictures with annotations, found \(samples.count)",
                hint: "`rationale data check \(path)` shows what is missing.")
        }
        var notes = [
            passedOver.note(of: path, total: samples.count + passedOver.count, "annotations")
        ].compactMap(\.self)
        if !bare.isEmpty { notes.append("\(path): \(bare.count) pictures without annotations are left out") }
        func part(_ name: String) -> [Sample] {
            samples.filter { sample in
                inventory.name(sample.path).split(separator: "/").dropLast().contains { $0.hasPrefix(name) }
            }
        }
        var (training, validation) = (part("train"), part("val"))
        if training.isEmpty || validation.isEmpty {
            var random = SplitMix64(seed: 0, for: "set aside")
            let aside = Set(random.shuffled(Array(samples.indices)).prefix(max(1, samples.count / 10)))
            training = samples.indices.filter { !aside.contains($0) }.map { samples[$0] }
            validation = aside.sorted().map { samples[$0] }
            notes.append("\(path): \(aside.count) of \(samples.count) pictures are set aside to judge by")
        }
        return LabeledPictures(
            path: path, classes: classes, haveSeveralClasses: true, training: training, validation: validation,
            notes: notes)
    }
}
