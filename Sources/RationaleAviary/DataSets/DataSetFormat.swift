/// The layouts in which a data set can be written.
public enum DataSetFormat: String, CaseIterable, Codable, Sendable {
    /// One folder for each class, as torchvision's `ImageFolder` reads it.
    case folder
    /// Pascal VOC: boxes of birds and their parts in XML, and class segmentation.
    case voc
    /// COCO: polygons, boxes and captions in JSON.
    case coco
    /// CUB-200-2011: boxes, parts, attributes and ten captions a picture.
    case cub

    package var layout: any DataSetLayout {
        switch self {
        case .folder: FolderLayout()
        case .voc: VOCLayout()
        case .coco: COCOLayout()
        case .cub: CUBLayout()
        }
    }
}
