import RationaleCore

/// BERT's cleaning: no control characters, spaces around Chinese characters, no accents, small letters, each if wanted.
struct BertNormalizer: Normalizer {
    var cleansText = true
    var spacesChinese = true
    /// Whether accents go; `nil`: as letters become small.
    var stripsAccents: Bool?
    var lowercases = true

    func normalize(_ text: inout AlignedText) {
        let flags = Scalars.flags
        let isASCII = text.isASCII
        if cleansText, !isASCII || needsCleaning(text.bytes) {
            text.removeScalars { flags[Int($0)].contains(.dropped) }
            text.rewriteScalars { scalar, rewriting in
                rewriting.replace(with: flags[Int(scalar)].contains(.blank) ? 0x20 : scalar)
            }
        }
        if spacesChinese, !isASCII {
            text.rewriteScalars { scalar, rewriting in
                guard flags[Int(scalar)].contains(.ideograph) else { return rewriting.replace(with: scalar) }
                rewriting.replace(with: 0x20)
                rewriting.insert(scalar)
                rewriting.insert(0x20)
            }
        }
        if stripsAccents ?? lowercases, !isASCII {
            NormalForm.nfd.normalize(&text)
            text.removeScalars { flags[Int($0)].contains(.nonspacing) }
        }
        if lowercases { Lowercase().normalize(&text) }
    }

    /// Whether ASCII text has control characters.
    private func needsCleaning(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in bytes.contains { $0 < 0x20 || $0 == 0x7F } }
    }
}
