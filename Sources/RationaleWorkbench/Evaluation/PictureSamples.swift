import Foundation
import RationaleCore
import RationaleData
import RationaleFiles
import RationaleImaging
import RationaleMetrics
import RationaleNetworks
import RationaleTorch

/// Pictures of a folder as samples of a network.
struct PictureSamples: SampleSource {
    private let pictures: [AnnotatedPicture]
    private let labels: ClassLookup?
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
        labels = classifier.labels.map(ClassLookup.init)
    }

    /// What a person should know: folders whose names are no classes.
    var notes: [String] {
        guard target == nil, !isTop, !hasClasses else { return [] }
        let names = Set(pictures.compactMap { if case .name(let name)? = $0.label { name } else { nil } }).sorted()
        let unknown = names.filter { (labels?.match($0) ?? .missing) == .missing }
        guard !unknown.isEmpty, labels != nil, unknown.count < names.count else { return [] }
        return [
            "\(unknown.count) of \(names.count) folders have names that are no classes of the network, such as "
                + "'\(unknown[0])': of their pictures, the most probable class is explained"
        ]
    }

    var count: Int { pictures.count }

    func name(of index: Int) -> String { pictures[index].path }

    func sample(_ index: Int, for classifier: Classifier) throws -> Sample {
        let picture = pictures[index]
        let bytes = try InputFile.bytes(of: picture.path, name: picture.path)
        let photo = try Image(decoding: bytes, named: picture.path)
        let seen = try classifier.preprocessing.picture(of: photo)
        let values = try classifier.preprocessing.normalized(seen)
        return Sample(
            Tensor(values, shape: [1, classifier.preprocessing.channels, seen.height, seen.width]),
            label: try label(of: picture, classifier),
            region: try region(
                of: picture, StoredSize(of: bytes, named: picture.path), photo, seen, classifier.preprocessing),
            isDifficult: picture.isDifficult, pixelSize: try pixelSize(photo, seen, classifier.preprocessing))
    }

    /// The size of a pixel that the network sees in pixels of the photo.
    private func pixelSize(
        _ photo: Image, _ seen: Image, _ preprocessing: Preprocessing
    ) throws(RationaleError) -> PixelSize {
        let crop = try PhotoRegion(seenThrough: preprocessing, height: photo.height, width: photo.width)
        return PixelSize(width: crop.width / Double(seen.width), height: crop.height / Double(seen.height))
    }

    /// The class that is explained; `nil` where nobody names one.
    func label(of index: Int, for classifier: Classifier) throws(RationaleError) -> Int? {
        try label(of: pictures[index], classifier)
    }

    private func label(of picture: AnnotatedPicture, _ classifier: Classifier) throws(RationaleError) -> Int? {
        if let target { return target }
        guard !isTop else { return nil }
        switch picture.label {
        case nil: return nil
        case .index(let index): return index
        case .name(let name):
            if labels == nil, let index = Self.numberedIndex(name) { return index }
            if labels?.match(name) ?? .missing == .missing {
                guard hasClasses else { return nil }
                let hint = labels == nil ? "Name its classes with --labels." : Self.idHint
                throw RationaleError(.badData, "\(picture.path): \(classifier.name) has no class '\(name)'", hint: hint)
            }
            do { return try labels?.index(of: name, in: classifier.name) } catch {
                throw RationaleError(.badData, "\(picture.path): \(error.message)", hint: error.hint)
            }
        }
    }

    /// The index that a class of CUB-200-2011 says itself, `001.Black_footed_Albatross` being the first.
    private static func numberedIndex(_ name: String) -> Int? {
        let number = name.prefix { ("0"..."9").contains($0) }
        guard name.dropFirst(number.count).first == ".", let value = Int(number), value > 0 else { return nil }
        return value - 1
    }

    private static let idHint = "For ImageNet's ids, put imagenet_class_index.json beside the pictures."

    /// What the shapes of a picture cover of what the network sees.
    private func region(
        of picture: AnnotatedPicture, _ stored: StoredSize, _ photo: Image, _ seen: Image,
        _ preprocessing: Preprocessing
    ) throws(RationaleError) -> Mask? {
        let placement = try picture.placement(in: stored)
        guard !picture.shapes.isEmpty else {
            guard needsBoxes else { return nil }
            throw RationaleError(.badData, "\(picture.path): there is no box of its class")
        }
        let crop = try PhotoRegion(seenThrough: preprocessing, height: photo.height, width: photo.width)
        let placed = placement.cropped(to: crop, width: seen.width, height: seen.height)
        var mask = Mask(height: seen.height, width: seen.width, covering: picture.shapes, placed: placed)
        if mask.area == 0 {
            // What is smaller than a pixel covers those that its box touches.
            mask = Mask(height: seen.height, width: seen.width, covering: picture.boxes.map(placed.place))
        }
        guard mask.area > 0 || !needsBoxes else {
            throw RationaleError(
                .badData, "\(picture.path): its box lies outside of what the network sees",
                hint: "--preprocessing imagenet-stretch shows it the whole picture.")
        }
        return mask
    }
}
