import Foundation
import RationaleCore

/// Which captioned pictures are there to learn from, to validate by, and to judge by.
struct CaptionSplit {
    private(set) var training: [CaptionedPictures.Sample] = []
    private(set) var validation: [CaptionedPictures.Sample] = []
    private(set) var test: [CaptionedPictures.Sample] = []
    private(set) var notes: [String] = []

    /// Names of the three files of a published split.
    static let published = [
        ["train_no_cub.txt", "val_no_cub.txt", "test_no_cub.txt"], ["train_noCub.txt", "val.txt", "test.txt"],
        ["train.txt", "val.txt", "test.txt"],
    ]

    /// - Parameters:
    ///   - path: of the data set.
    ///   - fraction: of the training pictures of each class that is set aside where nothing says which.
    /// - Throws: `RationaleError.Code.badData` where a picture is in two lists of a published split.
    init(
        _ found: FoundCaptions, in path: String, settingAside fraction: Double, seed: UInt64
    ) throws(RationaleError) {
        let listed = Self.published.map { $0.map { path.path(to: $0) } }.first { paths in
            paths.allSatisfy { FileManager.default.fileExists(atPath: $0) }
        }
        if let listed {
            try take(found, listed: listed)
            return
        }
        for (sample, part) in zip(found.samples, found.parts) {
            switch part {
            case .training, nil: training.append(sample)
            case .validation: validation.append(sample)
            case .test: test.append(sample)
            }
        }
        // Nobody says anything: the test split is made as well.
        if found.parts.allSatisfy({ $0 == nil }) {
            test = setAside(fraction, SplitMix64(seed: seed, for: "test"))
            notes.append("\(path): \(test.count) of \(found.samples.count) pictures are set aside to judge by")
        }
        if validation.isEmpty {
            let count = training.count
            validation = setAside(fraction, SplitMix64(seed: seed, for: "validation"))
            notes.append(
                "\(path): \(validation.count) of \(count) pictures to learn from are set aside for validation (seed \(seed))"
            )
        }
        if test.isEmpty { notes.append("\(path): there are no pictures to judge by, as no split is for testing") }
    }

    /// By the lists of a published split.
    private mutating func take(_ found: FoundCaptions, listed paths: [String]) throws(RationaleError) {
        var lists: [NameList] = []
        for path in paths { lists.append(try NameList(path)) }
        for (first, second) in [(0, 1), (0, 2), (1, 2)] {
            if let error = lists[first].overlap(with: lists[second]) { throw error }
        }
        var places: [String: Int] = [:]
        for (part, list) in lists.enumerated() { for line in list.lines { places[Self.stem(line.name)] = part } }
        var parts: [[CaptionedPictures.Sample]] = [[], [], []]
        var (unlisted, met) = (PassedOver(), 0)
        for sample in found.samples {
            if let part = places[Self.stem(sample.name)] {
                parts[part].append(sample)
                met += 1
            } else {
                unlisted.add("\(sample.name) is in no list of the split")
            }
        }
        (training, validation, test) = (parts[0], parts[1], parts[2])
        notes = lists.compactMap(\.note)
        if let note = unlisted.note(of: paths[0], total: found.samples.count, "pictures") { notes.append(note) }
        if met < places.count {
            notes.append(
                "\(paths[0]): \(places.count - met) of \(places.count) names of the split are of no picture here")
        }
    }

    /// Lists may leave out the ending.
    private static func stem(_ name: String) -> String { (name as NSString).deletingPathExtension }

    /// Takes a fraction of each class's pictures out of those to learn from: at least one, and never the last.
    private mutating func setAside(_ fraction: Double, _ random: SplitMix64) -> [CaptionedPictures.Sample] {
        var random = random
        var aside: Set<Int> = []
        let groups = Dictionary(grouping: training.indices) { training[$0].label ?? -1 }
        for (_, places) in groups.sorted(by: { $0.key < $1.key }) where places.count > 1 {
            let count = min(max(1, Int((Double(places.count) * fraction).rounded())), places.count - 1)
            aside.formUnion(random.shuffled(places).prefix(count))
        }
        let taken = aside.sorted().map { training[$0] }
        training = training.indices.filter { !aside.contains($0) }.map { training[$0] }
        return taken
    }
}
