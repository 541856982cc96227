/// What a scalar is to the package `tokenizers`, whose parts follow several versions of Unicode.
struct ScalarFlags: OptionSet, Sendable {
    let rawValue: UInt16

    /// `\p{L}` of a pattern.
    static let letter = ScalarFlags(rawValue: 1 << 0)
    /// `\p{N}` of a pattern.
    static let number = ScalarFlags(rawValue: 1 << 1)
    /// `\s` of a pattern.
    static let patternSpace = ScalarFlags(rawValue: 1 << 2)
    /// White space to everything that is no pattern.
    static let space = ScalarFlags(rawValue: 1 << 3)
    /// `\w` of the pre-tokenizer `Whitespace` and of added tokens that are single words.
    static let word = ScalarFlags(rawValue: 1 << 4)
    /// Digits and other numbers, to the pre-tokenizer `Digits`.
    static let numeric = ScalarFlags(rawValue: 1 << 5)
    static let punctuation = ScalarFlags(rawValue: 1 << 6)
    /// What BERT's cleaning takes out.
    static let dropped = ScalarFlags(rawValue: 1 << 7)
    /// What BERT's cleaning makes a space.
    static let blank = ScalarFlags(rawValue: 1 << 8)
    /// Accents to BERT.
    static let nonspacing = ScalarFlags(rawValue: 1 << 9)
    /// Accents to the normalizer `StripAccents`.
    static let mark = ScalarFlags(rawValue: 1 << 10)
    /// The blocks of Chinese characters.
    static let ideograph = ScalarFlags(rawValue: 1 << 11)
}

/// Looks scalars up in ``UnicodeTables``.
///
/// The tables are unpacked once, when they are first needed: about 2 ms and 4 MB.
enum Scalars {
    /// The flags of every scalar.
    static let flags: [ScalarFlags] = runs(UnicodeTables.flags, count: 0x110000) { ScalarFlags(rawValue: UInt16($0)) }

    /// The rank of a combining class; 0 for a scalar that stays where it is.
    @inline(__always) static func combiningClass(_ scalar: UInt32) -> UInt8 {
        Int(scalar) < classes.count ? classes[Int(scalar)] : 0
    }
    private static let classes = runs(UnicodeTables.combiningClasses) { UInt8($0) }

    /// The number of a script; 0 goes with every script.
    static func script(_ scalar: UInt32) -> UInt8 { Int(scalar) < scripts.count ? scripts[Int(scalar)] : 0 }
    private static let scripts = runs(UnicodeTables.scripts) { UInt8($0) }

    /// The small letters of a scalar.
    static let lowercase = ScalarMapping(UnicodeTables.lowercase)
    /// The canonical decomposition, in full.
    static let canonical = ScalarMapping(UnicodeTables.canonical)
    /// The compatibility decomposition, in full, where it differs from the canonical one.
    static let compatible = ScalarMapping(UnicodeTables.compatible)
    /// What two scalars compose to.
    static let compositions: [UInt64: UInt32] = {
        var found: [UInt64: UInt32] = [:]
        ScalarMapping.forEach(in: UnicodeTables.compositions) { scalar, parts in
            found[UInt64(parts[0]) << 32 | UInt64(parts[1])] = scalar
        }
        return found
    }()

    /// Expands runs; without a count, up to the last change.
    private static func runs<Value>(
        _ text: StaticString, count: Int? = nil, _ value: (UInt32) -> Value
    ) -> [Value] {
        var reader = TableReader(text)
        var values: [Value] = []
        var last = value(0)
        values.reserveCapacity(count ?? 0x20000)
        while let distance = reader.number(), let next = reader.number() {
            values.append(contentsOf: repeatElement(last, count: Int(distance)))
            last = value(next)
        }
        if let count { values.append(contentsOf: repeatElement(last, count: count - values.count)) }
        return values
    }
}

/// A table from scalars to one or more scalars.
struct ScalarMapping: Sendable {
    /// For each scalar up to the last one that changes: where its parts are, and how many; 0 where it stays.
    private var places: [UInt32] = []
    private var parts: [UInt32] = []

    init(_ text: StaticString) {
        var all: [(UInt32, [UInt32])] = []
        Self.forEach(in: text) { all.append(($0, $1)) }
        places = Array(repeating: 0, count: Int(all.last?.0 ?? 0) + 1)
        for (scalar, result) in all {
            places[Int(scalar)] = UInt32(parts.count) << 8 | UInt32(result.count)
            parts += result
        }
    }

    /// What a scalar becomes; `nil` where it stays.
    @inline(__always) subscript(scalar: UInt32) -> ArraySlice<UInt32>? {
        guard Int(scalar) < places.count else { return nil }
        let place = places[Int(scalar)]
        guard place != 0 else { return nil }
        let start = Int(place >> 8)
        return parts[start..<start + Int(place & 0xFF)]
    }

    static func forEach(in text: StaticString, _ body: (UInt32, [UInt32]) -> Void) {
        var reader = TableReader(text)
        var scalar: UInt32 = 0
        while let distance = reader.number() {
            scalar += distance
            var result: [UInt32] = []
            while let part = reader.number() {
                result.append(part)
                if !reader.isJoined { break }
            }
            body(scalar, result)
        }
    }
}

/// Reads the numbers of a table in base 36.
private struct TableReader {
    private let text: StaticString
    private var position = 0
    /// Whether a dot stood behind the last number.
    private(set) var isJoined = false

    init(_ text: StaticString) { self.text = text }

    mutating func number() -> UInt32? {
        guard position < text.utf8CodeUnitCount else { return nil }
        var value: UInt32 = 0
        while position < text.utf8CodeUnitCount {
            let byte = text.utf8Start[position]
            position += 1
            if byte == UInt8(ascii: " ") || byte == UInt8(ascii: ".") {
                isJoined = byte == UInt8(ascii: ".")
                return value
            }
            value = value * 36 + UInt32(byte < 0x3A ? byte - 0x30 : byte - 0x57)
        }
        isJoined = false
        return value
    }
}
