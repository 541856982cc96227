/// Writes a new text while an old one is read, and carries along where each scalar comes from.
///
/// The rules are those of the package `tokenizers`: a scalar that replaces one has its place; one that is inserted has
/// the place of the old scalar before it; at the beginning of a piece, that is the empty place where the piece begins, and at
/// the beginning of the whole text where it began before anything was stripped.
struct Rewriting {
    private let old: UnsafeBufferPointer<UInt8>
    private let oldSpans: [AlignedText.Span]?
    private let origin: Int32
    /// The next byte of the old text to be read.
    private(set) var position: Int
    /// Where the piece that is rewritten begins; `nil` for the whole text.
    private var pieceStart: Int?
    /// What is written.
    private(set) var bytes: [UInt8] = []
    private var spans: [AlignedText.Span] = []

    init(_ old: UnsafeBufferPointer<UInt8>, spans: [AlignedText.Span]?, origin: Int) {
        self.old = old
        oldSpans = spans
        self.origin = Int32(origin)
        position = 0
        bytes.reserveCapacity(old.count + 16)
        self.spans.reserveCapacity(old.count + 16)
    }

    /// Moves to a piece: what is inserted at its beginning does not look at what lies before.
    mutating func begin(at index: Int) {
        position = index
        pieceStart = index
    }

    /// Writes a scalar in place of the next one.
    ///
    /// - Parameter removed: how many scalars behind that one disappear with it.
    @inline(__always) mutating func replace(with scalar: UInt32, removing removed: Int = 0) {
        let index = min(position, old.count - 1)
        write(scalar, span(at: index))
        skip(1 + removed)
    }

    /// Writes a scalar beside the old ones.
    @inline(__always) mutating func insert(_ scalar: UInt32) {
        guard position > pieceStart ?? 0 else {
            let start =
                if let pieceStart {
                    pieceStart < old.count ? span(at: pieceStart).start : origin + Int32(old.count)
                } else { origin }
            return write(scalar, .init(start: start, end: start))
        }
        write(scalar, span(at: position - 1))
    }

    /// Passes over old scalars without writing anything.
    @inline(__always) mutating func skip(_ count: Int) {
        for _ in 0..<count where position < old.count { position += UTF8Bytes.width(old[position]) }
    }

    /// Applies a change in the terms of the package: 0 replaces, 1 inserts, −n replaces and removes n more.
    @inline(__always) mutating func put(_ scalar: UInt32, change: Int) {
        if change > 0 { insert(scalar) } else { replace(with: scalar, removing: -change) }
    }

    /// Copies old bytes up to an index.
    @inline(__always) mutating func keep(to end: Int) {
        while position < end {
            let width = UTF8Bytes.width(old[position])
            let span = span(at: position)
            for index in position..<position + width {
                bytes.append(old[index])
                spans.append(span)
            }
            position += width
        }
    }

    @inline(__always) private mutating func write(_ scalar: UInt32, _ span: AlignedText.Span) {
        let before = bytes.count
        UTF8Bytes.append(scalar, to: &bytes)
        for _ in before..<bytes.count { spans.append(span) }
    }

    /// The place of the old scalar at a byte.
    @inline(__always) private func span(at index: Int) -> AlignedText.Span {
        if let oldSpans { return oldSpans[index] }
        var start = index
        while start > 0, old[start] & 0xC0 == 0x80 { start -= 1 }
        return .init(
            start: origin + Int32(start), end: origin + Int32(start + UTF8Bytes.width(old[start])))
    }

    /// What was written, as the text that takes the old one's place.
    func finish(_ text: inout AlignedText) {
        text.bytes = bytes
        text.spans = spans
    }
}

extension AlignedText {
    /// Rewrites the whole text.
    mutating func rewrite<Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>, inout Rewriting) throws(Failure) -> Void
    ) throws(Failure) {
        guard !bytes.isEmpty else { return }
        let old = bytes
        let oldSpans = spans
        let origin = origin
        let failure: Result<Rewriting, Failure> = old.withUnsafeBufferPointer { buffer in
            var rewriting = Rewriting(buffer, spans: oldSpans, origin: origin)
            do throws(Failure) {
                try body(buffer, &rewriting)
                return .success(rewriting)
            } catch { return .failure(error) }
        }
        try failure.get().finish(&self)
    }

    /// Whether all bytes are ASCII.
    var isASCII: Bool { bytes.withUnsafeBufferPointer { $0.allSatisfy { $0 < 0x80 } } }
}
