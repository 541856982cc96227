// Compares exported networks with PyTorch's own answers and prints a table.
//
//     rationale-zoo-check FOLDER [NAME…]
//
// FOLDER holds NAME.pt2 and NAME.safetensors pairs from scripts/reference/zoo.py. Exit status 1 where one differs.

import Foundation
import RationaleNetworks
import RationaleTorch

let arguments = CommandLine.arguments.dropFirst()
guard let folder = arguments.first.map({ URL(fileURLWithPath: $0) }) else {
    FileHandle.standardError.write(Data("usage: rationale-zoo-check FOLDER [NAME…]\n".utf8))
    exit(64)
}
let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
let found = files.filter { $0.pathExtension == "pt2" }.map { $0.deletingPathExtension().lastPathComponent }.sorted()
let names = arguments.count > 1 ? Array(arguments.dropFirst()) : found
LibTorch.setThreads(2)

var failed = 0
print(
    "| network | operators | layers | load s | logits | gradient at the input | of one picture | inner layer | its gradient | prepared (PyTorch) from float64 | |"
)
print("|---|---|---|---|---|---|---|---|---|---|---|")
for name in names {
    do {
        let row = try ZooCheck(name: name, folder: folder).row()
        if !row.passed { failed += 1 }
        print(row.text)
    } catch {
        failed += 1
        print("| \(name) | \(error) |")
    }
}
print("\n\(names.count - failed) passed, \(failed) failed")
exit(failed == 0 ? 0 : 1)
