import Foundation
import RationaleCaptionMetrics

/// `tokens ptb|nltk FILE`: a line of tokens for each line of the file. `scores FILE`: the metrics' scores of segments.

struct Scored: Encodable {
    let overall: Double
    let segments: [Double]
    let seconds: Double
}

func lines(of path: String) throws -> [String] {
    let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return lines.last == "" ? lines.dropLast() : lines
}

func tokens(_ kind: String, _ lines: [String]) -> [[String]] {
    kind == "ptb" ? PTBTokenizer().tokens(ofLines: lines) : lines.map { TreebankTokenizer().tokens(of: $0) }
}

func seconds(_ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let time = try clock.measure(body)
    return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
}

let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "tokens" where arguments.count == 3:
    let input = try lines(of: arguments[2])
    // Once unmeasured: a running program has warm tables.
    let result = tokens(arguments[1], input)
    var count = 0
    let time = seconds { count = tokens(arguments[1], input).reduce(0) { $0 + $1.count } }
    FileHandle.standardError.write(Data("\(Double(count) / time / 1e6)\n".utf8))
    print(result.map { $0.joined(separator: "\t") }.joined(separator: "\n"))
case "scores" where arguments.count == 2:
    let data = try Data(contentsOf: URL(fileURLWithPath: arguments[1]))
    let segments = try JSONDecoder().decode([CaptionSegment].self, from: data)
    let metrics: [any CaptionMetric] =
        (1...4).map { BLEU(.coco, order: $0) } + [BLEU(.nltk), CIDEr(), CIDErD(), ROUGEL()]
    var result: [String: Scored] = [:]
    for metric in metrics {
        var scores = CaptionScores(segments: []) { _ in 0 }
        let time = try seconds { scores = try metric.scores(of: segments) }
        result[metric.name] = Scored(overall: scores.overall, segments: scores.segments, seconds: time)
    }
    print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
default:
    FileHandle.standardError.write(Data("usage: caption-parity tokens ptb|nltk FILE | scores FILE\n".utf8))
    exit(64)
}
