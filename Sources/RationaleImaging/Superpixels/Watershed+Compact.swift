extension Watershed {
    /// The labels of the compact watershed.
    ///
    /// A pixel may wait several times, once for each neighbour that touched it; it belongs to the one that is served first.
    static func compactFlood(_ heights: [Double], width: Int, from seeds: [Int], compactness: Double) -> [Int32] {
        let count = heights.count
        var labels = [Int32](repeating: -1, count: count)
        var waiting = BinaryHeap<Touch>()
        var age: Int32 = 0
        for (number, seed) in seeds.enumerated() {
            let label = Int32(truncatingIfNeeded: number)
            waiting.append(Touch(height: heights[seed], age: 0, pixel: Int32(truncatingIfNeeded: seed), label: label))
            labels[seed] = label
        }
        while let touch = waiting.removeFirst() {
            let pixel = Int(touch.pixel)
            let seed = seeds[Int(touch.label)]
            // Seeds have their labels from the start, and still have to be served.
            guard labels[pixel] < 0 || pixel == seed else { continue }
            labels[pixel] = touch.label
            let (row, column) = pixel.quotientAndRemainder(dividingBy: width)
            let (seedRow, seedColumn) = seed.quotientAndRemainder(dividingBy: width)
            func touchNeighbor(_ neighbor: Int, row: Int, column: Int) {
                guard labels[neighbor] < 0 else { return }
                let (down, right) = (Double(row - seedRow), Double(column - seedColumn))
                let distance = (down * down + right * right).squareRoot()
                age += 1
                waiting.append(
                    Touch(
                        height: max(touch.height, heights[neighbor] + compactness * distance), age: age,
                        pixel: Int32(truncatingIfNeeded: neighbor), label: touch.label))
            }
            if pixel >= width { touchNeighbor(pixel - width, row: row - 1, column: column) }
            if column > 0 { touchNeighbor(pixel - 1, row: row, column: column - 1) }
            if column + 1 < width { touchNeighbor(pixel + 1, row: row, column: column + 1) }
            if pixel + width < count { touchNeighbor(pixel + width, row: row + 1, column: column) }
        }
        return labels
    }
}

/// A pixel that the water of a seed touches.
private struct Touch: HeapItem {
    let height: Double
    let age: Int32
    let pixel: Int32
    let label: Int32

    @inline(__always) func precedes(_ other: Touch) -> Bool {
        height < other.height || (height == other.height && age < other.age)
    }
}
