import Foundation
public import RationaleCore

/// Pictures in one folder for each class: `train/CLASS/NAME.jpg` to learn from, `val/CLASS/NAME.jpg` to judge by.
///
/// The layout of torchvision's `ImageFolder` and of most data sets that people make themselves. The names of the
/// folders under `train` are the classes, in alphabetical order; their pictures may lie in folders of their own. Files are
/// JPEG or PNG, told by their contents.
public enum ImageFolder {
    /// Lists the files, in the order of classes, then of names.
    ///
    /// - Parameter path: of the folder that holds `train` and `val`.
    /// - Throws: `RationaleError`: `missingInput` where the folder, `train` or `val` is not there, or a folder
    ///   cannot be read; `badData` where a class has no pictures to learn from, or `val` has a class that `train` has not.
    public static func pictures(in path: String) throws(RationaleError) -> LabeledPictures {
        let root = URL(fileURLWithPath: path)
        for part in ["", "train", "val"] where !isFolder(root.appending(path: part)) {
            throw RationaleError(
                .missingInput, "\(part.isEmpty ? path : "\(path)/\(part)"): there is no such folder",
                hint: "Pictures are expected as train/CLASS/NAME.jpg and val/CLASS/NAME.jpg.")
        }
        let train = root.appending(path: "train")
        let classes = try names(in: train).filter { isFolder(train.appending(path: $0)) }
        guard !classes.isEmpty else {
            throw RationaleError(
                .badData, "\(path)/train: there are no folders in it, expected one for each class",
                hint: "Pictures are expected as train/CLASS/NAME.jpg and val/CLASS/NAME.jpg.")
        }
        let val = root.appending(path: "val")
        let lookup = ClassLookup(classes)
        let learnt = listed(classes.indices.map { (train.appending(path: classes[$0]).path, $0) })
        let judged = listed(
            try names(in: val).filter { isFolder(val.appending(path: $0)) }.map {
                name throws(RationaleError) in
                (val.appending(path: name).path, try lookup.index(of: name, in: "\(path)/train", code: .badData))
            })
        let training = learnt.flatMap(\.samples)
        let validation = judged.flatMap(\.samples)
        let files = (learnt + judged).map(\.files)
        var passedOver = PassedOver()
        for file in files.flatMap(\.unreadable) { passedOver.add(file.error) }
        let notes = [
            passedOver.note(
                of: path, total: training.count + validation.count + passedOver.count, "pictures")
        ].compactMap(\.self)
        for (name, files) in zip(classes, learnt.map(\.files)) where files.names.isEmpty {
            guard files.unreadable.isEmpty else {
                _ = try files.required()
                continue
            }
            throw RationaleError(
                .badData, "\(path)/train/\(name): there are no pictures in this folder",
                hint: "Pictures are JPEG and PNG files, whatever they are called.")
        }
        guard !validation.isEmpty else {
            throw RationaleError(
                .badData, "\(path)/val: there are no pictures in its folders",
                hint: notes.last ?? "Set some pictures of each class aside, to judge by what was not learnt.")
        }
        return LabeledPictures(
            path: path, classes: classes, training: training, validation: validation, notes: notes)
    }

    private static func listed(_ folders: [(path: String, label: Int)]) -> [(
        files: PictureFiles, samples: [LabeledPictures.Sample]
    )] {
        folders.sorted { $0.label < $1.label }.map { folder, label in
            let files = PictureFiles(below: folder)
            return (files, files.names.map { LabeledPictures.Sample(path: folder.path(to: $0), labels: [label]) })
        }
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
