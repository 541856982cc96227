import RationaleConcepts
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import Testing

struct ExplainerTests {
    private let images = (0..<3).map { Squares.picture($0, ofClass: 0) } + [Squares.picture(7, ofClass: 1)]

    private func total(_ panel: ConceptGraph.Panel) -> Double {
        panel.nodes.reduce(0) { $0 + $1.contribution } + panel.edges.reduce(0) { $0 + $1.contribution } + panel.rest
            + panel.bias
    }

    @Test(arguments: ReasoningConfiguration.Readout.allCases)
    func `A panel adds up to the network's score`(readout: ReasoningConfiguration.Readout) throws {
        let explainer = try Squares.explainer(readout)
        let views = try explainer.views(images)
        for (view, image) in zip(views, images) {
            #expect(view.image == image)
            #expect(view.scores == (try Squares.scores([image])[0]))
            for (position, index) in Squares.classes.enumerated() {
                let graph = try explainer.why(view, class: index)
                let panel = try #require(graph.panels.first)
                #expect(graph.panels.count == 1 && graph.agreement == 0.9 && graph.edits.isEmpty)
                #expect(panel.index == index && panel.scored == index && panel.label == Squares.labels[index])
                #expect(abs(total(panel) - panel.score) < 1e-5)
                #expect(abs(panel.score - view.reasoned[position]) < 1e-5)
                #expect(panel.classifierScore == Double(view.scores[index]))
                #expect(readout == .all || panel.rest == 0)
                let count = Squares.concepts[position].count
                #expect(panel.nodes.count == count && panel.edges.count == count * (count - 1))
            }
        }
    }

    @Test func `Of a class that no picture was decided for nothing usual is told`() throws {
        var model = try Squares.model()
        model.usual?.unknown = [1]
        let explainer = try ConceptExplainer(model, for: Squares.classifier())
        let view = try explainer.view(images[0])
        let (unknown, known) = try (
            explainer.why(view, class: Squares.classes[1]).panels[0],
            explainer.why(view, class: Squares.classes[2]).panels[0]
        )
        #expect(!unknown.nodes.isEmpty && unknown.nodes.allSatisfy { $0.usual == nil })
        #expect(!known.nodes.isEmpty && known.nodes.allSatisfy { $0.usual != nil })
        // Nor of other classes in its pictures.
        for (other, isKnown) in [(Squares.classes[1], false), (Squares.classes[2], true)] {
            let decided = isKnown ? Squares.classes[1] : Squares.classes[2]
            let nodes = try explainer.whyNot(view, class: other, insteadOf: decided).panels[1].nodes
            #expect(nodes.allSatisfy { ($0.contrast != nil) == isKnown })
        }
    }

    @Test(arguments: ReasoningConfiguration.Readout.allCases)
    func `Contributions are those of the reasoning network beyond their means over classes`(
        readout: ReasoningConfiguration.Readout
    ) throws {
        let explainer = try Squares.explainer(readout)
        let network = try #require(explainer.model.reasoning)
        let matches = try explainer.model.matcher(for: explainer.classifier).matches(in: images)
        for (number, view) in try explainer.views(images).enumerated() {
            for (position, index) in Squares.classes.enumerated() {
                let expected = try network.contributions(of: matches.graphs, toClass: position)[number]
                let panel = try explainer.why(view, class: index).panels[0]
                let usual = try #require(explainer.model.usual)
                let zeros = expected.nodes[position].indices.map { concept in
                    let elsewhere = usual.nodesElsewhere.enumerated().filter { !usual.unknown.contains($0.offset) }
                        .map { $0.element[position][concept] }
                    return elsewhere.isEmpty ? 0 : elsewhere.reduce(0, +) / Double(elsewhere.count)
                }
                #expect((readout == .own && position != 0) == zeros.contains { abs($0) > 0.01 })
                let shown = zip(panel.nodes, zeros).map { ($0.contribution + $1, $0.usual! + $1) }
                #expect(difference(shown.map(\.0), expected.nodes[position]) < 1e-5)
                #expect(difference(shown.map(\.1), usual.nodes[position]) < 1e-9)
                // Edges of a class stand behind those of the classes before it.
                let edges = expected.edges.enumerated().filter { $0.element.graph == position }
                #expect(difference(panel.edges.map(\.contribution), edges.map(\.element.value)) < 1e-5)
                #expect(panel.edges.map { [$0.from, $0.to] } == edges.map { [$0.element.from, $0.element.to] })
                #expect(panel.edges.map(\.usual) == edges.map { explainer.model.usual?.edges[$0.offset] })
                let others = Squares.classes.indices.filter { $0 != position }.reduce(0) {
                    $0 + expected.sum(ofClass: $1)
                }
                #expect(abs(panel.rest - others) < 1e-5)
                #expect(abs(panel.bias - zeros.reduce(expected.bias, +)) < 1e-5)
            }
        }
    }

    @Test func `A node lies where its region is`() throws {
        let explainer = try Squares.explainer()
        let view = try explainer.view(images[1])
        let nodes = try explainer.why(view, class: 0).panels[0].nodes
        let concepts = Squares.concepts[1]
        for (number, node) in nodes.enumerated() {
            let region = try #require(view.match.region[number])  // Sand has no concepts: those of ember are the first.
            let item = view.match.regions.items[region]
            #expect(node.concept == concepts[number].name && node.isFound == view.match.isFound[number])
            #expect(node.distance == view.match.distance[number])
            #expect(
                node.box
                    == Box(
                        x: item.box.x / 48, y: item.box.y / 48, width: item.box.width / 48, height: item.box.height / 48
                    ))
            let middle = view.match.regions.position(of: region)
            #expect(node.x == middle.x && node.y == middle.y)
            let xs = node.outlines.flatMap { outline in stride(from: 0, to: outline.count, by: 2).map { outline[$0] } }
            let ys = node.outlines.flatMap { outline in stride(from: 1, to: outline.count, by: 2).map { outline[$0] } }
            #expect(xs.min() == node.box.x && abs(xs.max()! - node.box.x - node.box.width) < 1e-12)
            #expect(ys.min() == node.box.y && abs(ys.max()! - node.box.y - node.box.height) < 1e-12)
        }
        // Each of the three squares is the concept of its colour.
        #expect(nodes.allSatisfy(\.isFound) && Set(nodes.map(\.box)).count == 3)
    }

    @Test(arguments: ReasoningConfiguration.Readout.allCases)
    func `Why not puts the other class first`(readout: ReasoningConfiguration.Readout) throws {
        let explainer = try Squares.explainer(readout)
        let view = try explainer.view(images[0])
        let graph = try explainer.whyNot(view, class: 1, insteadOf: 0)
        #expect(graph.panels.map(\.index) == [1, 0] && graph.panels.map(\.label) == ["lagoon", "ember"])
        // Where a score reads all graphs, both panels split that of the class that was decided for.
        #expect(graph.panels.map(\.scored) == (readout == .own ? [1, 0] : [0, 0]))
        for panel in graph.panels {
            #expect(abs(total(panel) - panel.score) < 1e-5)
            #expect(panel.classifierScore == Double(view.scores[panel.scored]))
        }
        // The concepts of the class that was decided for are compared with pictures of the other, where scores have their own graphs.
        let usual = try #require(explainer.model.usual)
        for (number, node) in graph.panels[1].nodes.enumerated() {
            #expect((node.usualElsewhere != nil) == (readout == .own))
            guard let elsewhere = node.usualElsewhere, let own = node.usual else { continue }
            #expect(abs(own - elsewhere - usual.nodes[1][number] + usual.nodesElsewhere[2][1][number]) < 1e-9)
        }
        var decided = graph.panels[1]
        for node in decided.nodes.indices { decided.nodes[node].usualElsewhere = nil }
        #expect(decided == (try explainer.why(view, class: 0).panels[0]))
        if readout == .own {
            #expect(graph.panels[0] == (try explainer.why(view, class: 1).panels[0]))
        } else {
            #expect(graph.panels[0].score == graph.panels[1].score)
            // What is usual is known of a class's own score only.
            #expect(
                graph.panels[0].nodes.allSatisfy { $0.usual == nil }
                    && graph.panels[0].edges.allSatisfy { $0.usual == nil })
        }
    }

    @Test func `Classes without concepts, and unknown ones`() throws {
        let explainer = try Squares.explainer()
        let view = try explainer.view(images[0])
        let sand = try explainer.why(view, class: 2).panels[0]
        #expect(sand.nodes.isEmpty && sand.edges.isEmpty && abs(sand.score - sand.bias) < 1e-6)
        var model = try Squares.model()
        model.classes = [2, 0, 1]
        let error = refusal { _ = try explainer.why(view, class: 3) }
        #expect(error?.code == .usage && error?.message.contains("class 3") == true)
        #expect(refusal { _ = try explainer.whyNot(view, class: 5, insteadOf: 0) }?.code == .usage)
        #expect(try explainer.views([]).isEmpty)
    }

    @Test func `A picture without regions has an answer`() throws {
        let explainer = try Squares.explainer()
        let view = try explainer.view(Image(width: 48, height: 48, color: (120, 120, 120)))
        #expect(view.match.regions.count == 0)
        let panel = try explainer.why(view, class: 0).panels[0]
        #expect(panel.nodes.allSatisfy { !$0.isFound && $0.distance == .infinity && $0.x == 0.5 && $0.box.area == 0 })
        #expect(abs(total(panel) - panel.score) < 1e-5)
        for other in [nil, 1] {
            let question = ConceptQuestion(explainer: explainer, view: view, target: 0, other: other)
            let (graph, pictures) = try question.answer(proves: true)
            #expect(graph.edits.isEmpty && pictures.isEmpty && !graph.panels.isEmpty)
        }
    }
}
