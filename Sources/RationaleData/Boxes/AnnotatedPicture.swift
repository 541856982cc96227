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
    /// Around things of its class; empty where there are none.
    public var boxes: [Box]
    /// The size of the picture that boxes are counted in, where it may be another than that of the file.
    public var frame: Frame?

    public struct Frame: Sendable, Hashable {
        public let width: Double
        public let height: Double

        public init(width: Double, height: Double) {
            self.width = width
            self.height = height
        }
    }

    public init(path: String, label: Label? = nil, boxes: [Box] = [], frame: Frame? = nil) {
        self.path = path
        self.label = label
        self.boxes = boxes
        self.frame = frame
    }
}
