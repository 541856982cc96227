import RationaleCore
import RationaleTorch

extension PerturbableInput {
    /// How many states of the published program share one tensor.
    private static let publishedBatch = 80
    /// How much of a text, and in what steps, it follows.
    private static let publishedTextShare = 0.4
    private static let publishedWords = 2

    /// The areas under the curves of several maps while places are replaced.
    ///
    /// - Returns: `nil` where the published form follows no place of a text.
    func areas(
        under maps: [Heatmap], _ form: MetricForm, _ step: ReplacementStep, seed: UInt64, from start: Tensor,
        to end: Tensor, other: Tensor
    ) throws -> [Double?] {
        let schedule: ReplacementSchedule
        switch form {
        case .mended: schedule = ReplacementSchedule(places: places, step: try step.count(of: places))
        case .published where isRow:
            schedule = ReplacementSchedule(
                publishedPlaces: Int(Self.publishedTextShare * Double(places)), step: Self.publishedWords, sharing: 1)
        case .published:
            schedule = ReplacementSchedule(
                publishedPlaces: places, step: try step.count(of: places), sharing: Self.publishedBatch)
        }
        let orders = maps.map { PlaceOrder(ofPlaces($0).values(height: height, width: width, form), seed: seed, form) }
        let curves = try readouts(replacing: orders, counts: schedule.counts, from: start, to: end)
        return try comparable(curves, replacingBy: other)?.map(schedule.area(under:)) ?? maps.map { _ in nil }
    }
}
