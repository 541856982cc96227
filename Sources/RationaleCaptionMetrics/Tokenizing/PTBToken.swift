/// A token as it stands in the text, and what is done to it.
struct PTBToken: ~Copyable {
    let units: UnsafeBufferPointer<UInt16>
    let effect: PTBRule.Effect

    /// The token as it is written.
    func text(lowercased: Bool) -> String {
        switch effect {
        case .text, .split, .abbreviationAtEnd, .acronymAtEnd: plain(lowercased)
        case .word:
            units.contains(0xAD) ? withoutSoftHyphens(lowercased) : plain(lowercased)
        case .fixed(let text): lowercased ? text.lowercased() : text
        case .hyphens: units.count == 3 || units.count == 4 ? "--" : plain(lowercased)
        case .quotes(let opening): small(withTeXQuotes(opening: opening), lowercased)
        case .fraction: small(replacing(Self.fractions), lowercased)
        case .currency: replacing(Self.currencies)
        case .ampersand: small(withAmpersands, lowercased)
        case .parentheses: small(replacing(Self.parentheses), lowercased)
        case .unbroken: small(replacing([0x20: "\u{A0}"]), lowercased)
        case .phone: small(replacing(Self.parentheses.merging([0x20: "\u{A0}"]) { $1 }), lowercased)
        case .nothing: ""
        }
    }

    private static let fractions: [UInt16: String] = [
        0xBC: "1/4", 0xBD: "1/2", 0xBE: "3/4", 0x2153: "1/3", 0x2154: "2/3",
    ]
    /// The Treebank has no other signs: a pound is `#`, and the euro a dollar.
    private static let currencies: [UInt16: String] = [
        0xA2: "cents", 0xA3: "#", 0x80: "$", 0xA4: "$", 0x20A0: "$", 0x20AC: "$",
    ]
    private static let parentheses: [UInt16: String] = [0x28: "-LRB-", 0x29: "-RRB-"]

    private func plain(_ lowercased: Bool) -> String {
        var isASCII = true
        for unit in units where unit >= 0x80 { isASCII = false }
        guard isASCII else { return small(String(decoding: units, as: UTF16.self), lowercased) }
        return String(unsafeUninitializedCapacity: units.count) { bytes in
            for index in units.indices {
                let unit = UInt8(truncatingIfNeeded: units[index])
                bytes[index] = lowercased && unit >= 0x41 && unit <= 0x5A ? unit | 0x20 : unit
            }
            return units.count
        }
    }

    private func small(_ text: String, _ lowercased: Bool) -> String { lowercased ? text.lowercasedAsWord : text }

    private func withoutSoftHyphens(_ lowercased: Bool) -> String {
        let kept = units.filter { $0 != 0xAD }
        return kept.isEmpty ? "-" : small(String(decoding: kept, as: UTF16.self), lowercased)
    }

    private func replacing(_ table: [UInt16: String]) -> String {
        var result: [UInt16] = []
        for unit in units {
            if let text = table[unit] { result += text.utf16 } else { result.append(unit) }
        }
        return String(decoding: result, as: UTF16.self)
    }

    private var withAmpersands: String {
        let text = replacing([:])
        guard text.contains("&") else { return text }
        var result = ""
        var rest = text[...]
        while let sign = rest.firstIndex(of: "&") {
            result += rest[...sign]
            rest = rest[rest.index(after: sign)...]
            if rest.prefix(4).lowercased() == "amp;" { rest = rest.dropFirst(4) }
        }
        return result + rest
    }

    private func withTeXQuotes(opening: Bool) -> String {
        var text = replacing([:])
        for (name, mark) in [("&apos;", "'"), ("&quot;", "\"")] where text.contains("&") {
            text = text.split(separator: name, omittingEmptySubsequences: false).joined(separator: mark)
        }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'": result += opening ? "`" : "'"
            case "\"": result += opening ? "``" : "''"
            case "\u{91}", "\u{2018}", "\u{201B}", "\u{2039}": result += "`"
            case "\u{92}", "\u{2019}", "\u{203A}": result += "'"
            case "\u{93}", "\u{201C}", "\u{AB}": result += "``"
            case "\u{94}", "\u{201D}", "\u{BB}": result += "''"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension String {
    /// In small letters, with the sigma that Greek writes at the end of a word, as Java does.
    var lowercasedAsWord: String {
        guard unicodeScalars.contains("\u{3A3}") else { return lowercased() }
        let scalars = Array(unicodeScalars)
        /// Whether a cased letter comes, in the same word as Java sees it: signs end the word, but for a hyphen between letters.
        func comes(in word: [Unicode.Scalar]) -> Bool {
            for (index, scalar) in word.enumerated() {
                let properties = scalar.properties
                if properties.isCased { return true }
                let isBetweenLetters =
                    (index == 0 || word[index - 1].properties.isAlphabetic)
                    && index + 1 < word.count && word[index + 1].properties.isAlphabetic
                let isInWord =
                    properties.isCaseIgnorable || properties.isAlphabetic || properties.numericType != nil
                    || scalar == "_"
                    || (scalar == "-" && isBetweenLetters)
                if !isInWord { return false }
            }
            return false
        }
        var result = ""
        for (index, scalar) in scalars.enumerated() {
            if scalar == "\u{3A3}", comes(in: scalars[..<index].reversed()), !comes(in: Array(scalars[(index + 1)...]))
            {
                result += "\u{3C2}"
            } else {
                result += scalar.properties.lowercaseMapping
            }
        }
        return result
    }
}
