import RationaleCore

/// Several decoders, one after the other.
struct DecoderSequence: TokenDecoder {
    let parts: [any TokenDecoder]

    func decode(_ tokens: inout [String]) throws(RationaleError) {
        for part in parts { try part.decode(&tokens) }
    }
}

/// Puts spaces before tokens that begin a word, and takes the mark off those that do not.
struct WordPieceDecoder: TokenDecoder {
    let prefix: String
    let cleansUp: Bool

    func decode(_ tokens: inout [String]) {
        for index in tokens.indices {
            if index > 0 {
                if tokens[index].utf8.starts(with: prefix.utf8) {
                    tokens[index] = String(tokens[index].unicodeScalars.dropFirst(prefix.unicodeScalars.count))
                } else {
                    tokens[index] = " " + tokens[index]
                }
            }
            if cleansUp { tokens[index] = Self.cleaned(tokens[index]) }
        }
    }

    /// Takes out spaces before punctuation marks and English contractions.
    static func cleaned(_ text: String) -> String {
        [
            (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
            (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
        ].reduce(text) { $0.replacing(literal: $1.0, with: $1.1) }
    }
}

/// Makes scalars bytes again.
struct ByteLevelDecoder: TokenDecoder {
    func decode(_ tokens: inout [String]) {
        let bytes = tokens.flatMap { ByteAlphabet.bytes(of: $0) ?? Array($0.utf8) }
        tokens = [String(decoding: bytes, as: UTF8.self)]
    }
}

/// Makes the visible mark a space again; at the beginning of the text it was added, and goes.
struct MetaspaceDecoder: TokenDecoder {
    let replacement: UInt32
    let prepend: Metaspace.PrependScheme

    func decode(_ tokens: inout [String]) {
        for index in tokens.indices {
            var scalars = String.UnicodeScalarView()
            for scalar in tokens[index].unicodeScalars {
                if scalar.value != replacement {
                    scalars.append(scalar)
                } else if index > 0 || prepend == .never {
                    scalars.append(" ")
                }
            }
            tokens[index] = String(scalars)
        }
    }
}

/// Makes the mark of a word's end a space, but for the last one.
struct BytePairDecoder: TokenDecoder {
    let suffix: String

    func decode(_ tokens: inout [String]) {
        for index in tokens.indices {
            tokens[index] = tokens[index].replacing(literal: suffix, with: index == tokens.count - 1 ? "" : " ")
        }
    }
}

/// Makes tokens for bytes (`<0x0A>`) the text that they spell.
struct ByteFallbackDecoder: TokenDecoder {
    func decode(_ tokens: inout [String]) {
        var result: [String] = []
        var bytes: [UInt8] = []
        func flush() {
            guard !bytes.isEmpty else { return }
            if let text = String(validating: bytes, as: UTF8.self) {
                result.append(text)
            } else {
                result += Array(repeating: "\u{FFFD}", count: bytes.count)
            }
            bytes = []
        }
        for token in tokens {
            if token.utf8.count == 6, token.hasPrefix("<0x"), token.hasSuffix(">"),
                let byte = UInt8(token.dropFirst(3).dropLast(), radix: 16)
            {
                bytes.append(byte)
            } else {
                flush()
                result.append(token)
            }
        }
        flush()
        tokens = result
    }
}

/// Makes one token of all.
struct FuseDecoder: TokenDecoder {
    func decode(_ tokens: inout [String]) { tokens = [tokens.joined()] }
}

/// Takes up to so many of a scalar off the ends of each token.
struct StripDecoder: TokenDecoder {
    let content: Unicode.Scalar
    let start: Int
    let stop: Int

    func decode(_ tokens: inout [String]) {
        for index in tokens.indices {
            var scalars = tokens[index].unicodeScalars[...]
            var left = start
            while left > 0, scalars.first == content {
                scalars.removeFirst()
                left -= 1
            }
            left = stop
            while left > 0, scalars.last == content {
                scalars.removeLast()
                left -= 1
            }
            tokens[index] = String(scalars)
        }
    }
}

/// Writes something in place of each match of a pattern, token by token.
struct ReplaceDecoder: TokenDecoder {
    let pattern: TextPattern
    let content: String

    func decode(_ tokens: inout [String]) throws(RationaleError) {
        let replace = Replace(pattern: pattern, content: content.unicodeScalars.map(\.value))
        for index in tokens.indices {
            var text = AlignedText(Array(tokens[index].utf8), origin: 0)
            try replace.normalize(&text)
            tokens[index] = String(decoding: text.bytes, as: UTF8.self)
        }
    }
}

/// What a speech network wrote in each of its steps: repetitions and blanks go.
struct CTCDecoder: TokenDecoder {
    let padding: String
    let delimiter: String
    let cleansUp: Bool

    func decode(_ tokens: inout [String]) {
        var result: [String] = []
        for (index, token) in tokens.enumerated() where index == 0 || token != tokens[index - 1] {
            var text = token.replacing(literal: padding, with: "")
            if cleansUp {
                text = WordPieceDecoder.cleaned(text).replacing(literal: delimiter, with: " ")
            }
            if !text.isEmpty { result.append(text) }
        }
        tokens = result
    }
}

extension String {
    /// The text with other bytes in place of each occurrence of some.
    func replacing(literal old: String, with new: String) -> String {
        guard !old.isEmpty else { return self }
        let old = Array(old.utf8)
        let bytes = Array(utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == old[0], bytes[index...].starts(with: old) {
                result += new.utf8
                index += old.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
