import RationaleConcepts
import RationaleCore
import Testing

/// Graphs made by hand, of which the cause of the error is known.
struct ErrorCauseTests {
    private func node(
        _ contribution: Double, usual: Double, distance: Double = 1, isFound: Bool = true
    ) -> ConceptGraph.Node {
        .init(
            concept: "c", box: Box(x: 0, y: 0, width: 0.1, height: 0.1), x: 0.5, y: 0.5, distance: distance,
            isFound: isFound,
            contribution: contribution, usual: usual)
    }

    private func panel(_ index: Int, _ nodes: [ConceptGraph.Node], edges: [ConceptGraph.Edge] = [])
        -> ConceptGraph.Panel
    {
        .init(index: index, label: nil, nodes: nodes, edges: edges, bias: 0, score: 0)
    }

    private let usual = [ErrorCause.Usual](repeating: .init(frequency: 0.9, maxDistance: 2), count: 2)

    private func causes(
        _ truth: ConceptGraph.Panel, _ decided: ConceptGraph.Panel, _ usual: [ErrorCause.Usual]? = nil
    ) -> [ErrorCause] {
        ErrorCause.all(truth: truth, decided: decided, usual: usual ?? self.usual)
    }

    @Test func `A region taken for the decided class's concept is a confused concept`() {
        let found = causes(
            panel(0, [node(1, usual: 1), node(0.8, usual: 1)]), panel(1, [node(0, usual: 0), node(3, usual: -0.5)]))
        #expect(found.first == ErrorCause(kind: .confusedConcept, isOfDecided: true, concept: 1, size: 3.5))
        #expect(found.count == 2)
        #expect(found[1].kind == .confusedConcept && !found[1].isOfDecided && found[1].concept == 1)
        #expect(abs(found[1].size - 0.2) < 1e-12)
    }

    @Test func `What is not found of the decided class misleads nobody`() {
        let found = causes(panel(0, [node(1, usual: 1)]), panel(1, [node(3, usual: 0, isFound: false)]))
        #expect(found.isEmpty)
    }

    @Test(arguments: [(true, 2.5), (false, 1.0)])
    func `A usual concept that is far or not found is missing variance`(isFound: Bool, distance: Double) {
        let lost = node(-1, usual: 2, distance: distance, isFound: isFound)
        let found = causes(panel(0, [node(1, usual: 1), lost]), panel(1, [node(0.1, usual: 0)]))
        #expect(found.first == ErrorCause(kind: .missingVariance, isOfDecided: false, concept: 1, size: 3))
    }

    @Test func `A concept that pictures of the class seldom have is not missed`() {
        let lost = node(-1, usual: 2, isFound: false)
        let rare = [ErrorCause.Usual](repeating: .init(frequency: 0.3, maxDistance: 2), count: 1)
        #expect(causes(panel(0, [lost]), panel(1, [node(0, usual: 0)]), rare).isEmpty)
    }

    @Test func `Edges that fall short at one node are bad structure there`() {
        // Node 1 has both edges −1 and −1.5 below what is usual; node 0 shares them, but has another that is above.
        let edges = [
            ConceptGraph.Edge(from: 0, to: 1, contribution: -0.5, usual: 0.5),
            .init(from: 1, to: 2, contribution: -1, usual: 0.5), .init(from: 2, to: 0, contribution: 1, usual: 0),
        ]
        let nodes = [node(1, usual: 1), node(1, usual: 1.2), node(1, usual: 1)]
        let usual = [ErrorCause.Usual](repeating: .init(frequency: 1, maxDistance: 2), count: 3)
        let found = causes(panel(0, nodes, edges: edges), panel(1, [node(0, usual: 0)]), usual)
        #expect(found.first == ErrorCause(kind: .badStructure, isOfDecided: false, concept: 1, size: 2.5))
    }

    @Test func `Without what is usual, contributions themselves count`() {
        var decided = node(2, usual: 0)
        decided.usual = nil
        #expect(causes(panel(0, [node(1, usual: 1)]), panel(1, [decided])).first?.size == 2)
    }

    @Test func `Errors are grouped by classes, cause and concept, the largest group first`() throws {
        func error(_ number: Int, _ decided: Int, _ kind: ErrorCause.Kind, _ concept: Int, _ size: Double)
            -> DiagnosedError
        {
            DiagnosedError(
                number: number, picture: "p\(number)", truth: 0, decided: decided,
                cause: ErrorCause(kind: kind, isOfDecided: kind == .confusedConcept, concept: concept, size: size))
        }
        let errors = [
            error(0, 1, .confusedConcept, 1, 2), error(1, 2, .missingVariance, 0, 9),
            error(2, 1, .confusedConcept, 1, 3),
            error(3, 1, .confusedConcept, 0, 1), error(4, 2, .missingVariance, 0, 1),
            error(5, 1, .confusedConcept, 1, 1),
            error(6, 1, .badStructure, 1, 5),
        ]
        let classes = ["heron", "junco", "wren"].enumerated().map { DiagnosedClass(index: $0, label: $1) }
        let groups = errors.groups(
            classes: classes, names: [["heron 1", "heron 2"], ["junco 1", "junco 2"], ["wren 1"]], of: 10)
        #expect(groups.map(\.count) == [3, 2, 1, 1])
        #expect(groups.map(\.concept) == ["junco 2", "heron 1", "heron 2", "junco 1"])
        #expect(
            groups[0].cause == .confusedConcept && groups[0].truth.name == "heron" && groups[0].decided.name == "junco")
        #expect(groups[0].meanSize == 2)
        #expect(groups[0].pictures == ["p2", "p0", "p5"])
        // Wilson's interval of 3 of 10.
        let fraction = try #require(groups[0].fraction)
        #expect(abs(fraction.low - 0.10779) < 1e-4 && abs(fraction.high - 0.60322) < 1e-4)
        #expect(
            groups[0].sentence
                == "3 pictures of heron are taken for junco (30 % of the errors): junco 2 is seen in them.")
        #expect(
            groups[1].sentence
                == "2 pictures of heron are taken for wren (20 % of the errors): heron 1 is not there as in the pictures that "
                + "were learned from.")
    }
}
