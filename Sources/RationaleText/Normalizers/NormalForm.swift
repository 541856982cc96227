import RationaleCore

/// Unicode's normal forms, by the tables of the package `tokenizers`.
struct NormalForm: Normalizer {
    let isCompatible: Bool
    let isComposed: Bool

    static let nfc = NormalForm(isCompatible: false, isComposed: true)
    static let nfd = NormalForm(isCompatible: false, isComposed: false)
    static let nfkc = NormalForm(isCompatible: true, isComposed: true)
    static let nfkd = NormalForm(isCompatible: true, isComposed: false)

    /// A scalar of the normalized text: 0 where it replaces one of the old ones, 1 where it is inserted, −n where it
    /// replaces 1 + n of them.
    private struct Part {
        var scalar: UInt32
        var change: Int
    }

    func normalize(_ text: inout AlignedText) {
        guard !text.isASCII else { return }
        var parts = text.bytes.withUnsafeBufferPointer(decomposed)
        if isComposed { parts = Self.composed(parts) }
        text.rewrite { _, rewriting in
            for part in parts { rewriting.put(part.scalar, change: part.change) }
        }
    }

    private func decomposed(_ bytes: UnsafeBufferPointer<UInt8>) -> [Part] {
        let (canonical, compatible) = (Scalars.canonical, Scalars.compatible)
        var parts: [Part] = []
        parts.reserveCapacity(bytes.count)
        /// Where scalars begin that may yet be put into another order.
        var pending = 0
        func append(_ scalar: UInt32, _ change: Int) {
            if Scalars.combiningClass(scalar) == 0 {
                Self.order(&parts, from: pending)
                parts.append(Part(scalar: scalar, change: change))
                pending = parts.count
            } else {
                parts.append(Part(scalar: scalar, change: change))
            }
        }
        var index = 0
        while index < bytes.count {
            let (scalar, width) = UTF8Bytes.scalar(bytes, index)
            index += width
            if scalar < 0x80 {
                append(scalar, 0)
            } else if scalar >= 0xAC00, scalar < 0xD7A4 {
                Self.jamo(of: scalar) { append($0, $1) }
            } else if let found = isCompatible ? compatible[scalar] ?? canonical[scalar] : canonical[scalar] {
                for (place, part) in found.enumerated() { append(part, place == 0 ? 0 : 1) }
            } else {
                append(scalar, 0)
            }
        }
        Self.order(&parts, from: pending)
        return parts
    }

    /// Sorts by combining class; equals stay in their order.
    private static func order(_ parts: inout [Part], from start: Int) {
        guard parts.count - start > 1 else { return }
        let sorted = parts[start...].enumerated().sorted {
            (Scalars.combiningClass($0.element.scalar), $0.offset) < (Scalars.combiningClass($1.element.scalar), $1.offset)
        }
        parts.replaceSubrange(start..., with: sorted.map(\.element))
    }

    /// The letters of a Korean syllable.
    private static func jamo(of syllable: UInt32, _ body: (UInt32, Int) -> Void) {
        let number = syllable - 0xAC00
        body(0x1100 + number / 588, 0)
        body(0x1161 + number % 588 / 28, 1)
        if number % 28 > 0 { body(0x11A7 + number % 28, 1) }
    }

    private static func compose(_ first: UInt32, _ second: UInt32) -> UInt32? {
        if first >= 0x1100, first < 0x1113, second >= 0x1161, second < 0x1176 {
            return 0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28
        }
        if first >= 0xAC00, first < 0xD7A4, (first - 0xAC00) % 28 == 0, second > 0x11A7, second < 0x11C3 {
            return first + second - 0x11A7
        }
        guard second >= 0x300 else { return nil }
        return Scalars.compositions[UInt64(first) << 32 | UInt64(second)]
    }

    /// Joins each scalar that begins a cluster with those behind it that it composes with.
    private static func composed(_ parts: [Part]) -> [Part] {
        var result: [Part] = []
        result.reserveCapacity(parts.count)
        /// Where in the result the scalar is that others may be joined to.
        var starter: Int?
        /// The class of the last scalar behind it that stayed apart.
        var lastClass: UInt8?
        for part in parts {
            let kind = Scalars.combiningClass(part.scalar)
            guard let place = starter else {
                if kind == 0 { starter = result.count }
                result.append(part)
                continue
            }
            let isBlocked = lastClass.map { $0 >= kind } ?? false
            if !isBlocked, let joined = compose(result[place].scalar, part.scalar) {
                result[place].scalar = joined
                result[place].change += part.change - 1
                continue
            }
            if kind == 0 {
                starter = result.count
                lastClass = nil
            } else {
                lastClass = kind
            }
            result.append(part)
        }
        return result
    }
}
