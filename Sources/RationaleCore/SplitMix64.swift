/// A small source of random numbers that is a value: equal seeds give equal draws on every machine and thread.
///
/// A 64-bit counter whose steps are scrambled by a mixing function. Each draw costs a few multiplications, and a
/// generator may be made anew for every element of a picture, so that drawing one does not move the others.
///
/// *Source:* Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var counter: UInt64

    public init(seed: UInt64) { counter = seed }

    /// A generator of its own for one purpose: draws with another purpose do not change with it.
    ///
    /// - Parameter seed: any number.
    /// - Parameter purpose: an element's name or index; hashed with FNV-1a, so that it is the same in every process.
    public init(seed: UInt64, for purpose: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        counter = Self.mixed(seed &+ 0x9e37_79b9_7f4a_7c15) ^ hash
    }

    public mutating func next() -> UInt64 {
        counter &+= 0x9e37_79b9_7f4a_7c15
        return Self.mixed(counter)
    }

    /// Uniform in [0, 1), with 53 random bits.
    public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Uniform in a range.
    ///
    /// Unlike `Double.random(in:using:)`, whose recipe belongs to the standard library, this one does not change.
    public mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * unit()
    }

    /// Uniform in 0 ..< count; the bias, below count / 2⁶⁴, is of no account here.
    ///
    /// - Precondition: `count` is positive.
    public mutating func index(below count: Int) -> Int {
        precondition(count > 0, "nothing to draw from")
        return Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }

    /// True with a probability.
    public mutating func chance(_ probability: Double) -> Bool { unit() < probability }

    /// One of the elements.
    ///
    /// - Precondition: there is one.
    public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[index(below: elements.count)] }

    /// The elements in random order (Fisher and Yates).
    public mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        for last in elements.indices.reversed() where last > 0 { elements.swapAt(last, index(below: last + 1)) }
        return elements
    }

    /// The mixing function alone: a bijection whose every output bit depends on every input bit.
    package static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
