import Foundation
import RationaleAttribution
import RationaleCore
import RationaleData

/// Which picture goes into which set: the same for equal options and an equal folder.
struct SubsetPlan: Sendable {
    /// For each set, paths in the source, in order.
    let sets: [[String]]
    /// How many classes gave pictures.
    let classes: Int
    /// What a person should know: pictures that are passed over, and why.
    let notes: [String]

    /// Shuffles the pictures of each class by the seed and the name of the class, and deals them out: so another class,
    /// or another picture in another class, changes nothing.
    ///
    /// - Throws: `missingInput` where there are no pictures; `badData` where a class has too few.
    init(_ options: SubsetOptions) throws(RationaleError) {
        let source = options.source
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: source, isDirectory: &isFolder), isFolder.boolValue else {
            throw RationaleError(
                .missingInput, "\(source): there is no such folder",
                hint: "Pictures are expected as CLASS/NAME.jpg in it.")
        }
        let files = try FolderInputs.pictures(below: source).required()
        notes = [files.note].compactMap(\.self)
        let classes = Dictionary(grouping: files.names) { $0.contains("/") ? String($0.prefix { $0 != "/" }) : "" }
        var sets = options.sets.map { _ in [String]() }
        for (name, pictures) in classes.sorted(by: { $0.key < $1.key }) {
            let wanted = options.perClass * sets.count
            guard pictures.count >= wanted || options.allowsFewer else {
                throw RationaleError(
                    .badData,
                    "\(name.isEmpty ? source : "\(source)/\(name)"): found \(pictures.count) pictures, expected at least "
                        + "\(wanted): \(options.perClass) for each of \(options.sets.joined(separator: ", "))",
                    hint: "Ask for fewer with --per-class, or take what there is with --allow-fewer.")
            }
            var random = SplitMix64(seed: options.seed, for: name)
            let shuffled = random.shuffled(pictures)
            var start = 0
            for index in sets.indices {
                // Of too few, the first sets get one more.
                let even = (pictures.count + sets.count - 1 - index) / sets.count
                let count = min(options.perClass, even)
                sets[index] += shuffled[start..<start + count]
                start += count
            }
        }
        self.sets = sets.map { $0.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
        self.classes = classes.count
    }
}
