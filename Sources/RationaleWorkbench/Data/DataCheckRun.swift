import RationaleCore
public import RationaleData

/// A run of `data check`: whether a data set is whole.
public struct DataCheckRun: Sendable {
    private let data: String
    private let boxes: String?

    /// - Parameters:
    ///   - data: the folder that holds the data set.
    ///   - boxes: annotations in place of those in the folder: a table, a COCO file or a folder; `nil` for those.
    public init(_ data: String, boxes: String? = nil) {
        self.data = data
        self.boxes = boxes
    }

    /// Checks.
    ///
    /// - Parameters:
    ///   - isCancelled: asked before each picture.
    ///   - progress: called with the pictures that are read, and all of them.
    /// - Throws: `RationaleError`: `missingInput` or `badData` where there is no data set; `interrupted`.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false }, progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> DataCheck {
        try Cancellation.whenever(isCancelled) { try DataCheck(of: data, boxes: boxes, progress: progress) }
    }
}
