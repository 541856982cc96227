extension Mask {
    /// A corner of a polygon, in pixels from the upper left corner of the picture.
    public struct Corner: Hashable, Sendable {
        public let x: Int
        public let y: Int

        public init(x: Int, y: Int) {
            self.x = x
            self.y = y
        }
    }

    /// The region as polygons along the edges of its pixels: exact, disjoint, and without holes.
    ///
    /// Each region of pixels that share edges is one polygon, clockwise from its uppermost left corner. A region with a
    /// hole is cut in two where the hole begins, as formats such as COCO's have no way to write holes.
    ///
    /// - Complexity: O(height · width), and twice that again for each hole, at which the mask is copied.
    public var polygons: [[Corner]] { Self.polygons(ofBits: bits, height: height, width: width) }

    private static func polygons(ofBits bits: [Bool], height: Int, width: Int) -> [[Corner]] {
        var result: [[Corner]] = []
        var outlines = Outlines(bits: bits, height: height, width: width)
        let loops = outlines.loops()
        guard let hole = loops.first(where: { Self.doubledArea($0) < 0 }) else { return loops }
        // Everything left of the hole's first column, and everything from there on, in which the hole is open.
        let cut = hole.map(\.x).min() ?? 0
        for isLeft in [true, false] {
            var half = bits
            for row in 0..<height {
                for column in isLeft ? cut..<width : 0..<cut { half[row * width + column] = false }
            }
            result += polygons(ofBits: half, height: height, width: width)
        }
        return result
    }

    /// Twice the area, positive for a way that keeps the inside at its right.
    private static func doubledArea(_ loop: [Corner]) -> Int {
        zip(loop, loop.dropFirst() + loop.prefix(1)).reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y }
    }
}

/// Walks along the edges between pixels inside and outside, with the inside at the right.
private struct Outlines {
    let bits: [Bool]
    let height: Int
    let width: Int
    /// The upper edges of pixels from which a walk has come by, which go to the right.
    private var visited: [Bool]

    init(bits: [Bool], height: Int, width: Int) {
        self.bits = bits
        self.height = height
        self.width = width
        visited = Array(repeating: false, count: bits.count)
    }

    private func isInside(_ row: Int, _ column: Int) -> Bool {
        row >= 0 && row < height && column >= 0 && column < width && bits[row * width + column]
    }

    /// Every loop once, by its first upper edge.
    mutating func loops() -> [[Mask.Corner]] {
        var result: [[Mask.Corner]] = []
        for row in 0..<height {
            for column in 0..<width where isInside(row, column) && !isInside(row - 1, column) {
                if !visited[row * width + column] { result.append(loop(fromRow: row, column: column)) }
            }
        }
        return result
    }

    /// The corners of one loop, without those at which it goes straight on.
    private mutating func loop(fromRow row: Int, column: Int) -> [Mask.Corner] {
        var corners: [Mask.Corner] = []
        // Right, down, left, up.
        let steps = [(1, 0), (0, 1), (-1, 0), (0, -1)]
        var (x, y, direction) = (column, row, 0)
        repeat {
            if direction == 0 { visited[y * width + x] = true }
            x += steps[direction].0
            y += steps[direction].1
            // The two pixels ahead of the corner, at its left and its right hand.
            let ahead: [(left: (Int, Int), right: (Int, Int))] = [
                ((y - 1, x), (y, x)), ((y, x), (y, x - 1)), ((y, x - 1), (y - 1, x - 1)), ((y - 1, x - 1), (y - 1, x)),
            ]
            let isLeft = isInside(ahead[direction].left.0, ahead[direction].left.1)
            let isRight = isInside(ahead[direction].right.0, ahead[direction].right.1)
            // Pixels that touch only at a corner stay apart: then the way turns right.
            let turn = !isRight ? 1 : isLeft ? 3 : 0
            if turn != 0 { corners.append(Mask.Corner(x: x, y: y)) }
            direction = (direction + turn) % 4
        } while (x, y, direction) != (column, row, 0)
        // The walk ends where it began, which is the last corner found.
        if let last = corners.popLast() { corners.insert(last, at: 0) }
        return corners
    }
}
