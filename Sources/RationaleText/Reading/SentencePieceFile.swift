import Foundation
import RationaleCore
import RationaleFiles

/// Reads SentencePiece's `.model`: a message of Protocol Buffers.
///
/// *Source:* `sentencepiece_model.proto`; Kudo and Richardson (2018), "SentencePiece", arXiv 1808.06226.
struct SentencePieceFile {
    /// What a piece is for.
    enum Kind: Int {
        case normal = 1, unknown, control, userDefined, unused, byte
    }

    struct Piece {
        var text = ""
        var score: Float = 0
        var kind = Kind.normal
    }

    private(set) var pieces: [Piece] = []
    /// 1 Unigram, 2 BPE, 3 words, 4 characters.
    private(set) var modelType = 1
    private(set) var fallsBackToBytes = false
    private(set) var endsWithSpace = false
    private(set) var addsDummyPrefix = true
    private(set) var removesSpaces = true
    private(set) var escapesSpaces = true
    private(set) var charsmap: [UInt8] = []
    let refusal: FileRefusal

    init(contentsOf path: String) throws(RationaleError) {
        refusal = FileRefusal(file: path)
        let file = try MappedFile(contentsOf: URL(fileURLWithPath: path))
        guard file.count <= Tokenizer.largestFile, let bytes = MappedBytes(file: file, range: 0..<file.count) else {
            throw refusal("the file has \(file.count >> 20) MB; at most \(Tokenizer.largestFile >> 20) are taken")
        }
        var message = ProtocolMessage(bytes.array[...])
        do throws(ProtocolMessage.Damage) {
            while let field = try message.next() {
                switch field.number {
                case 1: pieces.append(try piece(field.bytes))
                case 2: try readTraining(field.bytes)
                case 3: try readNormalization(field.bytes)
                default: break
                }
            }
        } catch {
            throw refusal(
                "this is no SentencePiece model, at byte \(error.position): \(error.reason)",
                hint: "Fetch the file again.")
        }
        guard !pieces.isEmpty else {
            throw refusal("the model has no pieces, so it is no SentencePiece model", hint: "Fetch the file again.")
        }
    }

    private func piece(_ bytes: ArraySlice<UInt8>?) throws(ProtocolMessage.Damage) -> Piece {
        var message = try ProtocolMessage(required: bytes)
        var piece = Piece()
        while let field = try message.next() {
            switch field.number {
            case 1: piece.text = try field.string()
            case 2:
                piece.score = Float(bitPattern: UInt32(truncatingIfNeeded: field.value))
                guard piece.score.isFinite else { throw .init(message.position, "a score is not finite") }
            case 3:
                guard let kind = Kind(rawValue: Int(truncatingIfNeeded: field.value)) else {
                    throw .init(message.position, "a piece has the unknown type \(field.value)")
                }
                piece.kind = kind
            default: break
            }
        }
        return piece
    }

    private mutating func readTraining(_ bytes: ArraySlice<UInt8>?) throws(ProtocolMessage.Damage) {
        var message = try ProtocolMessage(required: bytes)
        while let field = try message.next() {
            switch field.number {
            case 3: modelType = Int(truncatingIfNeeded: field.value)
            case 24: endsWithSpace = field.value != 0
            case 35: fallsBackToBytes = field.value != 0
            default: break
            }
        }
    }

    private mutating func readNormalization(_ bytes: ArraySlice<UInt8>?) throws(ProtocolMessage.Damage) {
        var message = try ProtocolMessage(required: bytes)
        while let field = try message.next() {
            switch field.number {
            case 2: charsmap = Array(field.bytes ?? [])
            case 3: addsDummyPrefix = field.value != 0
            case 4: removesSpaces = field.value != 0
            case 5: escapesSpaces = field.value != 0
            default: break
            }
        }
    }
}

/// The fields of a message of Protocol Buffers, one after the other.
struct ProtocolMessage {
    struct Damage: Error {
        let position: Int
        let reason: String

        init(_ position: Int, _ reason: String) {
            self.position = position
            self.reason = reason
        }
    }

    struct Field {
        var number: Int
        /// A number, where the field is one.
        var value: UInt64 = 0
        /// Text or a message, where the field is one.
        var bytes: ArraySlice<UInt8>?

        func string() throws(Damage) -> String {
            guard let bytes, let text = String(validating: bytes, as: UTF8.self) else {
                throw Damage(bytes?.startIndex ?? 0, "a piece is not UTF-8 text")
            }
            return text
        }
    }

    private let bytes: ArraySlice<UInt8>
    private(set) var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    init(required bytes: ArraySlice<UInt8>?) throws(Damage) {
        guard let bytes else { throw Damage(0, "a message is a number") }
        self.init(bytes)
    }

    mutating func next() throws(Damage) -> Field? {
        guard position < bytes.endIndex else { return nil }
        let tag = try variable()
        guard tag >> 3 > 0, tag >> 3 < 1 << 29 else { throw Damage(position, "a field has the number \(tag >> 3)") }
        var field = Field(number: Int(tag >> 3))
        switch tag & 7 {
        case 0: field.value = try variable()
        case 1: field.value = try fixed(8)
        case 2:
            let count = try variable()
            guard count <= UInt64(bytes.endIndex - position) else {
                throw Damage(position, "a field of \(count) bytes goes beyond the end")
            }
            field.bytes = bytes[position..<position + Int(count)]
            position += Int(count)
        case 5: field.value = try fixed(4)
        default: throw Damage(position, "a field is of the unknown kind \(tag & 7)")
        }
        return field
    }

    private mutating func variable() throws(Damage) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 70, by: 7) {
            guard position < bytes.endIndex else { break }
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return value }
        }
        throw Damage(position, "a number does not end")
    }

    private mutating func fixed(_ count: Int) throws(Damage) -> UInt64 {
        guard bytes.endIndex - position >= count else { throw Damage(position, "a number goes beyond the end") }
        defer { position += count }
        return (0..<count).reduce(0) { $0 | UInt64(bytes[position + $1]) << UInt64(8 * $1) }
    }
}
