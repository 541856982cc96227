import RationaleImaging
import Testing

struct ColorBarTests {
    struct Case: Sendable {
        let range: ClosedRange<Double>
        let labels: [String]
        var unit = "bits"
    }

    @Test(arguments: [
        Case(range: 0...1, labels: ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        Case(range: 0...1.2, labels: ["0.00", "0.25", "0.50", "0.75", "1.00"].map { String($0) }),
        Case(range: 0...9.7, labels: ["0", "2", "4", "6", "8"]),
        Case(range: -3...3, labels: ["−2", "0", "2"]),
        Case(range: 0.3...0.52, labels: ["0.30", "0.35", "0.40", "0.45", "0.50"]),
        Case(range: 0...0.0004, labels: ["0", "1", "2", "3", "4"], unit: "×10⁻⁴ bits"),
        Case(range: 0...25_000, labels: ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5"], unit: "×10⁴ bits"),
        Case(range: -1e-12...1e-12, labels: ["−1.0", "−0.5", "0.0", "0.5", "1.0"], unit: "×10⁻¹² bits"),
    ])
    func marksStandAtRoundValues(of case: Case) {
        let bar = ColorBar(
            scale: HeatmapScale(range: `case`.range, isSigned: false), colorMap: .viridis, unit: "bits")
        #expect(bar.ticks.map(\.label) == `case`.labels)
        #expect(bar.unit == `case`.unit)
        for tick in bar.ticks {
            let low = `case`.range.lowerBound
            let high = `case`.range.upperBound
            #expect(abs(tick.fraction - (tick.value - low) / (high - low)) < 0.01)
        }
    }
}
