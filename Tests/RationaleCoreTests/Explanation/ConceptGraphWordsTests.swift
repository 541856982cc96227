import RationaleCore
import Testing

struct ConceptGraphWordsTests {
    private func why(
        _ nodes: [ConceptGraph.Node], _ edges: [ConceptGraph.Edge] = [], label: String? = "junco", rest: Double = 0,
        score: Double = 4
    ) -> [String] {
        ConceptGraph.sentences(of: [SampleGraph.panel(label, nodes, edges, rest: rest, score: score)])
    }

    /// The sentences on the class not decided for.
    private func whyNot(
        _ nodes: [ConceptGraph.Node], _ edges: [ConceptGraph.Edge] = [], label: String? = "junco", scored: Int? = nil
    ) -> [String] {
        let panel = SampleGraph.panel(label, nodes, edges, scored: scored, score: 2)
        let sentences = ConceptGraph.sentences(of: [panel, SampleGraph.finch])
        return Array(sentences.prefix { !$0.hasPrefix("It is") })
    }

    private func node(
        _ concept: String, _ x: Double, _ y: Double, _ side: Double, _ contribution: Double, _ usual: Double?,
        _ isFound: Bool
    ) -> ConceptGraph.Node {
        SampleGraph.node(concept, at: x, y, side: side, adds: contribution, usual: usual, isFound: isFound)
    }

    // MARK: Why

    @Test func `Why is what adds most, then the others, then how many were left out`() {
        #expect(
            ConceptGraph.sentences(of: [SampleGraph.finch]) == [
                "It is an ember finch mostly because of ember finch 3 (upper left), which adds 2.1 of 6.3.",
                "For it: ember finch 1 (middle) adds 1.2.",
                "For it: ember finch 3 lies above and to the left of ember finch 1; that relation adds 0.7.",
                "Against it: ember finch 4 (lower right) takes 0.5.",
                "2 smaller contributions are left out.",
            ])
    }

    @Test func `What is one of many is no main reason`() {
        let nodes = (1...4).map { node("junco \($0)", 0.5, 0.5, 0.1, 1, nil, true) }
        #expect(why(nodes)[0] == "It is a junco in part because of junco 1 (middle), which adds 1 of 4.")
    }

    @Test func `At most five are said`() {
        let nodes = (1...9).map { node("junco \($0)", 0.5, 0.5, 0.1, 1, nil, true) }
        let sentences = why(nodes)
        #expect(sentences.count == 6)
        #expect(sentences.last == "4 smaller contributions are left out.")
    }

    @Test func `What is usual is said where it differs`() {
        #expect(
            why([node("wing", 0.5, 0.1, 0.1, 2, 1, true), node("junco 2", 0.5, 0.9, 0.1, 1, 1.1, true)]) == [
                "It is a junco mostly because of wing (top), which adds 2 of 4 (usually 1).",
                "For it: junco 2 (bottom) adds 1.",
            ])
    }

    @Test func `A region that is no concept is not called one`() {
        #expect(
            why([node("junco 1", 0.1, 0.5, 0.1, 2, nil, false), node("junco 2", 0.9, 0.5, 0.1, -1, nil, false)]) == [
                "None of the concepts of juncos was found; these are the regions nearest to them.",
                "It is a junco mostly because of the region that comes nearest to junco 1 (left), which adds 2 of 4, "
                    + "although the concept was not found.",
                "Against it: junco 2 was not found, and the nearest region (right) takes 1.",
            ])
    }

    /// Some region is always the nearest; what it takes tells that it is none.
    @Test func `A region that adds hardly anything where the concept usually does is not called one`() {
        let unlike = node("junco 2", 0.9, 0.5, 0.1, -1, 0.8, true)
        #expect(unlike.isUnlike && !node("junco 2", 0.9, 0.5, 0.1, -1, -0.2, true).isUnlike)
        #expect(!node("junco 2", 0.9, 0.5, 0.1, -1, 0.8, false).isUnlike)
        #expect(node("junco 2", 0.9, 0.5, 0.1, 0.07, 0.8, true).isUnlike)
        #expect(!node("junco 2", 0.9, 0.5, 0.1, 0.09, 0.8, true).isUnlike)
        #expect(
            why([node("junco 1", 0.1, 0.5, 0.1, 2, nil, true), unlike])[1]
                == "Against it: the region nearest to junco 2 (right) is not like it and takes 1 (usually 0.8).")
        #expect(
            whyNot([unlike])[0]
                == "Not a junco: the region nearest to junco 2 (right) is not like it: it takes 1 from the score, where "
                + "junco 2 adds 0.8 in other pictures of juncos.")
    }

    @Test func `A relation may be the main reason`() {
        let nodes = [node("junco 1", 0.1, 0.5, 0.1, 0.1, nil, true), node("junco 2", 0.9, 0.5, 0.1, 0.1, nil, true)]
        #expect(
            why(nodes, [.init(from: 0, to: 1, contribution: 3)]) == [
                "It is a junco mostly because junco 1 lies to the left of junco 2, which adds 3 of 4.",
                "2 smaller contributions are left out.",
            ])
    }

    @Test func `More than the score is no part of it`() {
        #expect(
            why([node("junco 1", 0.5, 0.5, 0.1, 2, nil, true)], rest: -3, score: -1) == [
                "It is a junco mostly because of junco 1 (middle), which adds 2 to a score of −1.",
                "Concepts of other classes take 3.",
            ])
    }

    @Test func `Nothing may speak for it`() {
        #expect(
            why([node("junco 1", 0.5, 0.5, 0.1, -2, nil, true)]) == [
                "Nothing here speaks for a junco.", "Against it: junco 1 (middle) takes 2.",
            ])
    }

    @Test func `Little is not nothing`() {
        let nodes = [node("junco 1", 0.5, 0.5, 0.1, -2, nil, true), node("junco 2", 0.5, 0.5, 0.1, 0.1, nil, true)]
        #expect(
            why(nodes) == [
                "Little here speaks for a junco.", "Against it: junco 1 (middle) takes 2.",
                "1 smaller contribution is left out.",
            ])
        let other = [node("junco 1", 0.5, 0.5, 0.1, 2, nil, true), node("junco 2", 0.5, 0.5, 0.1, -0.1, nil, true)]
        #expect(whyNot(other)[0] == "Little here speaks against a junco; another class has the higher score.")
    }

    @Test func `The answer has its place among larger ones of the other sign`() {
        let against = (1...6).map { node("junco \($0)", 0.5, 0.5, 0.1, -2, nil, true) }
        let sentences = why(against + [node("wing", 0.5, 0.5, 0.1, 1, nil, true)])
        #expect(sentences[0] == "It is a junco mostly because of wing (middle), which adds 1 of 4.")
        #expect(sentences.count == 6)
        #expect(sentences.last == "2 smaller contributions are left out.")
    }

    @Test func `A relation of a concept with itself, or with none, is no relation`() {
        let nodes = [node("junco 1", 0.5, 0.5, 0.1, 2, nil, true)]
        let edges = [
            ConceptGraph.Edge(from: 0, to: 0, contribution: 1), .init(from: 0, to: 1, contribution: 1),
            .init(from: -1, to: 0, contribution: 1),
        ]
        #expect(why(nodes, edges) == why(nodes))
    }

    @Test func `It is said when nothing stands out`() {
        #expect(why([]) == ["There are no concepts of juncos to explain this picture by."])
        #expect(
            why([node("junco 1", 0.5, 0.5, 0.1, 0, nil, true)]) == [
                "It is a junco, but no concept stands out: none of them changes the score of 4."
            ])
        #expect(
            why([node("junco 1", 0.5, 0.5, 0.1, 0.07, nil, true)]) == [
                "It is a junco, but no concept stands out: the largest contribution is 0.07, to a score of 4."
            ])
        #expect(why([node("junco 1", 0.5, 0.5, 0.1, 0.09, nil, true)])[0].hasPrefix("It is a junco mostly because"))
    }

    @Test func `What is no number is said to be none`() {
        #expect(
            why([
                node("junco 1", 0.5, 0.5, 0.1, .nan, nil, true), node("junco 2", 0.5, 0.5, 0.1, 3, nil, true),
                node("junco 3", .nan, 0.5, 0.1, -.infinity, nil, true),
            ]) == [
                "It is a junco mostly because of junco 2 (middle), which adds 3 of 4.",
                "2 contributions are not finite numbers.",
            ])
    }

    @Test func `A class that is not decided for is only suggested`() {
        let nodes = [node("junco 1", 0.5, 0.5, 0.1, 2, nil, true)]
        let panel = SampleGraph.panel("junco", nodes, score: 4)
        let finch = Prediction(index: 3, label: "ember finch", probability: 0.9)
        #expect(
            ConceptGraph.sentences(of: [panel], classifier: finch) == [
                "A junco is suggested mostly by junco 1 (middle), which adds 2 of 4."
            ])
    }

    // MARK: Why not

    @Test func `Why not is what is missing, then why the other class`() {
        #expect(
            ConceptGraph.sentences(of: [SampleGraph.junco, SampleGraph.finch]) == [
                "Not a junco: junco 2 was expected like in other pictures of juncos, but the nearest region "
                    + "(lower right) does not look like it; it adds 1.9 less.",
                "Not a junco: junco 2 lies to the left of junco 4; that relation takes 0.7.",
                "It is an ember finch mostly because of ember finch 3 (upper left), which adds 2.1 of 6.3.",
                "For it: ember finch 1 (middle) adds 1.2.",
                "The reasoning network's scores: 6.3 for an ember finch, 2.1 for a junco.",
                "5 smaller contributions are left out.",
            ])
    }

    @Test(arguments: [
        (SampleGraph.node("junco 2", adds: -1.9), "junco 2 (middle) takes 1.9 from the score."),
        (
            SampleGraph.node("junco 2", adds: -1.9, isFound: false),
            "junco 2 was not found; the nearest region (middle) takes 1.9 from the score."
        ),
        (
            SampleGraph.node("junco 2", adds: 0.3, usual: 2.2),
            "junco 2 (middle) adds only 0.3, 1.9 less than in other pictures of juncos."
        ),
        (
            SampleGraph.node("junco 2", adds: 0, usual: 2.2),
            "the region nearest to junco 2 (middle) is not like it: it adds next to nothing, where junco 2 adds 2.2 in other "
                + "pictures of juncos."
        ),
        (
            SampleGraph.node("junco 2", adds: -0.4, usual: 1.5),
            "the region nearest to junco 2 (middle) is not like it: it takes 0.4 from the score, where junco 2 adds 1.5 "
                + "in other pictures of juncos."
        ),
        (
            SampleGraph.node("junco 2", adds: -0.9, usual: -0.2),
            "junco 2 (middle) takes 0.9 from the score; in other pictures of juncos it takes 0.2."
        ),
    ])
    func `A concept that speaks against a class`(node: ConceptGraph.Node, words: String) {
        let found = SampleGraph.node("junco 9", adds: 0.001)
        let expected = node.isFound ? [] : [String]()
        #expect(whyNot([node, found]) == expected + ["Not a junco: " + words])
    }

    @Test func `What the decided class has instead has its place among what is missing`() {
        let missing = SampleGraph.node("junco 2", adds: 0.3, usual: 2.2)
        func words(_ nodes: [ConceptGraph.Node]) -> [String] {
            var finch = SampleGraph.finch
            finch.nodes = nodes
            let panel = SampleGraph.panel("junco", [missing], score: 2)
            return ConceptGraph.sentences(of: [panel, finch]).filter { $0.hasPrefix("Not a junco") }
        }
        func finch(_ contribution: Double, _ elsewhere: Double?, isFound: Bool = true) -> ConceptGraph.Node {
            var node = SampleGraph.node("finch 1", adds: contribution, isFound: isFound)
            node.usualElsewhere = elsewhere
            return node
        }
        let less = "Not a junco: junco 2 (middle) adds only 0.3, 1.9 less than in other pictures of juncos."
        let more =
            "Not a junco: finch 1 (middle) adds 2.5 to the score of an ember finch, 2 more than in pictures of juncos."
        #expect(words([finch(2.5, 0.5), finch(9, 8)]) == [more, less])
        #expect(
            words([finch(1, -0.5, isFound: false)]) == [
                less,
                "Not a junco: the region nearest to finch 1 (middle) adds 1 to the score of an ember finch, "
                    + "1.5 more than in pictures of juncos.",
            ])
        #expect(
            words([finch(-0.5, -3)]) == [
                "Not a junco: finch 1 (middle) takes only 0.5 from the score of an ember finch, 2.5 less than in pictures of "
                    + "juncos.", less,
            ])
        // What adds less than it does there, and what nothing is known of, say nothing against the class.
        #expect(words([finch(1, 2), finch(5, nil), finch(.nan, 0)]) == [less])
    }

    @Test func `Of a class without concepts, the decided one says what it has instead`() {
        var finch = SampleGraph.finch
        finch.nodes[0].usualElsewhere = -1
        let sentences = ConceptGraph.sentences(of: [SampleGraph.panel("junco", [], score: 2), finch])
        #expect(
            sentences.prefix(2) == [
                "There are no concepts of juncos to explain this picture by.",
                "Not a junco: ember finch 3 (upper left) adds 2.1 to the score of an ember finch, 3.1 more than in pictures "
                    + "of juncos.",
            ])
    }

    @Test func `A relation that adds less than usual`() {
        let nodes = [node("junco 2", 0.5, 0.2, 0.1, 0, nil, true), node("junco 4", 0.5, 0.9, 0.1, 0, nil, true)]
        #expect(
            whyNot(nodes, [.init(from: 0, to: 1, contribution: 0.1, usual: 0.8)]) == [
                "Not a junco: junco 2 lies above junco 4; that relation adds 0.7 less than in other pictures of juncos."
            ])
    }

    @Test func `What speaks for the class is said too`() {
        let nodes = [
            node("junco 1", 0.1, 0.1, 0.1, 1, nil, true), node("junco 2", 0.1, 0.5, 0.1, 2, 1, true),
            node("junco 3", 0.9, 0.1, 0.1, 0.5, nil, false),
        ]
        #expect(
            whyNot(nodes, [.init(from: 0, to: 1, contribution: 0.4)]) == [
                "Nothing here speaks against a junco; another class has the higher score.",
                "For a junco: junco 1 (upper left) adds 1.",
                "For a junco: junco 2 (left) adds 1 more than in other pictures of juncos.",
                "For a junco: junco 3 was not found, but the nearest region (upper right) adds 0.5.",
                "For a junco: junco 1 lies above junco 2; that relation adds 0.4.",
            ])
    }

    @Test func `Contributions to the score of the other class count the other way`() {
        let nodes = [
            node("junco 1", 0.1, 0.1, 0.1, 1, nil, true), node("junco 2", 0.1, 0.9, 0.1, -0.5, nil, true),
            node("junco 3", 0.9, 0.1, 0.1, 0.9, nil, false),
        ]
        #expect(
            whyNot(nodes, [.init(from: 1, to: 0, contribution: 0.4)], scored: 3) == [
                "Not a junco: junco 1 (upper left) adds 1 to the score of an ember finch.",
                "Not a junco: junco 3 was not found, and the nearest region (upper right) adds 0.9 "
                    + "to the score of an ember finch.",
                "Not a junco: junco 2 lies below junco 1; that relation adds 0.4 to the score of an ember finch.",
                "For a junco: junco 2 (lower left) takes 0.5 from the score of an ember finch.",
            ])
    }

    @Test func `It is said when nothing stands out against a class`() {
        #expect(whyNot([]) == ["There are no concepts of juncos to explain this picture by."])
        #expect(
            whyNot([node("junco 1", 0.5, 0.5, 0.1, 0.01, nil, true)])
                == ["No concept of juncos stands out, neither for nor against a junco."])
        #expect(
            whyNot([node("junco 1", 0.5, 0.5, 0.1, -1, nil, false)]) == [
                "None of the concepts of juncos was found.",
                "Not a junco: junco 1 was not found; the nearest region (middle) takes 1 from the score.",
            ])
    }

    // MARK: What they are worth

    @Test func `A graph that decides otherwise explains nothing`() {
        var junco = SampleGraph.junco
        junco.score = 7
        let words =
            "These concepts do not explain the decision: the classifier decides for an ember finch, "
            + "the reasoning network for a junco."
        #expect(ConceptGraph.sentences(of: [junco, SampleGraph.finch])[0] == words)
        #expect(
            ConceptGraph.sentences(
                of: [SampleGraph.finch], classifier: .init(index: 3, label: "ember finch", probability: 1),
                reasoning: .init(index: 7, label: "junco", probability: nil))[0] == words)
        let agreed = Prediction(index: 3, label: "ember finch", probability: 1)
        #expect(
            ConceptGraph.sentences(of: [junco, SampleGraph.finch], classifier: agreed, reasoning: agreed)[0] != words)
    }

    @Test func `A network that seldom decides alike is no good witness`() {
        #expect(
            ConceptGraph.sentences(of: [SampleGraph.finch], agreement: 0.624).last
                == "Read with care: on other pictures the reasoning network decides like the classifier in only 62 % "
                + "of cases.")
        #expect(
            ConceptGraph.sentences(of: [SampleGraph.finch], agreement: 0.9).last
                == "2 smaller contributions are left out.")
    }

    @Test func `No panels say nothing`() { #expect(ConceptGraph.sentences(of: []).isEmpty) }

    @Test func `A class without a name and one with several`() {
        let nodes = [node("7a", 0.5, 0.5, 0.1, 2, nil, true)]
        #expect(why(nodes, label: nil)[0] == "It is class 7 mostly because of 7a (middle), which adds 2 of 4.")
        #expect(why([], label: nil)[0] == "There are no concepts of class 7 to explain this picture by.")
        #expect(
            why(nodes, label: "ambulance, rescue car")[0]
                == "It is an ambulance mostly because of 7a (middle), which adds 2 of 4.")
    }
}
