public import RationaleAttribution
import RationaleCore
public import RationaleTorch

/// Clusters of any shape where rows lie densely; rows elsewhere are noise.
///
/// A row is a core row where at least ``minimum`` rows, itself included, are within ``radius``. Core rows within the radius of each other
/// belong to one cluster. Other rows within the radius of a core row belong to the first such cluster; the rest is noise.
/// The centre of a cluster is its medoid.
///
/// *Source:* Ester, Kriegel, Sander and Xu (1996), "A density-based algorithm for discovering clusters in large spatial databases with
/// noise", KDD. The defaults are those of ACE and VRX.
/// *Cost:* O(count² · width) time; a bit for each pair of rows, 50 MB at the limit.
public struct DBSCAN: Clusterer {
    public static let identifier = "dbscan"
    public static let title = "DBSCAN"
    public static let summary = "DBSCAN: clusters where rows are dense, the rest is noise (Ester et al. 1996)"
    /// More rows are refused.
    public static let maximumRows = 20_000
    public var radius: Double
    public var minimum: Int

    /// - Parameters:
    ///   - radius: Euclidean distance up to which rows are neighbours, above 0. Default: 0.5, published; it suits features of about
    ///     unit length.
    ///   - minimum: rows within the radius, itself included, that make a row a core row.
    public init(radius: Double = 0.5, minimum: Int = 20) {
        self.radius = radius
        self.minimum = minimum
    }

    public static let settings: [Setting<Self>] = [
        .init("radius", \.radius, in: 0...Double.infinity, "Distance up to which rows are neighbours."),
        .init("minimum", \.minimum, in: 1...Double.infinity, "Neighbours, itself included, of a core row."),
    ]

    public func cluster(_ rows: Tensor) throws -> Clustering {
        let rows = try FeatureRows(rows, for: Self.title, as: .float64, limit: Self.maximumRows)
        guard radius >= 0, minimum >= 1 else {
            throw RationaleError(
                .usage, "DBSCAN needs a radius from 0 and a minimum from 1, not \(radius) and \(minimum)")
        }
        return try withoutGradient {
            let neighbours = try NeighbourBits(rows, radius: radius)
            let isCore = (0..<rows.count).map { neighbours.count(of: $0) >= minimum }
            var labels = [Int?](repeating: nil, count: rows.count)
            var clusters = 0
            for start in 0..<rows.count where isCore[start] && labels[start] == nil {
                labels[start] = clusters
                var open = [start]
                while let row = open.popLast() {
                    neighbours.forEach(of: row) { other in
                        guard labels[other] == nil else { return }
                        labels[other] = clusters
                        if isCore[other] { open.append(other) }
                    }
                }
                clusters += 1
            }
            return Clustering(labels: labels, medoidsOf: rows.tensor)
        }
    }
}

/// Which rows are within a radius of which, a bit for each pair.
private struct NeighbourBits {
    private var words: [UInt64]
    private let wordsPerRow: Int

    init(_ rows: FeatureRows, radius: Double) throws(RationaleError) {
        wordsPerRow = (rows.count + 63) / 64
        words = [UInt64](repeating: 0, count: rows.count * wordsPerRow)
        let x = rows.tensor - rows.tensor.mean([0], keepingDimensions: true)
        let limit = Tensor(radius * radius).moved(to: x.device)
        let step = 256
        for begin in stride(from: 0, to: rows.count, by: step) {
            try Cancellation.check()
            let range = begin..<min(begin + step, rows.count)
            let isFar = x.slice(0, range).squaredDistances(to: x).isGreater(than: limit).elements(as: Bool.self)
            for (place, row) in range.enumerated() {
                let first = place * rows.count
                for other in 0..<rows.count where !isFar[first + other] || other == row {
                    words[row * wordsPerRow + other / 64] |= 1 << UInt64(other % 64)
                }
            }
        }
    }

    func count(of row: Int) -> Int {
        words[row * wordsPerRow..<(row + 1) * wordsPerRow].reduce(0) { $0 + $1.nonzeroBitCount }
    }

    func forEach(of row: Int, _ body: (Int) -> Void) {
        for word in 0..<wordsPerRow {
            var bits = words[row * wordsPerRow + word]
            while bits != 0 {
                body(word * 64 + bits.trailingZeroBitCount)
                bits &= bits - 1
            }
        }
    }
}
