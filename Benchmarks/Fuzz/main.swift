import Foundation
import RationaleCore

let usage = """
    usage: rationale-fuzz [--reader NAME|all] [--count N] [--seed N] [--only ITERATION] [--save FILE]
                          [--seconds S] [--megabytes M]

    Damages sound input in N ways and lets a reader read each. One line a reader; a crash, a hang or too much memory
    ends the process and names the seed and the iteration. --only repeats one iteration and says what came of it,
    --save writes its input to a file.
    Readers: \(Reader.all.map(\.name).joined(separator: ", "))
    """

func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(64)
}

var options = [
    "reader": "all", "count": "100000", "seed": "1", "only": "", "save": "", "seconds": "10", "megabytes": "2048",
]
var arguments = CommandLine.arguments.dropFirst()
while let argument = arguments.popFirst() {
    let name = String(argument.drop { $0 == "-" })
    guard options[name] != nil, let value = arguments.popFirst() else { fail(usage) }
    options[name] = value
}
guard let count = Int(options["count"]!), let seed = UInt64(options["seed"]!), count >= 0,
    let seconds = Double(options["seconds"]!), let megabytes = Int(options["megabytes"]!)
else { fail(usage) }
let readers = Reader.all.filter { options["reader"] == "all" || $0.name == options["reader"] }
guard !readers.isEmpty else { fail("There is no reader “\(options["reader"]!)”.\n\(usage)") }
let only = Int(options["only"]!)

Watch.start(secondsPerInput: seconds, megabytes: megabytes)
for reader in readers {
    do {
        let mutation = try Mutation(reader: reader)
        for (index, sound) in mutation.seeds.enumerated() {
            do { try reader.read(sound) } catch { fail("\(reader.name): sound input \(index) is refused: \(error)") }
        }
        Watch.begin(reader: reader.name, seed: seed)
        let start = Date()
        var (read, slowest) = (0, 0.0)
        for iteration in only.map({ $0..<($0 + 1) }) ?? 0..<count {
            let input = mutation.input(seed: seed, iteration: iteration)
            if !options["save"]!.isEmpty { try Data(input).write(to: URL(filePath: options["save"]!)) }
            let began = DispatchTime.now().uptimeNanoseconds
            Watch.enter(iteration)
            do {
                try reader.read(input)
                read += 1
                if only != nil { print("read without an error") }
            } catch {
                if only != nil { print(error) }
            }
            Watch.leave()
            slowest = max(slowest, Double(DispatchTime.now().uptimeNanoseconds - began) / 1e6)
        }
        let inputs = only == nil ? count : 1
        print(
            "\(reader.name): \(inputs) inputs from \(mutation.seeds.count) seeds, \(read) read, \(inputs - read) refused, "
                + "slowest \(Int(slowest.rounded())) ms, peak memory \(Watch.peakMegabytes) MB, "
                + "\(Int(-start.timeIntervalSinceNow.rounded())) s")
    } catch {
        fail("\(reader.name): \(error)")
    }
}
