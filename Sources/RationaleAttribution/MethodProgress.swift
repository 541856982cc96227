/// Where a method that takes long says how far it is.
public struct MethodProgress: Sendable {
    private let report: @Sendable (_ stage: String, _ part: Double) -> Void
    /// The part of the whole that this stands for.
    private let range: ClosedRange<Double>

    /// - Parameter report: called on the thread that explains, with what is being done and the part of everything that is
    ///   done, 0 to 1.
    public init(_ report: @escaping @Sendable (_ stage: String, _ part: Double) -> Void) {
        self.init(report, 0...1)
    }

    private init(_ report: @escaping @Sendable (String, Double) -> Void, _ range: ClosedRange<Double>) {
        self.report = report
        self.range = range
    }

    public static let silent = MethodProgress { _, _ in }

    /// Says that a part, 0 to 1, of what this stands for is done.
    func callAsFunction(_ stage: String, _ part: Double) {
        report(stage, range.lowerBound + part * (range.upperBound - range.lowerBound))
    }

    /// For work that is a part of this.
    func part(_ part: ClosedRange<Double>) -> MethodProgress {
        let length = range.upperBound - range.lowerBound
        return MethodProgress(
            report, range.lowerBound + part.lowerBound * length...range.lowerBound + part.upperBound * length)
    }

    /// For some of a number of equal things.
    func part(of things: Range<Int>, in count: Int) -> MethodProgress {
        part(Double(things.lowerBound) / Double(count)...Double(things.upperBound) / Double(count))
    }
}
