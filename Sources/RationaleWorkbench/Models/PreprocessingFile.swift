import Foundation
import RationaleCore
import RationaleImaging

/// A preprocessing written as YAML or JSON:
///
/// ```yaml
/// resize: 256              # the shorter side, or [height, width]; left out: no resizing
/// crop: 224                # the centre, or [height, width]; left out: no crop
/// filter: bilinear         # nearest, bilinear or bicubic
/// mean: [0.485, 0.456, 0.406]
/// std: [0.229, 0.224, 0.225]
/// ```
enum PreprocessingFile {
    private static let keys = ["resize", "crop", "filter", "mean", "std"]

    static func preprocessing(of path: String) throws(RationaleError) -> Preprocessing {
        guard FileManager.default.fileExists(atPath: path) else {
            let nearest = PreprocessingChoice.names.nearest(to: path)
            throw RationaleError(
                .missingInput, "there is neither a preprocessing nor a file '\(path)'",
                hint: (nearest.isEmpty ? "" : "Did you mean \(nearest.joined(separator: ", "))? ")
                    + "Known are \(PreprocessingChoice.names.joined(separator: ", ")).")
        }
        let entries = try OptionFile(path).entries(known: keys)
        func refusal(_ key: String, _ expected: String) -> RationaleError {
            let found = entries[key]?.joined(separator: ", ") ?? "nothing"
            return RationaleError(.badData, "\(path): \(key) is \(found), expected \(expected)")
        }
        func sizes(_ key: String) throws(RationaleError) -> [Int]? {
            guard let texts = entries[key] else { return nil }
            let sizes = texts.compactMap(Int.init).filter { (1...100_000).contains($0) }
            guard sizes.count == texts.count, (1...2).contains(sizes.count) else {
                throw refusal(key, "a number of pixels, or [height, width]")
            }
            return sizes
        }
        func channels(_ key: String, _ standard: Float) throws(RationaleError) -> [Float] {
            guard let texts = entries[key] else { return [standard, standard, standard] }
            let numbers = texts.compactMap(Float.init).filter(\.isFinite)
            guard [1, 3, 4].contains(numbers.count), texts.count == numbers.count, key == "mean" || !numbers.contains(0)
            else {
                throw refusal(
                    key, "a number for each of 1, 3 or 4 channels" + (key == "mean" ? "" : ", other than zero"))
            }
            return numbers
        }
        guard let filter = Preprocessing.Filter(rawValue: entries["filter"]?.first ?? "bilinear") else {
            throw refusal("filter", Preprocessing.Filter.allCases.map(\.rawValue).joined(separator: ", "))
        }
        let resize = try sizes("resize")
        let crop = try sizes("crop")
        return Preprocessing(
            resize: resize.map { $0.count == 1 ? .shorterSide($0[0]) : .exactly(height: $0[0], width: $0[1]) },
            cropHeight: crop?.first, cropWidth: crop?.last, filter: filter, mean: try channels("mean", 0),
            standardDeviation: try channels("std", 1))
    }
}
