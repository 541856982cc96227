import Foundation
public import RationaleCore
public import RationaleImaging

/// Pictures in one folder for each class: `train/CLASS/NAME.jpg` to learn from, `val/CLASS/NAME.jpg` to judge by.
///
/// The layout of torchvision's `ImageFolder` and of most data sets that people make themselves. The names of the
/// folders under `train` are the classes, in alphabetical order; files are JPEG or PNG, told by their extensions.
public struct ImageFolder: Sendable {
    /// A picture's file and the index of its class.
    public struct Sample: Sendable, Hashable {
        public let path: String
        public let label: Int
    }

    /// As it was given.
    public let path: String
    /// In alphabetical order.
    public let classes: [String]
    /// In the order of classes, then of names.
    public let training: [Sample]
    /// The same for `val`.
    public let validation: [Sample]

    private static let extensions: Set<String> = ["jpg", "jpeg", "png"]

    /// Lists the files, without opening them.
    ///
    /// - Throws: `RationaleError`: `missingInput` where the folder, `train` or `val` is not there, or a folder cannot be read; `badData` where a class
    ///   has no pictures to learn from, or `val` has a class that `train` has not.
    public init(_ path: String) throws(RationaleError) {
        self.path = path
        let root = URL(fileURLWithPath: path)
        for part in ["", "train", "val"] where !Self.isFolder(root.appending(path: part)) {
            throw RationaleError(
                .missingInput, "\(part.isEmpty ? path : "\(path)/\(part)"): there is no such folder",
                hint: "Pictures are expected as train/CLASS/NAME.jpg and val/CLASS/NAME.jpg.")
        }
        let train = root.appending(path: "train")
        let classes = try Self.names(in: train).filter { Self.isFolder(train.appending(path: $0)) }
        guard !classes.isEmpty else {
            throw RationaleError(
                .badData, "\(path)/train: there are no folders in it, expected one for each class",
                hint: "Pictures are expected as train/CLASS/NAME.jpg and val/CLASS/NAME.jpg.")
        }
        self.classes = classes
        let val = root.appending(path: "val")
        let unknown = try Self.names(in: val).filter { Self.isFolder(val.appending(path: $0)) && !classes.contains($0) }
        guard unknown.isEmpty else {
            throw RationaleError(
                .badData, "\(path)/val: the class '\(unknown[0])' is not among those of train",
                hint: unknown[0].nearestHint(in: classes))
        }
        let training = try Self.samples(in: train, classes)
        self.training = training
        validation = try Self.samples(in: val, classes)
        let filled = Set(training.map(\.label))
        if let empty = classes.indices.first(where: { !filled.contains($0) }) {
            throw RationaleError(
                .badData, "\(path)/train/\(classes[empty]): there are no pictures in this folder",
                hint: "Pictures are files that end in .jpg, .jpeg or .png.")
        }
        guard !validation.isEmpty else {
            throw RationaleError(
                .badData, "\(path)/val: there are no pictures in its folders",
                hint: "Set some pictures of each class aside, to judge by what was not learnt.")
        }
    }

    /// The picture of a sample, as it is in its file.
    ///
    /// - Throws: `RationaleError` where it cannot be read, naming the file.
    public static func image(of sample: Sample) throws(RationaleError) -> Image {
        try Image(contentsOf: URL(fileURLWithPath: sample.path))
    }

    private static func samples(in folder: URL, _ classes: [String]) throws(RationaleError) -> [Sample] {
        var samples: [Sample] = []
        for (label, name) in classes.enumerated() {
            let place = folder.appending(path: name)
            samples += try names(in: place)
                .filter { extensions.contains(($0 as NSString).pathExtension.lowercased()) }
                .map { Sample(path: place.appending(path: $0).path, label: label) }
        }
        return samples
    }

    /// What is in a folder, in alphabetical order; nothing where there is none, as `val` may lack a class.
    private static func names(in folder: URL) throws(RationaleError) -> [String] {
        guard isFolder(folder) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }
                .sorted()
        } catch {
            throw RationaleError(
                .missingInput, "\(folder.path): the folder cannot be read: \(error.localizedDescription)",
                hint: "Check who may read it.", underlying: error)
        }
    }

    private static func isFolder(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
    }
}

extension String {
    fileprivate func nearestHint(in names: [String]) -> String? {
        names.nearest(to: self, limit: 1).first.map { "Did you mean '\($0)'?" }
    }
}
