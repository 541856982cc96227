import Foundation
public import RationaleCore
import RationaleData

/// A run of `data negatives`: for each class, the pictures without it, as a JSON file.
public struct NegativesRun: Sendable {
    /// What came of it.
    public struct Result: Codable, Sendable {
        public let output: String
        public let data: String
        public let classes: Int
        /// Those that are listed: with annotations, and there.
        public let pictures: Int
        /// Those without annotations, which are in no list.
        public let excluded: Int
        /// Those with annotations that are not there, which are in no list.
        public let missing: Int
        /// Classes that every picture has, so that their lists are empty.
        public let everywhere: [String]
    }

    private let data: String
    private let boxes: String?
    private let output: String

    /// Checks a request.
    ///
    /// - Parameters:
    ///   - data: the folder that holds the data set.
    ///   - boxes: annotations in place of those in the folder: a table, a COCO file or a folder; `nil` for those.
    ///   - output: the file to write.
    ///   - replaces: whether a file that is there is replaced.
    /// - Throws: `RationaleError.Code.cannotWrite` for a file that is there and is not to be replaced.
    public init(
        _ data: String, boxes: String? = nil, output: String, replaces: Bool = false
    ) throws(RationaleError) {
        guard replaces || !FileManager.default.fileExists(atPath: output) else {
            throw RationaleError(
                .cannotWrite, "\(output): there is a file already",
                hint: "Replace it with --overwrite, or name another file.")
        }
        self.data = data
        self.boxes = boxes
        self.output = output
    }

    /// Lists the pictures and writes the file.
    ///
    /// - Throws: `RationaleError`: `missingInput` or `badData` where there is no data set with annotations, `usage` where
    ///   the lists would be too long, `cannotWrite`.
    public func run() throws(RationaleError) -> Result {
        let negatives = try DataNegatives(of: data, boxes: boxes)
        try negatives.write(to: output)
        return Result(
            output: output, data: data, classes: negatives.positives.count, pictures: negatives.pictures.count,
            excluded: negatives.excluded, missing: negatives.missing,
            everywhere: negatives.positives.filter { $0.pictures.count == negatives.pictures.count }.map(\.name))
    }
}
