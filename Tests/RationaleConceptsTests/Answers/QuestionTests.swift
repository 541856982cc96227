import RationaleConcepts
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import Testing

struct QuestionTests {
    private func question(
        _ readout: ReasoningConfiguration.Readout = .own, other: Int?, picture: Int = 0
    ) throws -> ConceptQuestion {
        let explainer = try Squares.explainer(readout)
        let view = try explainer.view(Squares.picture(picture, ofClass: 0))
        return ConceptQuestion(explainer: explainer, view: view, target: 0, other: other)
    }

    /// The order of the first panel's concepts that the definition asks for.
    private func order(_ graph: ConceptGraph) -> [Int] {
        let panel = graph.panels[0]
        func excess(_ node: ConceptGraph.Node) -> Double { node.contribution - (node.usual ?? 0) }
        let values = panel.nodes.map { node -> Double in
            // For “why”, and where the score is that of the decided class: what adds most.
            guard graph.panels.count == 2, panel.scored == panel.index else { return node.contribution }
            // Else what lacks most of what is usual.
            return -excess(node)
        }
        return values.indices.sorted { values[$0] > values[$1] }
    }

    /// The concept that tells most against the other class: of the two classes' concepts the one of the largest part in how far the
    /// difference of their scores is from what it is on average in pictures of the other class.
    private func leading(_ graph: ConceptGraph, _ readout: ReasoningConfiguration.Readout) -> ConceptEditor.Reference {
        let asked = order(graph)[0]
        let first = graph.panels[0].nodes[asked]
        guard graph.panels.count == 2 else { return .init(position: 1, number: asked) }
        guard readout == .own, let usual = try? Squares.model().usual else { return .init(position: 2, number: asked) }
        let more = graph.panels[1].nodes.enumerated().map { number, node in
            node.contribution - (node.usual ?? 0) + usual.nodes[1][number] - usual.nodesElsewhere[2][1][number]
        }
        let most = more.indices.max { more[$0] < more[$1] }!
        return more[most] > (first.usual ?? 0) - first.contribution
            ? .init(position: 1, number: most) : .init(position: 2, number: asked)
    }

    @Test(arguments: ReasoningConfiguration.Readout.allCases, [nil, 1] as [Int?])
    func `The leading concept and its proof`(readout: ReasoningConfiguration.Readout, other: Int?) throws {
        var isNamedFirst = 0
        for picture in 0..<4 {
            let question = try question(readout, other: other, picture: picture)
            let (graph, pictures) = try question.answer(proves: true)
            let position = other == nil ? 1 : 2
            let order = order(graph)
            #expect(question.leadingOfAsked(in: graph) == .init(position: position, number: order[0]))
            #expect(question.leading(in: graph) == leading(graph, readout))
            // What the decided class has instead is painted over, where it is named first.
            var concepts = [order[0], order.last!].map { Squares.concepts[position][$0].name }
            let instead = leading(graph, readout)
            if other != nil, instead.position == 1 {
                let contrasts = graph.panels[1].nodes.map { $0.contrast! }
                let least = contrasts.indices.min { contrasts[$0] < contrasts[$1] }!
                concepts = [instead.number, least].map { Squares.concepts[1][$0].name } + concepts
                isNamedFirst += 1
            }
            #expect(graph.edits.map(\.concept) == concepts && pictures.count == concepts.count)
            #expect(graph.edits.enumerated().allSatisfy { $1.isControl == ($0 % 2 == 1) })
            #expect(pictures[0] != pictures[1])
            let editor = ConceptEditor(question.explainer)
            for (edit, picture) in zip(graph.edits, pictures) {
                let concept = try editor.concept(named: edit.concept)
                let isRemoved = concept.position == 1
                let expected =
                    try isRemoved
                    ? editor.removing(concept, in: question.view)
                    : editor.inserting(concept, insteadOf: 1, in: question.view)
                #expect(picture == expected && edit.kind == (isRemoved ? .remove : .replace))
                let scores = try Squares.scores([picture])[0]
                let classes = other == nil ? [0] : [1, 0]
                #expect(edit.before.map(\.index) == classes && edit.after.map(\.index) == classes)
                #expect(zip(edit.after, classes).allSatisfy { abs(($0.score ?? .nan) - scores[$1]) < 1e-4 })
            }
        }
        #expect((isNamedFirst > 0) == (readout == .own && other != nil))
    }

    @Test func `Without a proof nothing is edited`() throws {
        for other in [nil, 1] {
            let (graph, pictures) = try question(other: other).answer(proves: false)
            #expect(graph.edits.isEmpty && pictures.isEmpty && graph.panels.count == (other == nil ? 1 : 2))
        }
        // Nothing is known of sand, so nothing can be put in or painted over.
        let explainer = try Squares.explainer()
        let view = try explainer.view(Squares.picture(0, ofClass: 0))
        let question = ConceptQuestion(explainer: explainer, view: view, target: 0, other: 2)
        let graph = try question.answer(proves: true).graph
        #expect(graph.edits.isEmpty && question.leading(in: graph) == nil)
    }

    @Test func `What is asked for besides is done in its order`() throws {
        let question = try question(other: nil)
        let (red, blue) = (
            ConceptEditor.Reference(position: 1, number: 0), ConceptEditor.Reference(position: 2, number: 0)
        )
        let (graph, pictures) = try question.answer(
            proves: true,
            edits: [
                .init(kind: .move, concept: red, offset: SIMD2(0.25, -0.125)),
                .init(kind: .replace, concept: red, other: blue), .init(kind: .remove, concept: blue),
            ])
        #expect(graph.edits.map(\.kind) == [.remove, .remove, .move, .replace, .remove])
        #expect(graph.edits[2...].allSatisfy { !$0.isControl })
        #expect(graph.edits[2].change == "moved by 12 pixels to the right and -6 down")
        #expect(graph.edits[3].change == "replaced by lagoon 1" && graph.edits[4].change == "painted over")
        let editor = ConceptEditor(question.explainer)
        #expect(pictures[2] == (try editor.moving(red, by: (12, -6), in: question.view)))
        #expect(pictures[3] == (try editor.replacing(red, by: blue, in: question.view)))
        #expect(pictures[4] == (try editor.removing(blue, in: question.view)))
    }

    @Test func `Edits that make no sense are refused`() throws {
        let question = try question(other: nil)
        let red = ConceptEditor.Reference(position: 1, number: 0)
        let replacement = refusal {
            _ = try question.answer(proves: false, edits: [.init(kind: .replace, concept: red)])
        }
        #expect(replacement?.code == .usage && replacement?.message.contains("what takes its place is missing") == true)
        for offset in [SIMD2(Double.nan, 0), SIMD2(0, .infinity), SIMD2(1.01, 0), SIMD2(0, -1e300)] {
            let edit = ConceptQuestion.Asked(kind: .move, concept: red, offset: offset)
            let error = refusal { _ = try question.answer(proves: false, edits: [edit]) }
            #expect(error?.code == .usage && error?.message.contains("−1 to 1") == true)
        }
    }

    @Test func `The concepts of an answer are those of its panels`() throws {
        let question = try question(other: 1)
        let graph = try question.answer(proves: false).graph
        let found = question.concepts(of: graph)
        #expect(found.map { [$0.panel, $0.node] } == [[0, 0], [0, 1], [1, 0], [1, 1], [1, 2]])
        #expect(found.map(\.concept.name) == graph.panels.flatMap { $0.nodes.map(\.concept) })
    }

    @Test func `A reader is told where network and classifier disagree`() throws {
        var warned = 0
        for picture in 0..<12 {
            let index = picture % 3
            let explainer = try Squares.explainer()
            let view = try explainer.view(Squares.picture(picture, ofClass: index))
            let reasoned = view.reasoned.indices.max { view.reasoned[$0] < view.reasoned[$1] }!
            let own = Squares.classes.map { view.scores[$0] }
            let decided = own.indices.max { own[$0] < own[$1] }!
            let warnings = ConceptQuestion(explainer: explainer, view: view, target: 0, other: nil).warnings
            #expect(warnings.isEmpty == (reasoned == decided))
            if let warning = warnings.first {
                let names = [reasoned, decided].map { Squares.labels[Squares.classes[$0]] }
                #expect(warning.contains("network decides for \(names[0]) and the classifier for \(names[1])"))
                warned += 1
            }
        }
        // The network was not trained: it decides for what it likes.
        #expect(warned > 0)
    }
}
