/// What a metric says: a value, how sure it is, and which way is better.
public struct Score: Equatable, Sendable, Codable {
    /// Which way is better.
    public enum Direction: String, Sendable, Codable { case higher, lower }

    /// The metric's name, as ``name`` in `--json` output.
    public var name: String
    public var value: Double
    /// The ends of the confidence interval; equal to ``value`` where there is a single sample.
    public var low: Double
    public var high: Double
    /// How many samples it was computed from.
    public var count: Int
    public var direction: Direction

    public init(name: String, value: Double, low: Double, high: Double, count: Int, direction: Direction) {
        self.name = name
        self.value = value
        self.low = low
        self.high = high
        self.count = count
        self.direction = direction
    }
}
