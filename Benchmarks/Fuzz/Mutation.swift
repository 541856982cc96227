/// Makes damaged input: the same seed and iteration give the same bytes.
struct Mutation {
    let seeds: [[UInt8]]
    let lengthFields: [[Int]]

    init(reader: Reader) throws {
        seeds = try reader.seeds()
        lengthFields = seeds.map(reader.lengthFields)
    }

    /// One to eight damages, one after the other, to one of the seeds.
    func input(seed: UInt64, iteration: Int) -> [UInt8] {
        var random = SplitMix(state: seed &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(iteration) &* 0xD1B5_4A32_D192_ED03)
        let chosen = Int.random(in: 0..<seeds.count, using: &random)
        var bytes = seeds[chosen]
        let fields = lengthFields[chosen]
        for _ in 0..<(1 << Int.random(in: 0...3, using: &random)) {
            guard !bytes.isEmpty else { return bytes }
            damage(&bytes, fields: fields, using: &random)
        }
        return bytes
    }

    private func damage(_ bytes: inout [UInt8], fields: [Int], using random: inout SplitMix) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1:
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2, 3:
            bytes[place] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF, .random(in: 0...255, using: &random)]
                .randomElement(using: &random)!
        case 4:
            bytes.removeSubrange(place...)
        case 5:
            bytes.removeSubrange(place..<min(bytes.count, place + piece(using: &random)))
        case 6:
            // A chunk twice.
            bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + piece(using: &random))], at: place)
        case 7:
            // A part of another seed in place of this one's.
            let other = seeds.randomElement(using: &random)!
            guard !other.isEmpty else { return }
            let from = Int.random(in: 0..<other.count, using: &random)
            let length = min(piece(using: &random), other.count - from, bytes.count - place)
            bytes.replaceSubrange(place..<(place + length), with: other[from..<(from + length)])
        case 8:
            // The head of this one and the tail of another.
            let other = seeds.randomElement(using: &random)!
            bytes.replaceSubrange(place..., with: other.suffix(Int.random(in: 0...other.count, using: &random)))
        case 9:
            overwrite(&bytes, at: place, using: &random)
        default:
            overwrite(&bytes, at: fields.randomElement(using: &random) ?? place, using: &random)
        }
    }

    /// A number of 1, 2, 4 or 8 bytes, in either byte order, of the kind that breaks arithmetic.
    private func overwrite(_ bytes: inout [UInt8], at place: Int, using random: inout SplitMix) {
        let size = [1, 2, 4, 8].randomElement(using: &random)!
        guard place + size <= bytes.count else { return }
        let values: [UInt64] = [
            0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, .max, .max >> 1, 1 << 63,
            UInt64(bytes.count), UInt64(bytes.count) + 1, UInt64.random(in: 0...65_536, using: &random),
        ]
        let value = values.randomElement(using: &random)!
        let bigEndian = Bool.random(using: &random)
        for index in 0..<size {
            bytes[place + index] = UInt8(
                truncatingIfNeeded: value >> UInt64(8 * (bigEndian ? size - 1 - index : index)))
        }
    }

    private func piece(using random: inout SplitMix) -> Int {
        1 << Int.random(in: 0...10, using: &random)
    }
}

/// A small generator with a known sequence, so that a failure can be repeated anywhere.
///
/// *Source*: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
