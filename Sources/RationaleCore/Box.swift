/// A rectangle on a picture, in pixels from its top left corner.
public struct Box: Equatable, Hashable, Sendable, Codable {
    /// The left edge: 0 is the left edge of the first column.
    public var x: Double
    /// The upper edge: 0 is the upper edge of the first row.
    public var y: Double
    public var width: Double
    public var height: Double

    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    public var area: Double { width * height }
}
