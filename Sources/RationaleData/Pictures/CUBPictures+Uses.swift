import Foundation
public import RationaleCore
import RationaleFiles
import RationaleImaging

extension CUBPictures {
    /// The pictures as a classifier learns from them: the training split, judged by the test split.
    ///
    /// - Throws: `RationaleError.Code.badData` where a class has no pictures to learn from, or there are none to judge by.
    public func labeled() throws(RationaleError) -> LabeledPictures {
        func samples(isTraining: Bool) -> [LabeledPictures.Sample] {
            pictures.filter { $0.isTraining == isTraining }.map { .init(path: $0.path, labels: [$0.label]) }
        }
        let (training, validation) = (samples(isTraining: true), samples(isTraining: false))
        let learnt = Set(training.flatMap(\.labels))
        if let missing = classes.indices.first(where: { !learnt.contains($0) }) {
            throw RationaleError(
                .badData, "\(path): the class \(classes[missing]) has no pictures to learn from",
                hint: notes.last ?? "Give some of its pictures a 1 in train_test_split.txt.")
        }
        guard !validation.isEmpty else {
            throw RationaleError(
                .badData, "\(path): there are no pictures to judge by",
                hint: "Give some pictures of each class a 0 in train_test_split.txt.")
        }
        return LabeledPictures(
            path: path, classes: classes, training: training, validation: validation, notes: notes)
    }

    /// The pictures of the test split, each with its box, as evaluations ask for them.
    ///
    /// A box that lies outside of its picture is passed over and counted.
    ///
    /// - Throws: `RationaleError.Code.badData` where there are none.
    /// - Complexity: reads each file once, for its size.
    package func annotated() throws(RationaleError) -> AnnotatedPictures {
        let tested = pictures.filter { !$0.isTraining }
        guard !tested.isEmpty else {
            throw RationaleError(
                .badData, "\(path): there are no pictures in the test split",
                hint: "Give some pictures a 0 in train_test_split.txt.")
        }
        var passedOver = PassedOver()
        let annotated = tested.map { picture in
            let box = picture.box.flatMap { box in
                passedOver.unlessFaulty { () throws(RationaleError) in
                    let bytes = try InputFile.bytes(of: picture.path, name: picture.path)
                    let stored = try StoredSize(of: bytes, named: picture.path)
                    return try Box(
                        edges: [box.x, box.y, box.x + box.width, box.y + box.height], in: stored.shownFrame,
                        place: picture.name)
                }
            }
            return AnnotatedPicture(
                path: picture.path, label: .name(classes[picture.label]), boxes: [box].compactMap(\.self))
        }
        let note = passedOver.note(of: path, total: tested.count, "boxes")
        return AnnotatedPictures(annotated, notes: notes + [note].compactMap(\.self))
    }
}

extension StoredSize {
    /// The size of the picture as it is shown.
    var shownFrame: AnnotatedPicture.Frame {
        let (across, down) = orientation.swapsSides ? (height, width) : (width, height)
        return AnnotatedPicture.Frame(width: Double(across), height: Double(down))
    }
}
