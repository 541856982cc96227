/// Several post-processors, one after the other; only one of them adds tokens.
struct PostProcessorSequence: PostProcessor {
    let parts: [any PostProcessor]

    func addedCount(isPair: Bool) -> Int { parts.reduce(0) { $0 + $1.addedCount(isPair: isPair) } }

    func process(_ parts: inout [Encoding], isAdding: Bool) {
        for part in self.parts { part.process(&parts, isAdding: isAdding) }
    }
}

/// A special token: its text and number.
struct SpecialToken: Sendable, Hashable {
    var token: String
    var id: Int
}

/// BERT's: `[CLS] A [SEP] B [SEP]`, of types 0 and 1.
struct BertProcessing: PostProcessor {
    let classifier: SpecialToken
    let separator: SpecialToken

    func addedCount(isPair: Bool) -> Int { isPair ? 3 : 2 }

    func process(_ parts: inout [Encoding], isAdding: Bool) {
        guard isAdding else { return }
        var result = Encoding(capacity: parts[0].count + 2)
        result.appendSpecial(classifier.id, classifier.token, typeID: 0)
        result.append(parts[0])
        result.appendSpecial(separator.id, separator.token, typeID: 0)
        parts[0] = result
        guard parts.count > 1 else { return }
        parts[1].appendSpecial(separator.id, separator.token, typeID: 1)
    }
}

/// RoBERTa's: `<s> A </s> </s> B </s>`, all of type 0.
struct RobertaProcessing: PostProcessor {
    let classifier: SpecialToken
    let separator: SpecialToken
    /// Corrects offsets, if wanted.
    let trimming: OffsetTrimming?

    func addedCount(isPair: Bool) -> Int { isPair ? 4 : 2 }

    func process(_ parts: inout [Encoding], isAdding: Bool) {
        trimming?.process(&parts, isAdding: isAdding)
        for index in parts.indices { parts[index].setTypeID(0) }
        guard isAdding else { return }
        for index in parts.indices {
            var result = Encoding(capacity: parts[index].count + 2)
            let first = index == 0 ? classifier : separator
            result.appendSpecial(first.id, first.token, typeID: 0)
            result.append(parts[index])
            result.appendSpecial(separator.id, separator.token, typeID: 0)
            parts[index] = result
        }
    }
}

/// Takes the white space at the ends of tokens out of their offsets.
struct OffsetTrimming: PostProcessor {
    /// Whether the pre-tokenizer put a space before the text, which is none of its own.
    let addsPrefixSpace: Bool

    func addedCount(isPair: Bool) -> Int { 0 }

    func process(_ parts: inout [Encoding], isAdding: Bool) {
        for part in parts.indices {
            for index in parts[part].ids.indices { trim(index, of: &parts[part]) }
        }
    }

    @inline(__always) private func trim(_ index: Int, of encoding: inout Encoding) {
        var (leading, trailing) = Self.spaces(of: encoding.tokens[index])
        guard leading > 0 || trailing > 0 else { return }
        let offset = encoding.offsets[index]
        var (start, end) = (offset.lowerBound, offset.upperBound)
        if leading > 0 {
            if addsPrefixSpace, leading == 1, index == 0 || start == 0 { leading = 0 }
            start = min(start + leading, end)
        }
        if trailing > 0, end >= trailing {
            trailing = min(trailing, end - start)
            end -= trailing
        }
        encoding.offsets[index] = start..<end
    }

    /// How many spaces, as they are or as `Ġ`, a token begins and ends with.
    private static func spaces(of token: String) -> (leading: Int, trailing: Int) {
        var token = token
        return token.withUTF8 { bytes in
            func isSpace(_ scalar: UInt32) -> Bool {
                scalar == 0x120 || Scalars.flags[Int(scalar)].contains(.space)
            }
            var (leading, trailing) = (0, 0)
            var index = 0
            while index < bytes.count {
                let (scalar, width) = UTF8Bytes.scalar(bytes, index)
                guard isSpace(scalar) else { break }
                leading += 1
                index += width
            }
            index = bytes.count
            while index > 0 {
                index = UTF8Bytes.before(bytes, index)
                guard isSpace(UTF8Bytes.scalar(bytes, index).scalar) else { break }
                trailing += 1
            }
            return (leading, trailing)
        }
    }
}

/// Places texts and special tokens as templates say.
struct TemplateProcessing: PostProcessor {
    enum Piece: Sendable, Hashable {
        /// The first text (0) or the second (1).
        case text(Int, typeID: Int)
        case special([SpecialToken], typeID: Int)
    }

    let single: [Piece]
    let pair: [Piece]

    func addedCount(isPair: Bool) -> Int {
        (isPair ? pair : single).reduce(0) { count, piece in
            if case .special(let tokens, _) = piece { count + tokens.count } else { count }
        }
    }

    func process(_ parts: inout [Encoding], isAdding: Bool) {
        let template = parts.count > 1 ? pair : single
        var result = Encoding(capacity: parts.reduce(8) { $0 + $1.count })
        for piece in template {
            switch piece {
            case .text(let index, let typeID):
                guard index < parts.count else { continue }
                var part = parts[index]
                part.setTypeID(typeID)
                result.append(part)
            case .special(let tokens, let typeID):
                guard isAdding else { continue }
                for token in tokens { result.appendSpecial(token.id, token.token, typeID: typeID) }
            }
        }
        parts = [result]
    }
}
