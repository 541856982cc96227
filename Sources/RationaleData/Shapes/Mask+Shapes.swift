import Foundation
package import RationaleCore

extension Mask {
    /// What shapes cover together.
    ///
    /// Boxes cover what `Mask(height:width:covering:)` says. Polygons cover the pixels that `pycocotools` gives them. A pixel
    /// is inside runs where its middle falls on one of theirs.
    ///
    /// - Parameters:
    ///   - height: of the mask, in pixels.
    ///   - width: the same.
    ///   - shapes: in pixels of the picture that was annotated.
    ///   - placement: where that picture lies on the mask.
    /// - Complexity: O(height · width) for each shape.
    package init(height: Int, width: Int, covering shapes: [Shape], placed placement: Placement = .identity) {
        var boxes: [Box] = []
        var bits = [Bool](repeating: false, count: height * width)
        for shape in shapes {
            switch shape {
            case .box(let box): boxes.append(placement.place(box))
            case .polygons(let polygons):
                for polygon in polygons {
                    Self.fill(polygon.map(placement.place), height: height, width: width, &bits)
                }
            case .runs(let runs):
                let mask = runs.mask
                for row in 0..<height {
                    for column in 0..<width where !bits[row * width + column] {
                        let source = placement.source(of: SIMD2(Double(column) + 0.5, Double(row) + 0.5))
                        let (x, y) = (Int(source.x.rounded(.down)), Int(source.y.rounded(.down)))
                        guard x >= 0, y >= 0, x < mask.width, y < mask.height, mask[y, x] else { continue }
                        bits[row * width + column] = true
                    }
                }
            }
        }
        if !boxes.isEmpty {
            let covered = Mask(height: height, width: width, covering: boxes)
            for index in bits.indices where covered.bits[index] { bits[index] = true }
        }
        self.init(height: height, width: width, bits: bits)
    }

    /// Fills a polygon as `pycocotools` does.
    ///
    /// Corners are rounded to fifths of a pixel, and edges drawn between them on that finer grid, one step along the longer
    /// side at a time. Where an edge passes the middle of a column of pixels, inside and outside change below that place. So
    /// a pixel is inside where, counted down the columns from the left, an odd number of edges came before it.
    ///
    /// - Complexity: O(height · width + columns that edges pass · log of the longest edge).
    private static func fill(_ polygon: [SIMD2<Double>], height: Int, width: Int, _ bits: inout [Bool]) {
        // Where inside and outside change, down the columns, and the columns in which they do.
        var changes = [Bool](repeating: false, count: height * width + 1)
        var (left, right) = (width, -1)
        let corners = polygon.map { (x: fine($0.x), y: fine($0.y)) }
        for (from, to) in zip(corners, corners.dropFirst() + corners.prefix(1)) {
            let (across, down) = (abs(to.x - from.x), abs(to.y - from.y))
            let isFlat = across >= down
            let isTurned = isFlat ? from.x > to.x : from.y > to.y
            let (start, end) = isTurned ? (to, from) : (from, to)
            let low = min(start.x, end.x)
            let high = max(start.x, end.x)
            guard low < high else { continue }
            let slope = isFlat ? Double(end.y - start.y) / Double(across) : Double(end.x - start.x) / Double(down)
            // Between the fine columns 5c + 2 and 5c + 3 lies the middle of column c.
            let first = max(0, (low - middle + scale - 1).quotient(scale))
            let last = min(width - 1, (high - 1 - middle).quotient(scale))
            guard first <= last else { continue }
            (left, right) = (min(left, first), max(right, last))
            for column in first...last {
                let passed = column * scale + middle
                let row: Int
                if isFlat {
                    let step = passed - start.x
                    row = min(rounded(start.y, slope, step), rounded(start.y, slope, step + 1))
                } else {
                    row =
                        start.y + steps(from: start.x, slope, count: down) { slope > 0 ? $0 > passed : $0 <= passed }
                        - 1
                }
                let place = ((Double(row) + 0.5) / Double(scale) - 0.5).clamped(0, Double(height)).rounded(.up)
                changes[column * height + Int(place)].toggle()
            }
        }
        guard left <= right else { return }
        var isInside = false
        for column in left..<min(right + 2, width) {
            for row in 0..<height {
                if changes[column * height + row] { isInside.toggle() }
                if isInside { bits[row * width + column] = true }
            }
        }
    }

    /// Steps of the finer grid in a pixel.
    private static let scale = 5
    /// The last of them before the middle of a pixel.
    private static let middle = 2

    private static func fine(_ value: Double) -> Int {
        // Beyond this no picture ends, and numbers stay exact.
        Int((Double(scale) * value.clamped(-1e8, 1e8) + 0.5).rounded(.towardZero))
    }

    private static func rounded(_ start: Int, _ slope: Double, _ step: Int) -> Int {
        Int((Double(start) + slope * Double(step) + 0.5).rounded(.towardZero))
    }

    /// The first step at which a steep edge has passed; `count` where it never does.
    private static func steps(from start: Int, _ slope: Double, count: Int, hasPassed: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let step = (low + high) / 2
            if hasPassed(rounded(start, slope, step)) { high = step } else { low = step + 1 }
        }
        return low
    }
}

extension Int {
    /// Rounded down, also below zero.
    fileprivate func quotient(_ divisor: Int) -> Int {
        self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
    }
}

extension Double {
    fileprivate func clamped(_ low: Double, _ high: Double) -> Double { Swift.min(high, Swift.max(low, self)) }
}
