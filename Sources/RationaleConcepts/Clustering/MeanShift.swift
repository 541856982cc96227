public import RationaleAttribution
import RationaleCore
public import RationaleTorch

/// Clusters around the modes of the rows' density; their number follows from the bandwidth.
///
/// From each row a point moves to the mean of the rows within the bandwidth (a flat kernel) until it moves less than a thousandth of the
/// bandwidth. Of points that end within a bandwidth of each other, the one with the most rows around it is the mode. Each row belongs to the
/// nearest mode; the centre of a cluster is its medoid.
///
/// *Source:* Comaniciu and Meer (2002), "Mean shift: a robust approach toward feature space analysis", IEEE Transactions on Pattern Analysis
/// and Machine Intelligence 24. Stop and choice of modes as scikit-learn 1.9.
/// *Cost:* O(count² · width) an iteration, in which all points move together; O(chunk · count) memory.
public struct MeanShift: Clusterer {
    public static let identifier = "mean-shift"
    public static let title = "mean shift"
    public static let summary = "Mean shift: clusters around modes of the density (Comaniciu and Meer 2002)"
    /// More rows are refused.
    public static let maximumRows = 5_000
    public var bandwidth: Double?
    public var quantile: Double
    public var iterations: Int

    /// - Parameters:
    ///   - bandwidth: the radius of the kernel, above 0. Default: estimated from the rows, see ``estimatedBandwidth(_:)``.
    ///   - quantile: the fraction of the rows that the estimated bandwidth reaches, on average.
    ///   - iterations: movements of a point at most.
    public init(bandwidth: Double? = nil, quantile: Double = 0.3, iterations: Int = 300) {
        self.bandwidth = bandwidth
        self.quantile = quantile
        self.iterations = iterations
    }

    public static let settings: [Setting<Self>] = [
        .init("bandwidth", \.bandwidth, none: "estimated", in: 0...Double.infinity, "The radius of the kernel."),
        .init("quantile", \.quantile, in: 0...1, "The fraction of rows within an estimated bandwidth."),
        .init("iterations", \.iterations, in: 1...Double.infinity, "Movements of a point at most."),
    ]

    public func cluster(_ rows: Tensor) throws -> Clustering {
        let rows = try checked(rows)
        return try withoutGradient {
            if (rows.tensor - rows.tensor.slice(0, 0..<1)).absolute.maximum().item == 0 {
                return Clustering(labels: [Int?](repeating: 0, count: rows.count), medoidsOf: rows.tensor)
            }
            let modes = try modes(rows)
            let labels = rows.tensor.squaredDistances(to: modes).argmin(1).elements(as: Int64.self)
            return Clustering(labels: labels.map { Int($0) }, medoidsOf: rows.tensor)
        }
    }

    /// The modes that rows are assigned to, `[mode, width]`, those with the most rows around them first.
    package func modes(_ rows: Tensor) throws -> Tensor {
        let rows = try checked(rows)
        return try withoutGradient { try modes(rows) }
    }

    /// The mean distance of a row from the farthest of its `quantile · count` nearest rows, itself included.
    public func estimatedBandwidth(_ rows: Tensor) throws -> Double {
        let rows = try checked(rows)
        return try withoutGradient { try estimatedBandwidth(rows) }
    }

    private func checked(_ rows: Tensor) throws -> FeatureRows {
        guard (0...1).contains(quantile), iterations >= 1, bandwidth ?? 1 > 0 else {
            throw RationaleError(
                .usage,
                "mean shift needs a bandwidth above 0, a quantile from 0 to 1 and an iteration, "
                    + "not \(bandwidth.map { "\($0)" } ?? "an estimated one"), \(quantile) and \(iterations)")
        }
        return try FeatureRows(rows, for: Self.title, as: .float64, limit: Self.maximumRows)
    }

    private func estimatedBandwidth(_ rows: FeatureRows) throws -> Double {
        let x = rows.tensor - rows.tensor.mean([0], keepingDimensions: true)
        let neighbours = max(1, Int(Double(rows.count) * quantile))
        var sum = 0.0
        for begin in stride(from: 0, to: rows.count, by: Self.chunk) {
            try Cancellation.check()
            let some = x.slice(0, begin..<min(begin + Self.chunk, rows.count))
            let results = try Operators.kthValue.call([
                .tensor(some.squaredDistances(to: x)), .int(neighbours), .int(1),
            ])
            sum += results[0].tensor.map { $0.squareRoot.sum().item } ?? 0
        }
        return sum / Double(rows.count)
    }

    private func modes(_ rows: FeatureRows) throws -> Tensor {
        let bandwidth = try self.bandwidth ?? estimatedBandwidth(rows)
        guard bandwidth > 0 else {
            throw RationaleError(
                .usage, "mean shift cannot estimate a bandwidth: most rows are equal to others",
                hint: "Set --bandwidth, or a --quantile above \(quantile).")
        }
        let mean = rows.tensor.mean([0], keepingDimensions: true)
        let x = rows.tensor - mean
        var points: [Mode] = []
        for begin in stride(from: 0, to: rows.count, by: Self.chunk) {
            points += try climbed(x.slice(0, begin..<min(begin + Self.chunk, rows.count)), x, bandwidth)
        }
        points.sort {
            $0.rows != $1.rows ? $0.rows > $1.rows : $1.place.lexicographicallyPrecedes($0.place)
        }
        var modes: [Mode] = []
        for point in points where !modes.contains(where: { $0.distance(to: point) <= bandwidth }) {
            modes.append(point)
        }
        return Tensor(modes.flatMap(\.place), shape: [modes.count, rows.width]).moved(to: x.device) + mean
    }

    /// Where points end, and how many rows are around them there.
    private func climbed(_ start: Tensor, _ x: Tensor, _ bandwidth: Double) throws -> [Mode] {
        var ended: [Mode] = []
        var moving = start
        let limit = Tensor(bandwidth * bandwidth).moved(to: x.device)
        for iteration in 0...iterations {
            try Cancellation.check()
            let isNear = moving.squaredDistances(to: x).isGreater(than: limit).converted(to: .float64) * -1 + 1
            let near = isNear.sum([1], keepingDimensions: true)
            let moved = isNear.matmul(x) / near.clamped(min: 1)
            let counts = near.elements(as: Double.self)
            let steps = (moved - moving).power(2).sum([1]).squareRoot.elements(as: Double.self)
            let places = moved.elements(as: Double.self)
            let width = x.shape[1]
            var left: [Int] = []
            for (index, count) in counts.enumerated() where count > 0 {
                if steps[index] <= 1e-3 * bandwidth || iteration == iterations {
                    ended.append(
                        Mode(place: Array(places[index * width..<(index + 1) * width]), rows: Int(count)))
                } else {
                    left.append(index)
                }
            }
            if left.isEmpty { break }
            moving = moved.indices(0, left)
        }
        return ended
    }

    private struct Mode {
        let place: [Double]
        let rows: Int

        func distance(to other: Mode) -> Double {
            zip(place, other.place).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
        }
    }

    /// How many rows are compared with all others at once.
    private static let chunk = 1024
}

private enum Operators {
    static let kthValue: Operator = "aten::kthvalue"
}
