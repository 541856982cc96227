/// The positions of values from the lowest to the highest; equal values keep their order.
///
/// Three counting passes over eleven bits each of the values in single precision, which rounding leaves in order, and then
/// one pass of insertions that sorts the few neighbours that single precision cannot tell apart.
///
/// - Parameter values: finite, none negative.
/// - Complexity: O(n) for n values most of which differ in single precision or are equal.
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
            for position in 1..<max(1, count) {
                let index = order[position]
                let value = values[Int(index)]
                var hole = position
                while hole > 0, values[Int(order[hole &- 1])] > value {
                    order[hole] = order[hole &- 1]
                    hole &-= 1
                }
                order[hole] = index
            }
        }
    }
    return order
}
