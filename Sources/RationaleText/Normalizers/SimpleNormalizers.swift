import RationaleCore

/// Several normalizers, one after the other.
struct NormalizerSequence: Normalizer {
    let parts: [any Normalizer]

    func normalize(_ text: inout AlignedText) throws(RationaleError) {
        for part in parts { try part.normalize(&text) }
    }
}

/// Makes all letters small.
struct Lowercase: Normalizer {
    func normalize(_ text: inout AlignedText) {
        let isASCII = text.bytes.withUnsafeMutableBufferPointer { bytes in
            var all: UInt8 = 0
            for index in bytes.indices {
                let byte = bytes[index]
                all |= byte
                if byte &- 0x41 < 26 { bytes[index] = byte | 0x20 }
            }
            return all < 0x80
        }
        if isASCII { return }
        let table = Scalars.lowercase
        // Most texts that are not ASCII have nothing left to be changed.
        let isChanged = text.bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                let (scalar, width) = UTF8Bytes.scalar(bytes, index)
                if scalar >= 0x80, table[scalar] != nil { return true }
                index += width
            }
            return false
        }
        guard isChanged else { return }
        text.rewriteScalars { scalar, rewriting in
            guard let small = table[scalar], let first = small.first else { return rewriting.replace(with: scalar) }
            rewriting.replace(with: first)
            for next in small.dropFirst() { rewriting.insert(next) }
        }
    }
}

/// Takes out marks that combine with the letter before them.
struct StripAccents: Normalizer {
    func normalize(_ text: inout AlignedText) {
        let flags = Scalars.flags
        text.removeScalars { flags[Int($0)].contains(.mark) }
    }
}

/// Takes white space off the ends.
struct StripNormalizer: Normalizer {
    let isLeft: Bool
    let isRight: Bool

    func normalize(_ text: inout AlignedText) {
        let flags = Scalars.flags
        let count = text.bytes.count
        let kept = text.bytes.withUnsafeBufferPointer { bytes in
            var (start, end) = (0, count)
            while isLeft, start < end {
                let (scalar, width) = UTF8Bytes.scalar(bytes, start)
                guard flags[Int(scalar)].contains(.space) else { break }
                start += width
            }
            while isRight, end > start {
                let before = UTF8Bytes.before(bytes, end)
                guard flags[Int(UTF8Bytes.scalar(bytes, before).scalar)].contains(.space) else { break }
                end = before
            }
            return start..<end
        }
        guard kept.count < count else { return }
        text.rewrite { bytes, rewriting in
            rewriting.begin(at: kept.lowerBound)
            rewriting.keep(to: kept.upperBound)
        }
    }
}

/// Puts something before a text that is not empty.
struct Prepend: Normalizer {
    let content: [UInt32]

    func normalize(_ text: inout AlignedText) {
        guard let mark = content.first else { return }
        text.rewrite { bytes, rewriting in
            let first = UTF8Bytes.scalar(bytes, 0).scalar
            rewriting.replace(with: mark)
            for scalar in content.dropFirst() { rewriting.insert(scalar) }
            rewriting.insert(first)
            rewriting.keep(to: bytes.count)
        }
    }
}

/// Writes something in place of each match of a pattern.
struct Replace: Normalizer {
    let pattern: TextPattern
    let content: [UInt32]

    func normalize(_ text: inout AlignedText) throws(RationaleError) {
        let matches = try text.bytes.withUnsafeBufferPointer { bytes -> Result<[Range<Int>], RationaleError> in
            var found: [Range<Int>] = []
            do throws(RationaleError) {
                if !bytes.isEmpty { try pattern.matches(bytes, bytes.indices) { found.append($0) } }
                return .success(found)
            } catch { return .failure(error) }
        }.get()
        guard !matches.isEmpty else { return }
        text.rewrite { bytes, rewriting in
            for match in matches {
                rewriting.keep(to: match.lowerBound)
                while rewriting.position < match.upperBound { rewriting.skip(1) }
                for scalar in content { rewriting.insert(scalar) }
            }
            rewriting.keep(to: bytes.count)
        }
    }
}

/// SentencePiece's cleaning for translation: control characters go, white space of all kinds becomes a space.
struct Nmt: Normalizer {
    func normalize(_ text: inout AlignedText) {
        text.removeScalars { scalar in
            switch scalar {
            case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: true
            default: false
            }
        }
        text.rewriteScalars { scalar, rewriting in
            switch scalar {
            case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD:
                rewriting.replace(with: 0x20)
            default: rewriting.replace(with: scalar)
            }
        }
    }
}

/// Writes a scalar for each byte.
struct ByteLevelNormalizer: Normalizer {
    func normalize(_ text: inout AlignedText) {
        let scalars = ByteAlphabet.scalars
        text.rewrite { bytes, rewriting in ByteLevel.spell(bytes, bytes.indices, &rewriting, scalars) }
    }
}

extension AlignedText {
    /// Rewrites scalar by scalar.
    mutating func rewriteScalars(_ body: (UInt32, inout Rewriting) -> Void) {
        rewrite { bytes, rewriting in
            var index = 0
            while index < bytes.count {
                let (scalar, width) = UTF8Bytes.scalar(bytes, index)
                body(scalar, &rewriting)
                index += width
            }
        }
    }

    /// Takes out scalars; the others keep their places.
    mutating func removeScalars(_ isRemoved: (UInt32) -> Bool) {
        let isAny = bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                let (scalar, width) = UTF8Bytes.scalar(bytes, index)
                if isRemoved(scalar) { return true }
                index += width
            }
            return false
        }
        guard isAny else { return }
        rewriteScalars { scalar, rewriting in
            if isRemoved(scalar) { rewriting.skip(1) } else { rewriting.replace(with: scalar) }
        }
    }
}
