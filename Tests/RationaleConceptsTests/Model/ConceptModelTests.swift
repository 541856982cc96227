import RationaleConcepts
import RationaleCore
import RationaleNetworks
import RationaleTorch
import Testing

struct ConceptModelTests {
    @Test func `A model belongs to its classifier in every form`() throws {
        let model = try Squares.model()
        let classifier = Squares.classifier(name: "the same under another name")
        let forms: [Preparation] = [
            Preparation(), Preparation(precision: .bfloat16), Preparation(memoryFormat: .contiguous),
        ]
        let image = Squares.picture(3, ofClass: 0)
        let expected = try model.matcher(for: classifier).matches(in: [image])[0]
        for form in forms {
            let match = try model.matcher(for: classifier.prepared(form)).matches(in: [image])[0]
            #expect(match.region == expected.region && match.isFound == expected.isFound)
        }
    }

    @Test func `Another classifier is refused`() throws {
        let model = try Squares.model()
        let others = [
            Squares.classifier {
                $0["fc.weight"] = Tensor([40, 24, 0, 0, 0, 0, 20, 0, 0, 0, 0, 0] as [Float], shape: [3, 4])
            },
            Squares.classifier { $0["conv.weight"] = $0["conv.weight"]! * 1.05 },
            Squares.classifier { $0["fc.bias"] = .full([3], .nan) },
            Squares.classifier {
                $0["fc.weight"] = .ones([4, 4])
                $0["fc.bias"] = .ones([4])
            },
        ]
        for other in others {
            let error = refusal { _ = try model.matcher(for: other) }
            #expect(
                error?.code == .usage
                    && error?.message.contains("the concepts of squares, and squares has other") == true)
            #expect(refusal { _ = try ConceptExplainer(model, for: other) }?.code == .usage)
            #expect(refusal { _ = try ConceptLearning(model, for: other) }?.code == .usage)
        }
    }

    @Test func `A layer or a class that the classifier does not have`() throws {
        var model = try Squares.model()
        model.layers = ["conf"]
        #expect(refusal { _ = try model.matcher(for: Squares.classifier()) }?.message.contains("conf") == true)
        model = try Squares.model()
        model.classes[0] = 3
        let error = refusal { _ = try model.matcher(for: Squares.classifier()) }
        #expect(error?.code == .usage && error?.message == "squares has no class 3, only 0 to 2")
    }

    @Test func `A class has a position, or the known ones are named`() throws {
        var model = try Squares.model()
        #expect(try [2, 0, 1].map { try model.position(ofClass: $0, label: nil) } == [0, 1, 2])
        model.classes = [2, 0]
        model.labels = ["sand", "ember"]
        let labelled = refusal { _ = try model.position(ofClass: 1, label: "lagoon") }
        #expect(labelled?.code == .usage && labelled?.message == "the concept model knows no concepts of 'lagoon'")
        #expect(labelled?.hint?.hasPrefix("It knows sand, ember. Discover more") == true)
        model.classes = Array(10..<30)
        model.labels = nil
        let many = refusal { _ = try model.position(ofClass: 1, label: nil) }
        #expect(many?.message.hasSuffix("of class 1") == true)
        #expect(many?.hint?.hasPrefix("It knows 10, 11, 12, 13, 14, 15, 16, 17, …. ") == true)
    }

    @Test func `A model without a network answers nothing`() throws {
        let error = refusal { _ = try ConceptExplainer(Squares.model(nil), for: Squares.classifier()) }
        #expect(error?.code == .usage && error?.hint?.contains("rationale train concepts") == true)
    }
}
