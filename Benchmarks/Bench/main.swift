// Times Rationale for Benchmarks/peers/pair.py: one JSON line in, one out.
//
//     {"case": "grad-cam", "network": "resnet18", "precision": "float32"}   →   {"seconds": 0.0151, "shape": [1, 7, 7]}
//     {"case": "aviary", "batch": 100}                                      →   {"seconds": 0.16, "shape": [100, 3, 128, 128]}
//     {"case": "superpixels", "picture": FILE, "method": "slic", "resolution": 1}   →   {"seconds": 0.02, "shape": [375, 500, 50]}
//     {"case": "narration-train", "width": 9192, "steps": 10}               →   {"seconds": 1.9, "shape": [10]}
//     {"case": "hello"}                                                     →   {"name": "rationale", "versions": {…}}
//
// The first request of a kind builds the network, prepares it and runs once unmeasured; every request times one run.

import Foundation
import RationaleTorch

LibTorch.keepFreedMemory()
LibTorch.setThreads(ProcessInfo.processInfo.environment["OMP_NUM_THREADS"].flatMap { Int($0) } ?? 2)
var ready: (request: BenchRequest, run: () throws -> [Int])?

while let line = readLine() {
    guard !line.isEmpty else { continue }
    var reply: [String: Any]
    do {
        let request = try JSONDecoder().decode(BenchRequest.self, from: Data(line.utf8))
        if request.case == "hello" {
            reply = [
                "name": "rationale", "threads": LibTorch.threads,
                "versions": ["rationale": "", "torch": LibTorch.version],
            ]
        } else {
            if ready?.request != request {
                ready = nil
                ready = (request, try request.prepare())
                _ = try ready!.run()
            }
            let start = ContinuousClock.now
            let shape = try ready!.run()
            let elapsed = ContinuousClock.now - start
            reply = [
                "seconds": Double(elapsed.components.attoseconds) * 1e-18 + Double(elapsed.components.seconds),
                "shape": shape,
            ]
        }
    } catch {
        reply = ["error": "\(error)"]
    }
    let data = try JSONSerialization.data(withJSONObject: reply, options: [.sortedKeys])
    FileHandle.standardOutput.write(data + Data("\n".utf8))
}
