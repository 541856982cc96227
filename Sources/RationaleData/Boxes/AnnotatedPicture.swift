public import RationaleCore

/// A picture's file, its class, and where things of that class are.
public struct AnnotatedPicture: Sendable, Hashable {
    /// A class as data sets write it.
    public enum Label: Sendable, Hashable {
        /// The number of the network's score.
        case index(Int)
        /// A name, to be found among the network's labels.
        case name(String)
    }

    public var path: String
    /// `nil` where nobody says.
    public var label: Label?
    /// Where things of its class are; empty where there are none, or nobody says.
    public var shapes: [Shape]
    /// Whether every thing of its class is marked as difficult to recognise, as Pascal VOC does; never in other data sets.
    public var isDifficult: Bool
    /// The size of the picture that shapes are counted in, where it may be another than that of the file.
    public var frame: Frame?
    /// Whether the file may have been stretched since it was annotated, so that it has another shape than ``frame``. Default:
    /// no, because a picture of another shape may also have been cropped.
    public var mayBeStretched = false

    public struct Frame: Sendable, Hashable {
        public let width: Double
        public let height: Double

        public init(width: Double, height: Double) {
            self.width = width
            self.height = height
        }
    }

    /// - Parameters:
    ///   - path: of the file.
    ///   - label: its class; `nil` where nobody says.
    ///   - shapes: where things of that class are.
    ///   - isDifficult: whether all of them are hard to recognise.
    ///   - frame: the size of the picture that shapes are counted in; `nil` for that of the file.
    public init(
        path: String, label: Label? = nil, shapes: [Shape], isDifficult: Bool = false, frame: Frame? = nil
    ) {
        self.path = path
        self.label = label
        self.shapes = shapes
        self.isDifficult = isDifficult
        self.frame = frame
    }

    /// The same, where shapes are boxes.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - label: its class; `nil` where nobody says.
    ///   - boxes: around things of that class.
    ///   - frame: the size of the picture that boxes are counted in; `nil` for that of the file.
    public init(path: String, label: Label? = nil, boxes: [Box] = [], frame: Frame? = nil) {
        self.init(path: path, label: label, shapes: boxes.map(Shape.box), frame: frame)
    }

    /// The smallest box around each shape.
    public var boxes: [Box] { shapes.compactMap(\.box) }
}
