import Foundation
import RationaleCore
import RationaleImaging
import RationaleNarration
import RationaleNetworks
import Testing

@Suite struct DocumentationTests {
    @Test func `the snippets of the documentation run`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).safetensors")
        defer { try? FileManager.default.removeItem(at: file) }
        try Meadow.narrator().write(to: file)
        let (classifier, picture, target, other) = (try Meadow.classifier(), Meadow.picture(1), 2, 0)
        var printed: [String] = []
        func print(_ items: Any...) { printed.append(items.map { "\($0)" }.joined(separator: " ")) }

        let narrator = try Narrator(contentsOf: file)
        let explainer = try NarratorExplainer(narrator, for: classifier)
        let view = try explainer.views([picture])[0]
        let sentence = try explainer.sentences(for: [view], Decoding(.beam(width: 4)))[0][0]
        print(narrator.text(of: sentence))

        let words = try explainer.evidence(of: sentence, in: view)
        let maps = try explainer.maps(of: words, in: view, target: target)
        if let region = explainer.region(of: maps, words: words) {
            let proof = try explainer.proof(of: region, in: view, target: target)
            print(proof.edits[0].after[0].score ?? 0)
        }

        let contrast = try explainer.sentences(for: view, recognizedAs: target, insteadOf: other)[0]
        print(narrator.text(of: contrast), contrast.recognition ?? 0)
        #expect(printed.first == narrator.text(of: sentence) && printed.count >= 2)
        #expect(printed.last?.hasSuffix(" \(contrast.recognition ?? .nan)") == true)
    }
}
