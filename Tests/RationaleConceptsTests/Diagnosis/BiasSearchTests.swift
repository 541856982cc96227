import RationaleConcepts
import RationaleCore
import RationaleStatistics
import Testing

/// Pictures made by hand, of which it is known what the class is recognised by.
struct BiasSearchTests {
    private let classes = [DiagnosedClass(index: 0, label: "heron"), DiagnosedClass(index: 1, label: "junco")]
    private let names = [["heron 1", "heron 2", "heron 3"], ["junco 1"]]

    /// A picture of a heron.
    ///
    /// - Parameters:
    ///   - there: which of its concepts are.
    ///   - x: of the middles of its concepts.
    private func heron(_ there: [Bool], x: [Double] = [0.2, 0.8, 0.5], isRight: Bool = true) -> ObservedPicture {
        ObservedPicture(
            name: "heron", truth: 0, decided: isRight ? 0 : 1, isRight: isRight,
            distance: [there.map { $0 ? 1 : 3 }, [5]], position: [x.map { SIMD2($0, 0.15) }, [SIMD2(0.5, 0.5)]])
    }

    private func suspects(_ training: [ObservedPicture], _ tested: [ObservedPicture]) -> [SuspectedBias] {
        BiasSearch(
            classes: classes, names: names, importance: [[nil, nil, nil], [nil]], training: training, tested: tested,
            maxDistance: [[2, 2, 2], [2]]
        ).suspects()
    }

    @Test func `A concept that errors lack is the first suspect`() throws {
        // Heron 3 decides; heron 2 is absent now and then, whether right or wrong.
        let training = (0..<20).map { heron([true, $0 % 7 != 0, true]) }
        let tested =
            (0..<20).map { heron([true, $0 % 3 != 0, false], isRight: $0 < 2) }
            + (0..<10).map { heron([true, $0 % 3 != 0, true], isRight: $0 != 0) }
        let found = suspects(training, tested)
        let first = try #require(found.first)
        #expect(first.kind == .concept && first.concepts == ["heron 3"] && first.ofClass.name == "heron")
        #expect(first.with == .init(pictures: 10, errors: 1) && first.without == .init(pictures: 20, errors: 18))
        // 20 · (18/20 − 1/10).
        #expect(abs(first.explained.value - 16) < 1e-9)
        #expect(first.explained.low > 0 && first.explained.low < 16)
        #expect(first.place == "top" && first.deviation < 1e-9)
        #expect(found.count == 1)
        #expect(
            first.sentence
                == "Pictures of heron are recognised mostly with heron 3 (top): 100 % of the training pictures show it; of the "
                + "tested ones 1 of 10 with it are wrong, and 18 of 20 without it.")
        #expect(first.advice == "Add pictures of heron without heron 3.")
    }

    @Test func `A relation that errors have the other way round is the first suspect`() throws {
        let right = [0.2, 0.8, 0.5]
        let training = (0..<20).map { _ in heron([true, true, true], x: right) }
        let tested =
            (0..<15).map { _ in heron([true, true, true], x: right.map { 1 - $0 }, isRight: false) }
            + (0..<15).map { _ in heron([true, true, true], x: right) }
        let found = suspects(training, tested)
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { $0.kind == .leftOf })
        #expect(found[0].concepts == ["heron 1", "heron 2"])
        #expect(
            found[0].sentence.hasPrefix(
                "Pictures of heron are recognised only where heron 1 lies to the left of heron 2"))
        #expect(
            found[0].advice
                == "Add pictures of heron in which heron 1 lies to the right of heron 2, such as mirrored ones.")
    }

    @Test func `What training pictures seldom have is no suspect`() {
        let training = (0..<20).map { heron([true, true, $0 % 2 == 0]) }
        let tested = (0..<20).map { heron([true, true, $0 % 2 == 0], isRight: $0 % 2 == 0) }
        #expect(suspects(training, tested).isEmpty)
    }

    @Test func `What errors have as often as others is no suspect`() {
        let training = (0..<20).map { _ in heron([true, true, true]) }
        let tested = (0..<40).map { heron([true, true, $0 % 2 == 0], isRight: $0 % 4 < 2) }
        #expect(suspects(training, tested).isEmpty)
    }

    @Test func `Without tested or training pictures there is no suspect`() {
        #expect(suspects([], [heron([false, false, false], isRight: false)]).isEmpty)
        #expect(suspects([heron([true, true, true])], []).isEmpty)
    }

    @Test func `A concept counts as there up to the distances it has in training pictures`() {
        let training = (1...20).map {
            ObservedPicture(
                name: "", truth: 0, decided: 0, isRight: true, distance: [[Double($0) / 10], [9]],
                position: [[.zero], [.zero]])
        }
        let found = training.maxDistances(concepts: [1, 1], quantile: 0.9, bound: 2.5)
        #expect(abs(found[0][0] - 1.9) < 1e-9)
        // Without pictures of its class the bound stands.
        #expect(found[1] == [2.5])
        #expect(training.maxDistances(concepts: [1, 1], quantile: 0.9, bound: 0.7)[0] == [0.7])
    }

    /// Newcombe (1998), table II: 56 of 70 and 48 of 80.
    @Test func `The difference of proportions has the published interval`() throws {
        let found = try #require(Score.difference("difference", (56, 70), (48, 80)))
        #expect(abs(found.value - 0.2) < 1e-12)
        #expect(abs(found.low - 0.0524) < 5e-5 && abs(found.high - 0.3339) < 5e-5)
        #expect(Score.difference("difference", (1, 1), (0, 0)) == nil)
    }
}
