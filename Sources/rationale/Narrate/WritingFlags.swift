import ArgumentParser
import RationaleWorkbench

/// How a narrator's words are chosen.
struct WritingFlags: ParsableArguments {
    @Option(
        help:
            "How words are chosen: telling, beam, greedy as published, or sample, which is not judged (default: describe telling, evaluate greedy)."
    )
    var style: String?

    @Option(help: "Beginnings of sentences that a search keeps (default: 20).")
    var beam = 20

    @Option(help: "How much it counts that the class is recognised, against fluency (default: 8).")
    var recognition: Double?

    @Option(
        help: "How probable a word must be against the most probable one to be considered, 0 to 1 (default: 0.01).")
    var plausibility: Double?

    @Option(
        help:
            "So many words in a row are never written twice; 0 allows it (default: 3, of greedy sentences 0 as published)."
    )
    var noRepeat: Int?

    var options: WritingOptions {
        var options = WritingOptions()
        options.style = style
        options.beam = beam
        options.recognition = recognition
        options.plausibility = plausibility
        options.noRepeat = noRepeat
        return options
    }
}
