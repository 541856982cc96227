/// The positions of values from the lowest to the highest; equal values keep their order.
///
/// Three counting passes over eleven bits each of the values in single precision, which rounding leaves in order; then the
/// values that single precision cannot tell apart are sorted among themselves.
///
/// - Parameter values: finite, none negative.
/// - Complexity: O(n) for n values, plus O(m log m) for m that differ in double precision alone.
func ascendingOrder(_ values: [Double]) -> [Int32] {
    let count = values.count
    let bits = 11
    let mask: UInt32 = 1 << UInt32(bits) - 1
    let keys = values.map { Float($0).bitPattern }
    var order = [Int32](unsafeUninitializedCapacity: count) { order, initialized in
        for index in 0..<count { order[index] = Int32(truncatingIfNeeded: index) }
        initialized = count
    }
    var sorted = [Int32](repeating: 0, count: count)
    keys.withUnsafeBufferPointer { keys in
        for pass in 0..<3 {
            let shift = UInt32(pass * bits)
            var starts = [Int](repeating: 0, count: 1 << bits + 1)
            starts.withUnsafeMutableBufferPointer { starts in
                for key in keys { starts[Int(key >> shift & mask) &+ 1] &+= 1 }
                for digit in 1..<starts.count { starts[digit] &+= starts[digit &- 1] }
                order.withUnsafeBufferPointer { order in
                    sorted.withUnsafeMutableBufferPointer { sorted in
                        for index in order {
                            let digit = Int(keys[Int(index)] >> shift & mask)
                            sorted[starts[digit]] = index
                            starts[digit] &+= 1
                        }
                    }
                }
            }
            swap(&order, &sorted)
        }
    }
    order.withUnsafeMutableBufferPointer { order in
        values.withUnsafeBufferPointer { values in
            keys.withUnsafeBufferPointer { keys in
                var start = 0
                while start < count {
                    let key = keys[Int(order[start])]
                    var end = start + 1
                    while end < count, keys[Int(order[end])] == key { end &+= 1 }
                    if end - start > 1 { sortRun(order.baseAddress! + start, count: end - start, by: values) }
                    start = end
                }
            }
        }
    }
    return order
}

/// Sorts positions that are in ascending order by their values.
private func sortRun(_ run: UnsafeMutablePointer<Int32>, count: Int, by values: UnsafeBufferPointer<Double>) {
    // Mostly they are all equal.
    guard (1..<count).contains(where: { values[Int(run[$0])] < values[Int(run[$0 &- 1])] }) else { return }
    if count > 24 {
        var sorted = UnsafeMutableBufferPointer(start: run, count: count)
        sorted.sort {
            let (first, second) = (values[Int($0)], values[Int($1)])
            return first < second || (first == second && $0 < $1)
        }
        return
    }
    for position in 1..<count {
        let index = run[position]
        let value = values[Int(index)]
        var hole = position
        while hole > 0, values[Int(run[hole &- 1])] > value {
            run[hole] = run[hole &- 1]
            hole &-= 1
        }
        run[hole] = index
    }
}
