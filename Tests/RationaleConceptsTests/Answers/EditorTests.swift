import RationaleConcepts
import RationaleCore
import RationaleImaging
import RationaleNetworks
import RationaleTorch
import Testing

struct EditorTests {
    let image = Squares.picture(2, ofClass: 0)
    /// Of the concepts of ember and lagoon those of this colour.
    private func reference(_ position: Int, _ color: Squares.Color) throws -> ConceptEditor.Reference {
        let number = try #require(
            Squares.concepts[position].firstIndex { concept in
                // In the layer `conv` a colour's own detector says most.
                concept.center.indices.max { concept.center[$0] < concept.center[$1] } == color.rawValue
            })
        return .init(position: position, number: number)
    }

    private func mask(_ reference: ConceptEditor.Reference, _ view: ConceptExplainer.View) throws -> Mask {
        let first = Squares.concepts[..<reference.position].reduce(0) { $0 + $1.count }
        return view.match.regions.mask(of: try #require(view.match.region[first + reference.number]))
    }

    /// The pixels in which two pictures differ.
    private func changes(_ a: Image, _ b: Image) -> Set<Int> {
        Set((0..<a.width * a.height).filter { a.pixels[3 * $0..<3 * $0 + 3] != b.pixels[3 * $0..<3 * $0 + 3] })
    }

    private func pixels(_ mask: Mask) -> Set<Int> { Set(mask.bits.indices.filter { mask.bits[$0] }) }

    @Test func `Removing changes the grown region and nothing else`() throws {
        let explainer = try Squares.explainer()
        let view = try explainer.view(image)
        for margin in [0, 2] {
            let editor = ConceptEditor(explainer, margin: margin)
            let red = try reference(1, .red)
            let mask = try mask(red, view)
            let edited = try editor.removing(red, in: view)
            let changed = changes(image, edited)
            #expect(changed.isSubset(of: pixels(mask.dilated(by: margin))) && changed.count > mask.area / 2)
            let square = try #require(Squares.squares(2, Squares.colors[0]).first { $0.color == .red })
            // Something of the square is left where the region is not grown, since its rim may be outside.
            if margin == 2 {
                #expect(square.mask.bits.indices.allSatisfy { !square.mask.bits[$0] || edited.pixels[3 * $0] < 200 })
            }
        }
        #expect(ConceptEditor(explainer).margin == 1)
    }

    @Test func `Moving takes the pixels elsewhere`() throws {
        let explainer = try Squares.explainer()
        let view = try explainer.view(image)
        let green = try reference(1, .green)
        let mask = try mask(green, view)
        let box = try #require(mask.box)
        let offset = (x: box.x > 20 ? -9 : 8, y: 3)
        let edited = try ConceptEditor(explainer).moving(green, by: offset, in: view)
        let (x, y) = (Int(box.x + box.width / 2), Int(box.y + box.height / 2))
        #expect(edited[y + offset.y, x + offset.x] == image[y, x])
        #expect(edited == (try image.moving(mask, by: offset, growingBy: 1, feather: 1)))
    }

    @Test func `Replacing takes the example with which the region looks most like the concept`() throws {
        let explainer = try Squares.explainer()
        let view = try explainer.view(image)
        let (red, blue) = (try reference(1, .red), try reference(2, .blue))
        let mask = try mask(red, view)
        let edited = try ConceptEditor(explainer).replacing(red, by: blue, in: view)
        #expect(changes(image, edited).isSubset(of: pixels(mask.dilated(by: 1))))
        #expect(edited == (try best(of: [mask], blue, explainer, view)))
        // The middle of the square is blue now.
        let box = try #require(mask.box)
        #expect(edited[Int(box.y + box.height / 2), Int(box.x + box.width / 2)].blue > 200)
    }

    /// In each region the example, as it is or mirrored, with which the region's feature is nearest to the centre; of the regions the one
    /// with which the classifier scores the concept's class highest, beside the others of the model.
    private func best(
        of masks: [Mask], _ concept: ConceptEditor.Reference, _ explainer: ConceptExplainer,
        _ view: ConceptExplainer.View
    ) throws -> Image {
        func score(_ image: Image) throws -> Double {
            let all = try Squares.scores([image])[0]
            let scores = Squares.classes.map { Double(all[$0]) }
            let others = scores.indices.filter { $0 != concept.position }.map { scores[$0] }
            return scores[concept.position] - others.reduce(0, +) / Double(others.count)
        }
        let cuts = Squares.concepts[concept.position][concept.number].examples.compactMap(\.cut)
        #expect(cuts.count == 8)
        let features = try Squares.features(layers: ["conv"])
        let center = Squares.concepts[concept.position][concept.number].center
        var best: (score: Double, image: Image)?
        for mask in masks {
            let regions = view.match.regions
            let region = try #require((0..<regions.count).first { regions.mask(of: $0) == mask })
            var nearest: (distance: Double, image: Image)?
            for cut in cuts {
                for isMirrored in [false, true] {
                    let edited = try view.image.replacing(
                        mask, with: cut.image, region: cut.mask, isMirrored: isMirrored, growingBy: 1)
                    let row = try features.features(of: [(edited, regions)])[0].selected(0, region).doubles
                    let distance = zip(row, center).reduce(0) { $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1)) }
                    if distance < (nearest?.distance ?? .infinity) { nearest = (distance, edited) }
                }
            }
            let image = try #require(nearest).image
            let found = try score(image)
            if found > (best?.score ?? -.infinity) + 1e-9 { best = (found, image) }
        }
        return try #require(best).image
    }

    @Test func `Inserting takes the best of its own region and the decided class's`() throws {
        let explainer = try Squares.explainer()
        let view = try explainer.view(image)
        let blue = try reference(2, .blue)
        var masks = [try mask(blue, view)]
        for number in Squares.concepts[1].indices {
            let mask = try mask(.init(position: 1, number: number), view)
            if !masks.contains(mask) { masks.append(mask) }
        }
        #expect(masks.count >= 3)
        let edited = try ConceptEditor(explainer).inserting(blue, insteadOf: 1, in: view)
        #expect(edited == (try best(of: masks, blue, explainer, view)))
        #expect(changes(image, edited).count > 50)
    }

    @Test func `What is much larger or smaller is no place for a concept`() throws {
        let explainer = try Squares.explainer()
        // 121 pixels and more are usual for the blue square: 36 are too few.
        let squares = [
            Squares.Square(color: .blue, left: 4, top: 5, size: 12), .init(color: .red, left: 30, top: 30, size: 6),
            .init(color: .green, left: 30, top: 6, size: 12), .init(color: .yellow, left: 5, top: 31, size: 12),
        ]
        let view = try explainer.view(Squares.picture(9, squares: squares))
        let (blue, red) = (try reference(2, .blue), try reference(1, .red))
        let small = try mask(red, view)
        #expect(small == squares[1].mask)
        let edited = try ConceptEditor(explainer).inserting(blue, insteadOf: 1, in: view)
        let places = [squares[0], squares[2], squares[3]].map(\.mask)
        let expected = try best(of: places, blue, explainer, view)
        #expect(changes(edited, expected).isEmpty && changes(view.image, edited).isDisjoint(with: pixels(small)))
    }

    @Test func `The decision before and after is the classifier's`() throws {
        let explainer = try Squares.explainer()
        let view = try explainer.view(image)
        let editor = ConceptEditor(explainer)
        let red = try reference(1, .red)
        let edited = try editor.replacing(red, by: reference(2, .blue), in: view)
        let edit = try editor.edit(
            .replace, red, change: "replaced by blue", from: view, to: edited, classes: [1, 0], isControl: true)
        let scores = try Squares.scores([image, edited])
        #expect(edit.kind == .replace && edit.isControl && edit.change == "replaced by blue")
        #expect(edit.concept == Squares.concepts[1][red.number].name && edit.picture == nil)
        for (found, scores) in zip([(edit.before, edit.decisionBefore), (edit.after, edit.decisionAfter)], scores) {
            let all = Prediction.top(3, of: scores, labels: Squares.labels)
            #expect(found.0.map(\.index) == [1, 0] && found.0.map(\.label) == ["lagoon", "ember"])
            for prediction in found.0 {
                #expect(abs((prediction.score ?? .nan) - scores[prediction.index]) < 1e-5)
                let probability = all.first { $0.index == prediction.index }?.probability
                #expect(abs((prediction.probability ?? .nan) - (probability ?? .nan)) < 1e-5)
            }
            #expect(found.1.index == all[0].index)
        }
        // Blue for red: what was ember is lagoon.
        #expect(edit.changesDecision && edit.decisionBefore.index == 0 && edit.decisionAfter.index == 1)
    }

    @Test func `Concepts go by their names`() throws {
        var model = try Squares.model()
        model.concepts[2][1].givenName = "sun"
        let editor = ConceptEditor(try ConceptExplainer(model, for: Squares.classifier()))
        #expect(try editor.concept(named: "ember 3") == .init(position: 1, number: 2))
        #expect(try editor.concept(named: "sun") == .init(position: 2, number: 1))
        #expect(editor[.init(position: 1, number: 2)].name == "ember 3")
        let near = refusal { _ = try editor.concept(named: "embr 2") }
        #expect(near?.code == .usage && near?.message == "the concept model has no concept 'embr 2'")
        #expect(near?.hint?.hasPrefix("Did you mean 'ember 2'") == true)
        let far = refusal { _ = try editor.concept(named: "xylophone quartet") }
        #expect(far?.hint == "Names are a class and a number: 'ember 1'.")
    }

    @Test func `What cannot be edited is refused with the reason`() throws {
        let explainer = try Squares.explainer()
        let editor = ConceptEditor(explainer)
        let (red, blue) = (try reference(1, .red), try reference(2, .blue))
        let empty = try explainer.view(Image(width: 48, height: 48, color: (120, 120, 120)))
        let name = Squares.concepts[1][red.number].name
        let removal = refusal { _ = try editor.removing(red, in: empty) }
        #expect(removal?.code == .badData && removal?.message == "the picture has no region for \(name)")
        let insertion = refusal { _ = try editor.inserting(blue, insteadOf: 1, in: empty) }
        #expect(insertion?.code == .badData && insertion?.message.contains("no region into which") == true)
        var model = try Squares.model()
        model.concepts[2][blue.number].examples = []
        let bare = try ConceptExplainer(model, for: Squares.classifier())
        let view = try bare.view(image)
        let replacement = refusal { _ = try ConceptEditor(bare).replacing(red, by: blue, in: view) }
        #expect(replacement?.code == .badData && replacement?.message.contains("keeps no picture of lagoon") == true)
    }

    @Test func `A concept without a region does not keep another from being inserted`() throws {
        // One square, three concepts.
        let explainer = try Squares.explainer()
        let view = try explainer.view(Squares.picture(4, squares: Array(Squares.squares(4, [.red]))))
        #expect(view.match.regions.count == 1 && view.match.region.contains(nil))
        let blue = try reference(2, .blue)
        let edited = try ConceptEditor(explainer).inserting(blue, insteadOf: 1, in: view)
        #expect(try Squares.scores([edited])[0][1] > Squares.scores([view.image])[0][1] + 1)
    }
}
