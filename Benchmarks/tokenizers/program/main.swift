// Rationale's tokenizer for Benchmarks/tokenizers: TOKENIZER TEXTS.json, then a line in for each pass over the texts. One by one
// ("one") or as a batch ("batch"): a line out with its seconds and the number of tokens. "tokens": a line out for each text, the
// numbers of its tokens with the places where each begins and ends, or the error.

import Foundation
import RationaleCore
import RationaleText

do {
    guard CommandLine.arguments.count == 3 else {
        throw RationaleError(.usage, "expected the tokenizer and the file of texts")
    }
    var tokenizer = try Tokenizer(contentsOf: CommandLine.arguments[1])
    tokenizer.truncation = nil
    tokenizer.padding = nil
    let data = try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[2]))
    let texts = try JSONDecoder().decode([String].self, from: data)
    while let line = readLine() {
        if line == "tokens" {
            for text in texts {
                do {
                    let encoding = try tokenizer.encode(text)
                    print(
                        zip(encoding.ids, encoding.offsets).map { "\($0):\($1.lowerBound):\($1.upperBound)" }
                            .joined(separator: " "))
                } catch { print("error \(error.message)") }
            }
            fflush(nil)
            continue
        }
        let start = ContinuousClock.now
        var count = 0
        if line == "batch" {
            count = try tokenizer.encode(texts).reduce(0) { $0 + $1.count }
        } else {
            for text in texts { count += try tokenizer.encode(text).count }
        }
        let elapsed = (ContinuousClock.now - start).components
        print(Double(elapsed.attoseconds) * 1e-18 + Double(elapsed.seconds), count)
        fflush(nil)
    }
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
