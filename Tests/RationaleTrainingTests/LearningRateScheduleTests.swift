import RationaleTraining
import Testing

struct LearningRateScheduleTests {
    private func factors(_ schedule: LearningRateSchedule, _ steps: [Int], of total: Int) -> [Double] {
        steps.map { schedule.factor(step: $0, of: total) }
    }

    private func isClose(_ found: [Double], _ expected: [Double]) -> Bool {
        zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 }
    }

    @Test func `The warm-up grows evenly`() {
        let schedule = LearningRateSchedule(warmup: 4)
        #expect(isClose(factors(schedule, [0, 1, 2, 3, 4, 9], of: 10), [0.2, 0.4, 0.6, 0.8, 1, 1]))
    }

    @Test func `Steps multiply`() {
        let schedule = LearningRateSchedule(.step(every: 3, factor: 0.5), warmup: 1)
        #expect(isClose(factors(schedule, [0, 1, 3, 4, 6, 7], of: 10), [0.5, 1, 1, 0.5, 0.5, 0.25]))
    }

    @Test func `The cosine falls from one to its end`() {
        let schedule = LearningRateSchedule(.cosine(end: 0.1), warmup: 10)
        #expect(isClose(factors(schedule, [10, 60, 110], of: 110), [1, 0.55, 0.1]))
        let values = factors(schedule, Array(10...110), of: 110)
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 > $1 })
        #expect(schedule.factor(step: 500, of: 110) == 0.1)
    }

    @Test func `A plateau halves`() {
        let schedule = LearningRateSchedule(.halvingOnPlateau(patience: 2))
        #expect((0..<4).map { schedule.factor(step: 7, of: 10, halvings: $0) } == [1, 0.5, 0.25, 0.125])
        #expect(LearningRateSchedule().factor(step: 7, of: 10, halvings: 3) == 1)
    }
}
