import Foundation
public import RationaleCore
public import RationaleImaging

/// Pictures of known classes: some to learn from, others to judge by.
public struct LabeledPictures: Sendable {
    /// A picture's file and the index of its class.
    public struct Sample: Sendable, Hashable {
        public let path: String
        public let label: Int

        /// - Parameters:
        ///   - path: of a JPEG or PNG file.
        ///   - label: from 0.
        public init(path: String, label: Int) {
            self.path = path
            self.label = label
        }

        /// The picture as it is in its file, turned upright.
        ///
        /// - Throws: `RationaleError` where it cannot be read, naming the file.
        public func image() throws(RationaleError) -> Image {
            try Image(contentsOf: URL(fileURLWithPath: path))
        }
    }

    /// The folder, as it was given.
    public let path: String
    /// The names of the classes, by their indices.
    public let classes: [String]
    /// To learn from; at least one of each class.
    public let training: [Sample]
    /// To judge by; at least one in all.
    public let validation: [Sample]
    /// What a person should know: pictures that are passed over, and why.
    public let notes: [String]

    /// Lists the pictures of a folder: the lists of CUB-200-2011 where they are there (``CUBPictures``), otherwise folders
    /// for classes (``ImageFolder``).
    ///
    /// - Parameter path: of the folder.
    /// - Throws: `RationaleError`: what the reader of that layout throws.
    public init(in path: String) throws(RationaleError) {
        self =
            CUBPictures.areIn(path)
            ? try CUBPictures(in: path).labeled() : try ImageFolder.pictures(in: path)
    }

    init(path: String, classes: [String], training: [Sample], validation: [Sample], notes: [String]) {
        self.path = path
        self.classes = classes
        self.training = training
        self.validation = validation
        self.notes = notes
    }
}
