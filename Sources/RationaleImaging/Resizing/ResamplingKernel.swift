import RationaleCore

/// The weights of a row's or column's source places for each place of the result, in fixed point.
///
/// The filter is widened by the scale when a picture shrinks, so that every source place counts (antialiasing). This
/// is Pillow's arithmetic step by step, weights of 22 fractional bits included, so the results are equal.
///
/// *Source*: Pillow 13, `src/libImaging/Resample.c`, `precompute_coeffs` and `normalize_coeffs_8bpc`.
struct ResamplingKernel {
    /// The number of fractional bits: 32, less 8 for the grey level and 2 for a filter's overshoot.
    static let precision = 22

    /// Per place of the result: the first source place, how many follow, and where its weights begin.
    var places: [(first: Int, count: Int, weights: Int)] = []
    var weights: [Int32] = []

    /// - Parameters:
    ///   - source: the length of the row or column.
    ///   - target: its length in the result.
    ///   - range: the places of the result that are wanted.
    ///   - filter: bilinear or bicubic.
    /// - Complexity: O(range · max(1, source / target)) time and memory.
    init(from source: Int, to target: Int, range: Range<Int>, filter: Preprocessing.Filter) {
        let scale = Double(source) / Double(target)
        let filterScale = max(scale, 1)
        let support = (filter == .bicubic ? 2.0 : 1.0) * filterScale
        let inverse = 1 / filterScale
        places.reserveCapacity(range.count)
        var exact: [Double] = []
        for place in range {
            let center = (Double(place) + 0.5) * scale
            let first = max(0, Int(center - support + 0.5))
            let count = min(source, Int(center + support + 0.5)) - first
            exact.removeAll(keepingCapacity: true)
            var sum = 0.0
            for index in 0..<count {
                let distance = (Double(index + first) - center + 0.5) * inverse
                let weight = filter == .bicubic ? Self.bicubic(distance) : Self.bilinear(distance)
                exact.append(weight)
                sum += weight
            }
            places.append((first, count, weights.count))
            for weight in exact {
                let share = (sum == 0 ? weight : weight / sum) * Double(1 << Self.precision)
                weights.append(Int32(share < 0 ? share - 0.5 : share + 0.5))
            }
        }
    }

    /// The source places that any place of the result needs.
    var reach: Range<Int> {
        guard let first = places.map(\.first).min(), let end = places.map({ $0.first + $0.count }).max() else {
            return 0..<0
        }
        return first..<end
    }

    private static func bilinear(_ x: Double) -> Double {
        let x = abs(x)
        return x < 1 ? 1 - x : 0
    }

    /// Keys' cubic with a = −0.5.
    private static func bicubic(_ x: Double) -> Double {
        let a = -0.5
        let x = abs(x)
        if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
        if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
        return 0
    }
}
