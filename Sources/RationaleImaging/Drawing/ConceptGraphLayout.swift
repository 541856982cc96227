internal import Foundation
package import RationaleCore

/// Where the concepts and relations of a panel are in a drawing.
///
/// A concept's mark is a disc on the middle of its region; discs that would cover each other are pushed apart. Two
/// relations between the same concepts lie side by side, as the two lanes of a road.
package struct ConceptGraphLayout: Sendable {
    package struct Disc: Sendable {
        /// Of the node.
        package let index: Int
        package let mark: String
        /// The middle of the region, and of the disc.
        package let middle: Drawing.Point
        package var center: Drawing.Point
        package let outlines: [[Drawing.Point]]
        package let value: Double
        package let isFound: Bool

        /// Whether the disc is so far from the region's middle that a line has to lead there.
        package var isMoved: Bool { hypot(center.x - middle.x, center.y - middle.y) > 3 }
    }

    package struct Arrow: Sendable {
        /// Of the edge.
        package let index: Int
        package let from: Int
        package let to: Int
        package let line: (begin: Drawing.Point, end: Drawing.Point)
        package let head: [Drawing.Point]
        package let thickness: Double
        package let value: Double
    }

    /// In the order of the nodes.
    package private(set) var discs: [Disc]
    /// The largest one last.
    package private(set) var arrows: [Arrow] = []
    package let radius: Double

    /// - Parameters:
    ///   - panel: what is shown.
    ///   - frame: the picture that the nodes' fractions are of.
    ///   - bounds: what no disc leaves.
    ///   - colors: the scale of the values.
    ///   - maxEdges: how many relations are shown, the largest ones.
    ///   - radius: of the marks; by their number where not given.
    ///   - distance: of two marks at least; by their number where not given.
    /// - Complexity: O(n² + corners · log corners) for n nodes.
    package init(
        _ panel: ConceptGraph.Panel, in frame: Drawing.Frame, bounds: Drawing.Frame, colors: ConceptGraphColors,
        maxEdges: Int, radius: Double? = nil, distance: Double? = nil
    ) {
        self.radius = radius ?? (panel.nodes.count > 8 ? 9 : 11)
        func point(_ x: Double, _ y: Double) -> Drawing.Point {
            func inside(_ value: Double) -> Double { value.isNaN ? 0.5 : min(1, max(0, value)) }
            return Drawing.Point(frame.x + inside(x) * frame.width, frame.y + inside(y) * frame.height)
        }
        // The steps of an outline along the pixels of a network's input, 224 and more, become a smooth line.
        let tolerance = 0.9 / 224 * max(frame.width, frame.height)
        discs = zip(panel.nodes.indices, panel.marks).map { index, mark in
            let node = panel.nodes[index]
            let middle = point(node.x, node.y)
            return Disc(
                index: index, mark: mark, middle: middle, center: middle,
                outlines: node.polygons.map { polygon in
                    Self.simplified(polygon.map { point($0.x, $0.y) }, tolerance: tolerance)
                },
                value: node.weight, isFound: node.isFound)
        }
        // Room for an arrow between two discs, where there are not too many.
        pushApart(to: distance ?? 2 * self.radius + (panel.nodes.count > 8 ? 4 : 16), bounds)
        let shown = panel.edgesByImportance.prefix(max(0, maxEdges))
        let pairs = Set(shown.map { [panel.edges[$0].from, panel.edges[$0].to] })
        arrows = shown.reversed().compactMap { index in
            let edge = panel.edges[index]
            return arrow(
                index, edge, strength: colors.strength(of: edge.excess), isDouble: pairs.contains([edge.to, edge.from]))
        }
    }

    /// Moves discs that are nearer to each other than this, and those out of bounds.
    private mutating func pushApart(to distance: Double, _ bounds: Drawing.Frame) {
        let inset = radius + 1.5
        func clamp(_ value: Double, _ begin: Double, _ length: Double) -> Double {
            length < 2 * inset ? begin + length / 2 : min(begin + length - inset, max(begin + inset, value))
        }
        for _ in 0..<300 {
            var isSettled = true
            for one in discs.indices {
                for other in discs.indices.dropFirst(one + 1) {
                    var x = discs[other].center.x - discs[one].center.x
                    var y = discs[other].center.y - discs[one].center.y
                    var length = hypot(x, y)
                    guard length < distance - 0.1 else { continue }
                    isSettled = false
                    if length < 1e-3 {
                        // The golden angle: no two discs at one point leave it in the same direction.
                        let angle = 2.4 * Double(one + 7 * other)
                        (x, y, length) = (cos(angle), sin(angle), 1)
                    }
                    let push = (distance - min(length, distance)) / 2 / length
                    discs[one].center.x -= x * push
                    discs[one].center.y -= y * push
                    discs[other].center.x += x * push
                    discs[other].center.y += y * push
                }
            }
            for index in discs.indices {
                discs[index].center.x = clamp(discs[index].center.x, bounds.x, bounds.width)
                discs[index].center.y = clamp(discs[index].center.y, bounds.y, bounds.height)
            }
            if isSettled { return }
        }
        placeOnGrid(bounds)
    }

    /// Where pushing does not settle, in a corner for instance: each disc on the nearest free point of a grid.
    private mutating func placeOnGrid(_ bounds: Drawing.Frame) {
        let step = 2 * radius + 3
        var free: [Drawing.Point] = []
        for y in stride(from: bounds.y + step / 2, through: bounds.y + bounds.height - step / 2, by: step) {
            for x in stride(from: bounds.x + step / 2, through: bounds.x + bounds.width - step / 2, by: step) {
                free.append(Drawing.Point(x, y))
            }
        }
        for index in discs.indices {
            func distance(_ place: Int) -> Double {
                hypot(free[place].x - discs[index].middle.x, free[place].y - discs[index].middle.y)
            }
            guard let nearest = free.indices.min(by: { distance($0) < distance($1) }) else { return }
            discs[index].center = free.remove(at: nearest)
        }
    }

    private func arrow(_ index: Int, _ edge: ConceptGraph.Edge, strength: Double, isDouble: Bool) -> Arrow? {
        let (from, to) = (discs[edge.from].center, discs[edge.to].center)
        let length = hypot(to.x - from.x, to.y - from.y)
        guard length > 2 * radius + 3 else { return nil }
        let (x, y) = ((to.x - from.x) / length, (to.y - from.y) / length)
        let thickness = 1.6 + 3 * strength
        // To the right of the way, so that the way back has the other side.
        let aside = isDouble ? 1.5 + thickness / 2 + 2 : 0
        func at(_ distance: Double, _ side: Double) -> Drawing.Point {
            Drawing.Point(from.x + x * distance - y * (aside + side), from.y + y * distance + x * (aside + side))
        }
        let begin = radius + 1.5
        let end = length - radius - 2
        let head = min(5 + 2 * thickness, 0.85 * (end - begin))
        let half = min(3 + thickness, 0.6 * head + 1)
        return Arrow(
            index: index, from: edge.from, to: edge.to, line: (at(begin, 0), at(end - 0.8 * head, 0)),
            head: [at(end, 0), at(end - head, half), at(end - head, -half)], thickness: thickness,
            value: edge.excess)
    }

    /// A closed outline with fewer corners, none farther from the other than this.
    ///
    /// *Source:* Douglas, Peucker (1973), "Algorithms for the reduction of the number of points required to represent a
    /// digitized line or its caricature", Cartographica 10. The outline is cut at its first corner and at the farthest
    /// from it.
    package static func simplified(_ outline: [Drawing.Point], tolerance: Double) -> [Drawing.Point] {
        guard outline.count > 4 else { return outline }
        func distance(_ index: Int) -> Double {
            hypot(outline[index].x - outline[0].x, outline[index].y - outline[0].y)
        }
        let far = outline.indices.max { distance($0) < distance($1) } ?? 0
        var isKept = [Bool](repeating: false, count: outline.count)
        isKept[0] = true
        isKept[far] = true
        var stretches = [(0, far), (far, outline.count)]
        while let (first, last) = stretches.popLast() {
            let (a, b) = (outline[first], outline[last % outline.count])
            let length = hypot(b.x - a.x, b.y - a.y)
            var (worst, error) = (first, tolerance)
            for index in first..<last where index > first {
                let p = outline[index]
                let off =
                    length > 0
                    ? abs((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) / length : hypot(p.x - a.x, p.y - a.y)
                if off > error { (worst, error) = (index, off) }
            }
            guard worst != first else { continue }
            isKept[worst] = true
            stretches += [(first, worst), (worst, last)]
        }
        return zip(outline, isKept).compactMap { $1 ? $0 : nil }
    }
}

extension ConceptGraph.Node {
    /// The outlines as points in fractions of the picture; the box where there are none.
    var polygons: [[Drawing.Point]] {
        let known = outlines.map { numbers in
            stride(from: 0, to: numbers.count - 1, by: 2).map { Drawing.Point(numbers[$0], numbers[$0 + 1]) }
        }.filter { polygon in polygon.count > 2 && polygon.allSatisfy { $0.x.isFinite && $0.y.isFinite } }
        let corners = [box.x, box.y, box.x + box.width, box.y + box.height]
        guard known.isEmpty, corners.allSatisfy(\.isFinite), box.width > 0, box.height > 0 else { return known }
        return [
            [
                Drawing.Point(corners[0], corners[1]), Drawing.Point(corners[2], corners[1]),
                Drawing.Point(corners[2], corners[3]), Drawing.Point(corners[0], corners[3]),
            ]
        ]
    }
}
