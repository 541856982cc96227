import Foundation
import RationaleCore
import RationaleData
import RationaleImaging
import RationaleMetrics
import RationaleNetworks
import RationaleTorch

/// Pictures of a folder as samples of a network.
struct PictureSamples: SampleSource {
    private let pictures: [AnnotatedPicture]
    private let labels: [String: Int]?
    /// Whether a picture without boxes is passed over.
    private let needsBoxes: Bool
    /// Whether names of classes come from a data set, and must be known, or from folders, which may have other names.
    private let hasClasses: Bool
    /// The class that is explained in place of each picture's own.
    private let target: Int?
    private let isTop: Bool

    /// - Parameters:
    ///   - pictures: as listed.
    ///   - network: whose labels name classes.
    ///   - needsBoxes: whether a picture without boxes is passed over.
    ///   - hasClasses: whether an unknown class is an error.
    init(
        _ pictures: [AnnotatedPicture], of classifier: Classifier, needsBoxes: Bool, hasClasses: Bool, target: Int?,
        isTop: Bool
    ) {
        self.pictures = pictures
        self.needsBoxes = needsBoxes
        self.hasClasses = hasClasses
        self.target = target
        self.isTop = isTop
        labels = classifier.labels.map { labels in
            Dictionary(labels.enumerated().map { ($1.lowercased(), $0) }) { first, _ in first }
        }
    }

    var count: Int { pictures.count }

    func name(of index: Int) -> String { pictures[index].path }

    func sample(_ index: Int, for classifier: Classifier) throws -> Sample {
        let picture = pictures[index]
        let photo = try Image(contentsOf: URL(fileURLWithPath: picture.path))
        let seen = try classifier.preprocessing.picture(of: photo)
        let values = try classifier.preprocessing.normalized(seen)
        return Sample(
            Tensor(values, shape: [1, 3, seen.height, seen.width]), label: try label(of: picture, classifier),
            region: try region(of: picture, photo, seen, classifier.preprocessing))
    }

    private func label(of picture: AnnotatedPicture, _ classifier: Classifier) throws(RationaleError) -> Int? {
        if let target { return target }
        guard !isTop else { return nil }
        switch picture.label {
        case nil: return nil
        case .index(let index): return index
        case .name(let name):
            if let index = labels?[name.lowercased()] { return index }
            guard hasClasses else { return nil }
            throw RationaleError(
                .badData, "\(picture.path): \(classifier.name) has no class '\(name)'",
                hint: labels == nil
                    ? "Name its classes with --labels."
                    : "For ImageNet's ids, put imagenet_class_index.json beside the pictures.")
        }
    }

    /// Where the boxes are in what the network sees.
    private func region(
        of picture: AnnotatedPicture, _ photo: Image, _ seen: Image, _ preprocessing: Preprocessing
    ) throws(RationaleError) -> Mask? {
        guard !picture.boxes.isEmpty else {
            guard needsBoxes else { return nil }
            throw RationaleError(.badData, "\(picture.path): there is no box of its class")
        }
        let frame = picture.frame ?? .init(width: Double(photo.width), height: Double(photo.height))
        let (across, down) = (Double(photo.width) / frame.width, Double(photo.height) / frame.height)
        let crop = try PhotoRegion(seenThrough: preprocessing, height: photo.height, width: photo.width)
        let (scaleX, scaleY) = (Double(seen.width) / crop.width, Double(seen.height) / crop.height)
        let boxes = picture.boxes.map { box in
            Box(
                x: (box.x * across - crop.x) * scaleX, y: (box.y * down - crop.y) * scaleY,
                width: box.width * across * scaleX, height: box.height * down * scaleY)
        }
        let mask = Mask(height: seen.height, width: seen.width, covering: boxes)
        guard mask.area > 0 || !needsBoxes else {
            throw RationaleError(
                .badData, "\(picture.path): its box lies outside of what the network sees",
                hint: "--preprocessing imagenet-stretch shows it the whole picture.")
        }
        return mask
    }
}
