/// A drawing as data: shapes in the order in which they are painted, in pixels from the top left.
///
/// The same value becomes a picture (``image(zoom:)``, painted by Cairo) or an SVG (``svg(title:)``, whose text stays
/// text).
public struct Drawing: Sendable, Equatable {
    public var width: Double
    public var height: Double
    public var background: Color
    public var shapes: [Shape]

    public init(width: Double, height: Double, background: Color = .white, shapes: [Shape] = []) {
        self.width = width
        self.height = height
        self.background = background
        self.shapes = shapes
    }

    /// A place in a drawing.
    public struct Point: Sendable, Equatable {
        public var x: Double
        public var y: Double

        public init(_ x: Double, _ y: Double) {
            self.x = x
            self.y = y
        }
    }

    /// A rectangle with sides along the axes.
    public struct Frame: Sendable, Equatable {
        public var x: Double
        public var y: Double
        public var width: Double
        public var height: Double

        public init(x: Double, y: Double, width: Double, height: Double) {
            self.x = x
            self.y = y
            self.width = width
            self.height = height
        }
    }

    /// Something that is painted.
    public enum Shape: Sendable, Equatable {
        case rectangle(Frame, fill: Color)
        /// The outline of a rectangle, its line centred on the edge.
        case outline(Frame, color: Color, thickness: Double)
        case polygon([Point], fill: Color)
        case line(Point, Point, color: Color, thickness: Double)
        /// A line through points with round joints, back to the first where it is closed.
        case path([Point], isClosed: Bool, stroke: Stroke)
        case circle(Point, radius: Double, fill: Color?, stroke: Stroke? = nil)
        /// A picture stretched to a frame; `isPixelated` keeps its pixels as sharp squares.
        case picture(Image, in: Frame, isPixelated: Bool)
        case text(Text)
    }

    /// How a line is drawn.
    public struct Stroke: Sendable, Equatable {
        public var color: Color
        public var thickness: Double
        /// The lengths of its dashes and of the gaps after them, in turns; empty for a line without gaps.
        public var dashes: [Double]

        public init(_ color: Color, thickness: Double, dashes: [Double] = []) {
            self.color = color
            self.thickness = thickness
            self.dashes = dashes
        }
    }

    /// One line of text in DejaVu Sans.
    public struct Text: Sendable, Equatable {
        /// Which part of the text stands at its position.
        public enum Anchor: String, Sendable { case start, middle, end }

        public var string: String
        /// On the baseline.
        public var position: Point
        /// The size of the font in pixels.
        public var size: Double
        public var color: Color
        public var isBold: Bool
        public var anchor: Anchor
        /// Whether the text runs upwards.
        public var isVertical: Bool

        /// Characters that cannot be drawn (line breaks and other control characters) become spaces.
        public init(
            _ string: String, at position: Point, size: Double = 12, color: Color = .black, isBold: Bool = false,
            anchor: Anchor = .start, isVertical: Bool = false
        ) {
            let scalars = string.unicodeScalars.map { scalar in
                scalar.properties.generalCategory == .control ? " " : scalar
            }
            self.string = String(String.UnicodeScalarView(scalars))
            self.position = position
            self.size = size
            self.color = color
            self.isBold = isBold
            self.anchor = anchor
            self.isVertical = isVertical
        }
    }
}
