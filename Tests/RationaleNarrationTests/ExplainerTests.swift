import Foundation
import RationaleCore
import RationaleImaging
import RationaleNarration
import RationaleNetworks
import RationaleTorch
import Testing

@Suite struct ExplainerTests {
    private let short: Decoding = {
        var decoding = Decoding(.greedy)
        decoding.maxLength = 12
        return decoding
    }()

    private func explainer(_ narrator: Narrator) throws -> NarratorExplainer {
        try NarratorExplainer(narrator, for: Meadow.classifier())
    }

    @Test func `views are what both networks make of pictures`() throws {
        let explainer = try explainer(Meadow.narrator())
        let images = (0..<3).map { Meadow.picture(UInt64($0)) }
        for (view, image) in zip(try explainer.views(images), images) {
            let probabilities = SlowNarrator.logSoftmax(view.scores.map(Double.init)).map(exp)
            #expect(difference(probabilities, Meadow.activations(image).probabilities) < 1e-5)
            let r = try explainer.narrator.features(of: Meadow.classifier()).features(of: Meadow.input([image]))
            #expect(difference(view.read, explainer.narrator.read(r)) < 1e-5)
        }
    }

    @Test(arguments: 0..<4 as Range<UInt64>, [true, false])
    func `the map of a word adds up to its evidence`(number: UInt64, isStandardized: Bool) throws {
        let explainer = try explainer(Meadow.narrator(isStandardized: isStandardized))
        let view = try explainer.views([Meadow.picture(number)])[0]
        let sentence = try explainer.sentences(for: [view], short)[0][0]
        let words = try explainer.evidence(of: sentence, in: view)
        for target in 0..<Meadow.classes {
            let maps = try explainer.maps(of: words, in: view, target: target)
            #expect(maps.count == words.count)
            for (map, word) in zip(maps, words) {
                #expect(map.height == Meadow.side && map.width == Meadow.side)
                let sum = map.values.reduce(0) { $0 + Double($1) }
                #expect(abs(sum - word.sum(over: word.gradient.indices)) < 1e-4)
                #expect(abs(sum - word.evidence) < 0.011)
            }
        }
    }

    /// What an activation adds at each position, brought to the picture's size by hand: a pixel lies between positions'
    /// centres, and has a quarter of their values.
    private func expected(_ word: WordEvidence, _ planes: Meadow.Planes, _ narrator: Narrator) -> [Double] {
        let half = Meadow.side / 2
        let (means, deviations) = (narrator.mean.floats, narrator.deviation.floats)
        let density = (0..<half * half).map { position in
            planes.indices.reduce(0) { sum, channel in
                let excess = (planes[channel][position] - Double(means[channel])) / (Double(deviations[channel]) + 1e-4)
                return sum + word.gradient[channel] * excess / Double(half * half)
            }
        }
        func neighbours(_ pixel: Int) -> [(position: Int, weight: Double)] {
            let centre = (Double(pixel) + 0.5) / 2 - 0.5
            let low = Int(centre.rounded(.down))
            let clamped = [low, low + 1].map { min(max($0, 0), half - 1) }
            return [(clamped[0], 1 - centre + Double(low)), (clamped[1], centre - Double(low))]
        }
        return (0..<Meadow.side * Meadow.side).map { pixel in
            neighbours(pixel / Meadow.side).reduce(0) { sum, row in
                neighbours(pixel % Meadow.side).reduce(sum) { sum, column in
                    sum + row.weight * column.weight * density[row.position * half + column.position] / 4
                }
            }
        }
    }

    @Test(arguments: 0..<3 as Range<UInt64>, [false, true])
    func `a map is what activations add at their positions, even where all of it adds up to nothing`(
        number: UInt64, isAverage: Bool
    ) throws {
        let image = Meadow.picture(number)
        let late = Meadow.activations(image).late
        let mean = isAverage ? Tensor(late.map { Float(Meadow.mean($0)) }, shape: [5]) : nil
        let narrator = try Meadow.narrator(mode: .captioning, layers: ["late"], mean: mean)
        let explainer = try explainer(narrator)
        let view = try explainer.views([image])[0]
        let words = try explainer.evidence(
            of: WrittenSentence(words: [3, 4, 1], logProbability: 0, isComplete: true), in: view)
        for (map, word) in zip(try explainer.maps(of: words, in: view, target: 0), words) {
            #expect(difference(map.values.map(Double.init), expected(word, late, narrator)) < 1e-5)
            #expect(map.values.contains { abs($0) > 1e-3 })
            if isAverage { #expect(abs(map.values.reduce(0, +)) < 1e-4) }
        }
    }

    @Test func `a sentence for a class is one by which the narrator's listener knows it`() throws {
        let explainer = try explainer(Meadow.narrator())
        let view = try explainer.views([Meadow.picture(2)])[0]
        let all = try explainer.narrator.listener()
        let found = try explainer.sentences(for: view, recognizedAs: 1)
        let heard = all.recognition(of: [found[0].words], in: explainer.narrator.network)[0]
        #expect(abs((found[0].recognition ?? .nan) - heard[1]) < 1e-4)
        let two = try explainer.narrator.listener(classes: [1, 2])
        let contrastive = try explainer.sentences(for: view, recognizedAs: 1, insteadOf: 2)
        let heardOfTwo = two.recognition(of: [contrastive[0].words], in: explainer.narrator.network)[0]
        #expect(heardOfTwo.count == 2 && abs((contrastive[0].recognition ?? .nan) - heardOfTwo[0]) < 1e-4)
        #expect(refusal { _ = try explainer.sentences(for: view, recognizedAs: 3) }?.code == .usage)
        #expect(refusal { _ = try explainer.sentences(for: view, recognizedAs: 1, insteadOf: 9) }?.code == .usage)
    }

    @Test func `the region of a sentence is where most of its words' evidence lies`() throws {
        let explainer = try explainer(Meadow.narrator())
        var tested = 0
        for number in 0..<12 as Range<UInt64> {
            let view = try explainer.views([Meadow.picture(number)])[0]
            let words = try explainer.evidence(of: explainer.sentences(for: [view], short)[0][0], in: view)
            let maps = try explainer.maps(of: words, in: view, target: 0)
            let caused = zip(words, maps).filter { $0.0.evidence >= Narration.leastEvidence }.map(\.1)
            let region = explainer.region(of: maps, words: words, fraction: 0.25)
            guard !caused.isEmpty else {
                #expect(region == nil)
                continue
            }
            guard let region else { continue }
            tested += 1
            let sums = (0..<64).map { pixel in caused.reduce(0) { $0 + max(0, $1.values[pixel]) } }
            #expect(region.area == 16)
            let inside = (0..<64).filter { region.bits[$0] }.map { sums[$0] }
            let outside = (0..<64).filter { !region.bits[$0] }.map { sums[$0] }
            #expect((inside.min() ?? 0) >= (outside.max() ?? 0))
        }
        #expect(tested > 2)
    }

    @Test func `a proof paints over the region and as much elsewhere`() throws {
        let explainer = try explainer(Meadow.narrator())
        let image = Meadow.picture(3)
        let view = try explainer.views([image])[0]
        let region = Mask(height: 8, width: 8, bits: (0..<64).map { $0 / 8 < 3 && $0 % 8 < 3 })
        let (edits, pictures) = try explainer.proof(of: region, in: view, target: 1, controls: 3)
        #expect(edits.map(\.isControl) == [false, true, true, true] && pictures.count == 4)
        for (edit, picture) in zip(edits, pictures) {
            let after = try explainer.views([picture])[0].scores
            #expect(edit.before[0].index == 1 && edit.before[0].score == view.scores[1])
            #expect(abs((edit.after[0].score ?? .nan) - after[1]) < 1e-5)
            #expect(edit.decisionAfter.index == after.indices.max { after[$0] < after[$1] })
            let changed = (0..<64).count {
                picture.pixels[$0 * 3..<$0 * 3 + 3] != image.pixels[$0 * 3..<$0 * 3 + 3]
            }
            #expect((5...9).contains(changed))
        }
        let again = try explainer.proof(of: region, in: view, target: 1, controls: 3)
        #expect(again.pictures == pictures)
    }

    @Test func `sentences about vectors are written, and nothing in them has a place`() throws {
        let classifier = Classifier(FeatureClassifier(width: 3, hidden: [2], classes: 2), seed: 1)
        let features = try NarratorFeatures(classifier)
        let narrator = try Narrator(
            of: features, vocabulary: Tiny.vocabulary, network: Tiny.network(features: features.width),
            mean: .zeros([features.width]), deviation: .ones([features.width]), isStandardized: true)
        let explainer = try NarratorExplainer(narrator, for: classifier)
        let vectors: [[Float]] = [[1, 2, 3], [-1, 0, 1]]
        let views = try explainer.views(vectors.map(NarratorInput.vector))
        let expected = try classifier.scores(of: Tensor(vectors.joined().map { $0 }, shape: [2, 3]))
        #expect(views.map(\.scores) == [expected.selected(0, 0).floats, expected.selected(0, 1).floats])
        #expect(try explainer.sentences(for: views, Decoding()).count == 2)
        let words = try explainer.evidence(of: explainer.sentences(for: views, Decoding())[0][0], in: views[0])
        #expect(
            refusal { _ = try explainer.maps(of: words, in: views[0], target: 0) }?.message.contains("no picture")
                == true)
        #expect(refusal { _ = try explainer.views([NarratorInput.vector([1, 2])]) }?.code == .badData)
        #expect(refusal { _ = try explainer.views([Meadow.picture(1)]) }?.code == .badData)
    }
}
