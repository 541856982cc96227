extension ColorPlanes {
    /// The density of each pixel: Σ exp(−‖x − y‖² / 2k²) over its window, itself included.
    ///
    /// Each pair of pixels is taken once, for both. A row is compared with another at one offset after the other, so that
    /// the inner loops run along memory and become vector instructions.
    func densities(kernelSize: Double, reach: Int) -> [Double] {
        let (height, width, area) = (height, width, area)
        // exp(−d² / 2k²) = 2^−(s·d)² with s² = log₂(e) / 2k².
        let scale = (1.4426950408889634 / 2).squareRoot() / kernelSize
        let scaled = values.map { $0 * scale }
        let weights = [Double](unsafeUninitializedCapacity: width) { weights, count in
            weights.initialize(repeating: 0)
            count = width
        }
        var terms = weights
        // The pixel itself.
        var densities = [Double](repeating: 1, count: area)
        scaled.withUnsafeBufferPointer { scaled in
            densities.withUnsafeMutableBufferPointer { densities in
                terms.withUnsafeMutableBufferPointer { terms in
                    let terms = terms.baseAddress!
                    for row in 0..<height {
                        let here = scaled.baseAddress! + row * width
                        let sums = densities.baseAddress! + row * width
                        for down in 0...min(reach, height - 1 - row) {
                            let there = here + down * width
                            let otherSums = sums + down * width
                            for right in (down == 0 ? 1 : -min(reach, width - 1))..<(min(reach, width - 1) + 1) {
                                // Pixels first ..< first + length of this row have a partner there.
                                let first = max(0, -right)
                                let length = width - abs(right)
                                let distance = Double(down * down + right * right) * (scale * scale)
                                kernelTerms(
                                    of: here + first, and: there + first + right, stride: area, length: length,
                                    distance: distance, into: terms)
                                let (left, other) = (sums + first, otherSums + first + right)
                                for index in 0..<length { left[index] += terms[index] }
                                for index in 0..<length { other[index] += terms[index] }
                            }
                        }
                    }
                }
            }
        }
        return densities
    }
}

/// 2^−(‖Δcolour‖² + distance) for pixels of two rows: each relative error is below 10⁻¹², and terms below 2⁻²⁰⁰ are 2⁻²⁰⁰.
///
/// A number is 2ⁿ · 2ᶠ with n whole and |f| ≤ ½: n is found by adding 1.5 · 2⁵², whose last bits are then n, and becomes
/// the exponent; for 2ᶠ there is the polynomial of degree 8 of the smallest largest error.
@inline(__always) private func kernelTerms(
    of first: UnsafePointer<Double>, and second: UnsafePointer<Double>, stride: Int, length: Int, distance: Double,
    into terms: UnsafeMutablePointer<Double>
) {
    let shift = 0x1.8p52
    for index in 0..<length {
        let l = first[index] - second[index]
        let a = first[index &+ stride] - second[index &+ stride]
        let b = first[index &+ 2 &* stride] - second[index &+ 2 &* stride]
        let sum = l * l + a * a + b * b + distance
        let exponent = -(sum < 200 ? sum : 200)
        let shifted = exponent + shift
        let f = exponent - (shifted - shift)
        var power = 1.3255224878668817e-06
        power = power * f + 1.5310079402249296e-05
        power = power * f + 0.00015403455852453838
        power = power * f + 0.0013333450568000645
        power = power * f + 0.009618129159402558
        power = power * f + 0.05550410941205933
        power = power * f + 0.2402265069581299
        power = power * f + 0.6931471805459335
        power = power * f + 1
        terms[index] = Double(bitPattern: power.bitPattern &+ shifted.bitPattern &<< 52)
    }
}
