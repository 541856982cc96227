public import RationaleCore

/// A region as COCO's run lengths: along the columns from the top left, so many pixels outside, so many inside, and so on.
///
/// *Source:* the masks of Lin et al. (2014), "Microsoft COCO: common objects in context", arXiv 1405.0312, as
/// `pycocotools` reads and writes them.
public struct RunLengths: Sendable, Hashable {
    /// Of the picture that the runs are counted in.
    public let height: Int
    /// The same.
    public let width: Int
    /// Lengths of runs, the first of which lies outside; together `height × width`.
    public let counts: [Int]

    /// No picture is larger, and a mask of it needs a byte a pixel.
    private static let largest = 1 << 28

    /// Runs as numbers: `{"size": [height, width], "counts": [3, 2, …]}`.
    ///
    /// - Parameters:
    ///   - height: of the picture, in pixels.
    ///   - width: the same.
    ///   - counts: lengths of the runs, not negative.
    /// - Throws: `RationaleError.Code.badData` where the runs do not add up to the picture.
    public init(height: Int, width: Int, counts: [Int]) throws(RationaleError) {
        guard height > 0, width > 0, height <= Self.largest, width <= Self.largest / height else {
            throw RationaleError(.badData, "runs of a picture of \(width)×\(height) pixels make no sense")
        }
        var covered = 0
        for count in counts {
            guard count >= 0, count <= height * width - covered else {
                throw RationaleError(
                    .badData, "a run of \(count) pixels does not fit into a picture of \(width)×\(height) pixels")
            }
            covered += count
        }
        guard covered == height * width else {
            throw RationaleError(
                .badData, "the runs cover \(covered) pixels, but a picture of \(width)×\(height) has \(height * width)")
        }
        self.height = height
        self.width = width
        self.counts = counts
    }

    /// Runs as text: `{"size": [height, width], "counts": "52203…"}`.
    ///
    /// A number is written in digits of five bits, the lowest first, each as a character from `0`; a sixth bit says that
    /// another digit follows, and the highest bit of the last one is the sign. From the fourth number on, what stands there
    /// is the difference from the number before the last.
    ///
    /// - Parameters:
    ///   - height: of the picture, in pixels.
    ///   - width: the same.
    ///   - text: the runs.
    /// - Throws: `RationaleError.Code.badData` for another character, a number that does not end, or runs that do not add
    ///   up to the picture.
    public init(height: Int, width: Int, text: String) throws(RationaleError) {
        var counts: [Int] = []
        var value = 0
        var shift = 0
        for byte in text.utf8 {
            let digit = Int(byte) - 48
            guard (0..<64).contains(digit), shift < 40 else {
                throw RationaleError(.badData, "'\(text.prefix(20))' is no text of run lengths")
            }
            value |= (digit & 31) << shift
            shift += 5
            if digit & 32 != 0 { continue }
            if digit & 16 != 0 { value |= -1 << shift }
            counts.append(counts.count > 2 ? value + counts[counts.count - 2] : value)
            (value, shift) = (0, 0)
        }
        guard shift == 0 else {
            throw RationaleError(.badData, "'\(text.prefix(20))' ends within a number of run lengths")
        }
        try self.init(height: height, width: width, counts: counts)
    }

    /// The region pixel by pixel.
    ///
    /// - Complexity: O(height · width).
    public var mask: Mask {
        var bits = [Bool](repeating: false, count: height * width)
        for (start, count) in inside {
            for place in start..<start + count { bits[place % height * width + place / height] = true }
        }
        return Mask(height: height, width: width, bits: bits)
    }

    /// How many pixels lie inside.
    public var area: Int { inside.reduce(0) { $0 + $1.count } }

    /// The smallest box around the pixels inside; `nil` where there are none.
    public var box: Box? {
        var (top, bottom, left, right) = (height, -1, width, -1)
        for (start, count) in inside {
            let last = start + count - 1
            left = min(left, start / height)
            right = max(right, last / height)
            // A run over several columns has all rows between, and it has the end of one and the beginning of the next.
            let isInOneColumn = start / height == last / height
            top = min(top, isInOneColumn ? start % height : 0)
            bottom = max(bottom, isInOneColumn ? last % height : height - 1)
        }
        guard bottom >= 0 else { return nil }
        return Box(x: Double(left), y: Double(top), width: Double(right - left + 1), height: Double(bottom - top + 1))
    }

    private var inside: [(start: Int, count: Int)] {
        var start = 0
        var found: [(start: Int, count: Int)] = []
        for (index, count) in counts.enumerated() {
            if index % 2 == 1, count > 0 { found.append((start, count)) }
            start += count
        }
        return found
    }
}
