extension Mask {
    /// Which pixels touch.
    public enum Connectivity: Sendable, Hashable {
        /// Pixels that share an edge.
        case edges
        /// Pixels that share an edge or a corner.
        case edgesAndCorners
    }

    /// The connected parts of a region.
    public struct Components: Sendable, Equatable {
        public let height: Int
        public let width: Int
        /// The number of each pixel's part, row by row, 0 ..< ``count``; −1 outside the region. Parts are numbered by
        /// their first pixel, row by row.
        public let labels: [Int32]
        /// The number of pixels of each part.
        public let areas: [Int]

        /// The number of parts; 0 for an empty region.
        public var count: Int { areas.count }

        /// The number of the part with the most pixels, the first of equal ones; `nil` for an empty region.
        public var largest: Int? { areas.max().flatMap { areas.firstIndex(of: $0) } }

        /// The pixels of one part.
        ///
        /// - Precondition: the number is in 0 ..< ``count``.
        /// - Complexity: O(height · width).
        public func mask(of number: Int) -> Mask {
            precondition(areas.indices.contains(number), "no part \(number) of \(count)")
            return Mask(height: height, width: width, bits: labels.map { $0 == Int32(number) })
        }
    }

    /// The connected parts of the region.
    ///
    /// - Parameter connectivity: pixels that share an edge by default, as in ``polygons``.
    /// - Complexity: O(height · width).
    public func components(_ connectivity: Connectivity = .edges) -> Components {
        var labels = [Int32](repeating: -1, count: bits.count)
        var areas: [Int] = []
        var waiting: [Int] = []
        for start in bits.indices where bits[start] && labels[start] < 0 {
            let label = Int32(areas.count)
            var area = 0
            labels[start] = label
            waiting.append(start)
            while let index = waiting.popLast() {
                area += 1
                let (row, column) = (index / width, index % width)
                for nextRow in max(0, row - 1)...min(height - 1, row + 1) {
                    for nextColumn in max(0, column - 1)...min(width - 1, column + 1) {
                        let next = nextRow * width + nextColumn
                        guard bits[next], labels[next] < 0 else { continue }
                        if connectivity == .edges, nextRow != row, nextColumn != column { continue }
                        labels[next] = label
                        waiting.append(next)
                    }
                }
            }
            areas.append(area)
        }
        return Components(height: height, width: width, labels: labels, areas: areas)
    }
}
