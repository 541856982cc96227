// Scores sentences with METEOR, as meteor-1.5.jar is called: `Benchmarks/captions/meteor.py` compares both.
//
//     rationale-meteor-check HYPOTHESES REFERENCES COUNT norm|plain SYNONYMS PARAPHRASES
//
// Each line of HYPOTHESES has COUNT consecutive lines of REFERENCES. SYNONYMS is `none`, `found` (the installed WordNet) or a
// folder; PARAPHRASES is `none` or a file. Prints each score, then the score of all, then the seconds of loading and of
// scoring on one core.

import Foundation
import RationaleCaptionMetrics
import RationaleCore

func lines(_ path: String) throws -> [String] {
    var text = try String(contentsOfFile: path, encoding: .utf8)
    text.makeContiguousUTF8()
    var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(Substring($0)) }
    if lines.last == "" { lines.removeLast() }
    return lines
}

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count == 6, let count = Int(arguments[2]), count > 0 else {
    FileHandle.standardError.write(Data("usage: HYPOTHESES REFERENCES COUNT norm|plain SYNONYMS PARAPHRASES\n".utf8))
    exit(64)
}
do {
    let (hypotheses, references) = (try lines(arguments[0]), try lines(arguments[1]))
    guard hypotheses.count * count == references.count else {
        throw RationaleError(.badData, "\(hypotheses.count) hypotheses, \(references.count) references")
    }
    let segments = hypotheses.indices.map {
        CaptionSegment(hypothesis: hypotheses[$0], references: Array(references[$0 * count..<($0 + 1) * count]))
    }
    let clock = ContinuousClock()
    let start = clock.now
    var resources = MeteorResources.none
    if arguments[4] == "found" {
        resources = try .found()
    } else if arguments[4] != "none" {
        resources = try .found(synonyms: URL(fileURLWithPath: arguments[4]))
    }
    if arguments[5] != "none" { resources = try resources.adding(paraphrases: URL(fileURLWithPath: arguments[5])) }
    let loaded = clock.now
    let metric = Meteor(resources: resources, normalizes: arguments[3] == "norm")
    let scores = try metric.scores(of: segments)
    let end = clock.now
    for score in scores.segments { print(score) }
    print("overall", scores.overall)
    print("seconds", (loaded - start) / .seconds(1), (end - loaded) / .seconds(1))
    print(metric.signature)
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit((error as? RationaleError)?.code.rawValue ?? 70)
}
