/// Lines and Bézier curves.
struct Path {
    enum Element {
        case move(Vector)
        case line(Vector)
        case curve(Vector, Vector, Vector)
        case close
    }

    var elements: [Element] = []

    init() {}

    /// A polygon.
    init(polygon points: [Vector]) {
        elements.reserveCapacity(points.count + 1)
        for (index, point) in points.enumerated() { elements.append(index == 0 ? .move(point) : .line(point)) }
        elements.append(.close)
    }

    /// A smooth closed curve through all points (Catmull and Rom's spline).
    init(through points: [Vector]) {
        elements.reserveCapacity(points.count + 2)
        elements.append(.move(points[0]))
        let count = points.count
        for index in 0..<count {
            let (before, from) = (points[(index + count - 1) % count], points[index])
            let (to, after) = (points[(index + 1) % count], points[(index + 2) % count])
            elements.append(.curve(from + (to - before) / 6, to - (after - from) / 6, to))
        }
        elements.append(.close)
    }

    /// A smooth open curve through all points.
    init(along points: [Vector]) {
        elements.append(.move(points[0]))
        for index in points.indices.dropLast() {
            let (before, from) = (points[max(0, index - 1)], points[index])
            let (to, after) = (points[index + 1], points[min(points.count - 1, index + 2)])
            elements.append(.curve(from + (to - before) / 6, to - (after - from) / 6, to))
        }
    }

    init(circle center: Vector, radius: Double) { self.init(ellipse: center, radii: Vector(radius, radius)) }

    init(ellipse center: Vector, radii: Vector, angle: Double = 0) {
        // Four arcs; the handles' length makes the error smaller than a thousandth of the radius.
        let handle = 0.5523
        let (a, b) = (Vector(radii.x, 0).rotated(by: angle), Vector(0, radii.y).rotated(by: angle))
        elements.reserveCapacity(6)
        move(center + a)
        curve(center + a + b * handle, center + b + a * handle, center + b)
        curve(center + b - a * handle, center - a + b * handle, center - a)
        curve(center - a - b * handle, center - b - a * handle, center - b)
        curve(center - b + a * handle, center + a - b * handle, center + a)
        close()
    }

    /// A leaf: pointed at both ends.
    init(leaf from: Vector, to: Vector, width: Double) {
        let (along, side) = (to - from, (to - from).across * (width / max((to - from).length, 1e-9)))
        move(from)
        curve(from + along * 0.25 + side * 0.7, from + along * 0.65 + side * 0.6, to)
        curve(from + along * 0.65 - side * 0.6, from + along * 0.25 - side * 0.7, from)
        close()
    }

    mutating func move(_ point: Vector) { elements.append(.move(point)) }
    mutating func line(_ point: Vector) { elements.append(.line(point)) }
    mutating func curve(_ one: Vector, _ two: Vector, _ to: Vector) { elements.append(.curve(one, two, to)) }
    mutating func close() { elements.append(.close) }

    /// Together with another one: one fill of many shapes is faster than many fills.
    static func + (one: Path, two: Path) -> Path {
        var both = one
        both.elements += two.elements
        return both
    }

    static func += (one: inout Path, two: Path) { one.elements += two.elements }
}
