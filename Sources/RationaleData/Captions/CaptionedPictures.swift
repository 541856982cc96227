import Foundation
public import RationaleCore

/// Pictures with several sentences each, to learn a caption model from and to judge it by.
///
/// | layout | pictures | sentences | classes and split |
/// |---|---|---|---|
/// | CUB-200-2011 (``CUBPictures``) | `images` | `text_c10/CLASS/NAME.txt` or `text/CLASS/NAME.txt`, one a line | its lists |
/// | COCO | `images`, a folder named as the file is, or the folder itself | `captions*.json` or `descriptions*.json`, in `annotations` or beside it | no classes; the files' names |
///
/// A published split is taken before all others: three files with one name of a picture a line, called `train_no_cub.txt`,
/// `val_no_cub.txt` and `test_no_cub.txt`; `train_noCub.txt`, `val.txt` and `test.txt`; or `train.txt`, `val.txt` and
/// `test.txt`. Without it, pictures of the training split are set aside for validation, the same in every run with
/// the same seed.
///
/// *Source:* Reed, Akata, Schiele and Lee (2016), "Learning deep representations of fine-grained visual descriptions", CVPR
/// (the sentences of CUB); Chen et al. (2015), "Microsoft COCO captions", arXiv 1504.00325 (the JSON file); Hendricks et
/// al. (2016), "Generating visual explanations", ECCV (the split without the pictures of ImageNet).
public struct CaptionedPictures: Sendable {
    /// A picture, its class and its sentences.
    public struct Sample: Sendable, Hashable {
        /// By which lists and split files name the picture, such as `001.Black_footed_Albatross/NAME.jpg`.
        public let name: String
        /// Where the file is; `nil` where there is none and none was needed.
        public let path: String?
        /// The index of its class; `nil` where the data set has no classes.
        public let label: Int?
        /// As they were written, less spaces at both ends; at least one.
        public let sentences: [String]
    }

    /// The folder, as it was given.
    public let path: String
    /// The names of the classes, by their indices; `nil` where the data set has none.
    public let classes: [String]?
    /// To learn from; at least one, and one of each class.
    public let training: [Sample]
    /// To choose the best state of a training by; at least one.
    public let validation: [Sample]
    /// To judge by; none where the data set has no such split.
    public let test: [Sample]
    /// What a person should know: pictures and sentences that are passed over, and why.
    public let notes: [String]

    /// Reads a data set.
    ///
    /// - Parameters:
    ///   - path: of the folder that holds it.
    ///   - needsPictures: whether a picture without its file is passed over. Say false where features that were computed
    ///     before stand for the pictures. Default: true.
    ///   - fraction: of the training pictures of each class that is set aside for validation where no split says which;
    ///     above 0 and below 1. Default: 0.1. At least one of each class is set aside, and one is left.
    ///   - seed: which of them. Default: 0.
    /// - Throws: `RationaleError`: `usage` for a fraction out of range; `missingInput` where no layout is recognised, or a
    ///   list is not there; `badData` where nothing is left to learn from or to validate by, a class has no pictures to
    ///   learn from, or a picture is in two lists of a published split.
    /// - Complexity: as ``CUBPictures`` and one read of each file of sentences; all sentences are held.
    public init(
        in path: String, needsPictures: Bool = true, settingAside fraction: Double = 0.1, seed: UInt64 = 0
    ) throws(RationaleError) {
        guard fraction > 0, fraction < 1 else {
            throw RationaleError(
                .usage, "expected a fraction of pictures to set aside above 0 and below 1, found \(fraction)")
        }
        let found: FoundCaptions
        if CUBPictures.areIn(path) {
            found = try CUBCaptions.found(in: path, needsPictures: needsPictures)
        } else if let files = COCOCaptions.files(in: path) {
            found = try COCOCaptions.found(files, in: path, needsPictures: needsPictures)
        } else {
            throw RationaleError(
                .missingInput, "\(path): there are no captions of a layout that is known",
                hint: "CUB-200-2011 has images.txt, other lists, and a folder text or text_c10; COCO has "
                    + "annotations/captions_*.json.")
        }
        let split = try CaptionSplit(found, in: path, settingAside: fraction, seed: seed)
        self.path = path
        classes = found.classes
        (training, validation, test) = (split.training, split.validation, split.test)
        notes = found.notes + split.notes

        let hint = notes.last
        guard !training.isEmpty else {
            throw RationaleError(.badData, "\(path): there are no pictures to learn from", hint: hint)
        }
        guard !validation.isEmpty else {
            throw RationaleError(.badData, "\(path): there are no pictures to validate by", hint: hint)
        }
        let learnt = Set(training.compactMap(\.label))
        if let classes, let missing = classes.indices.first(where: { !learnt.contains($0) }) {
            throw RationaleError(
                .badData, "\(path): the class \(classes[missing]) has no pictures to learn from", hint: hint)
        }
    }
}

/// What a layout's reader finds, before it is split.
struct FoundCaptions {
    enum Part { case training, validation, test }

    var samples: [CaptionedPictures.Sample] = []
    /// Of each sample; `nil` where the data set does not say.
    var parts: [Part?] = []
    var classes: [String]?
    var notes: [String] = []
}
