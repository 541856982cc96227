import Foundation
public import RationaleCore
public import RationaleImaging

/// Pictures of known classes: some to learn from, others to judge by.
public struct LabeledPictures: Sendable {
    /// A picture's file and the indices of its classes.
    public struct Sample: Sendable, Hashable {
        public let path: String
        /// In ascending order; at least one.
        public let labels: [Int]

        /// - Parameters:
        ///   - path: of a JPEG or PNG file.
        ///   - labels: from 0.
        public init(path: String, labels: [Int]) {
            self.path = path
            self.labels = labels
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
    /// Whether a picture may have several classes; otherwise each has one.
    public let haveSeveralClasses: Bool
    /// To learn from; at least one of each class.
    public let training: [Sample]
    /// To judge by; at least one in all.
    public let validation: [Sample]
    /// What a person should know: pictures that are passed over, and why.
    public let notes: [String]

    /// Lists the pictures of a folder: the lists of CUB-200-2011 where they are there (``CUBPictures``), annotations of things
    /// (COCO, Pascal VOC, YOLO, a table `boxes.csv`), by which a picture has any number of classes, otherwise folders for
    /// classes (``ImageFolder``).
    ///
    /// - Parameter path: of the folder.
    /// - Throws: `RationaleError`: what the reader of that layout throws.
    public init(in path: String) throws(RationaleError) {
        guard FileTree.isFolder(path) else {
            self = try ImageFolder.pictures(in: path)
            return
        }
        switch try DataLayout(of: path) {
        case .cub: self = try CUBPictures(in: path).labeled()
        case .pictures: self = try ImageFolder.pictures(in: path)
        case .table, .coco, .annotations, .relative: self = try Self.annotated(in: path)
        }
    }

    init(
        path: String, classes: [String], haveSeveralClasses: Bool = false, training: [Sample], validation: [Sample],
        notes: [String]
    ) {
        self.path = path
        self.classes = classes
        self.haveSeveralClasses = haveSeveralClasses
        self.training = training
        self.validation = validation
        self.notes = notes
    }

    /// For each class, the indices in ``training`` of the pictures with it.
    public var positives: [[Int]] {
        var lists = [[Int]](repeating: [], count: classes.count)
        for (index, sample) in training.enumerated() { for label in sample.labels { lists[label].append(index) } }
        return lists
    }

    /// For each class, the indices in ``training`` of the pictures without it.
    ///
    /// - Complexity: O(classes × pictures).
    public var negatives: [[Int]] {
        classes.indices.map { label in training.indices.filter { !training[$0].labels.contains(label) } }
    }
}
