#if os(Linux)
    import Foundation
    import RationaleImaging
    import Testing

    /// A large file of annotations is read one record at a time.
    struct DataMemoryTests {
        /// Megabytes of its own that a process has in memory: without the files that it maps.
        private func memory(of process: Int32) -> Double {
            let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
            let line = text.split(separator: "\n").first { $0.hasPrefix("RssAnon") }
            return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) } ?? 0) / 1e3
        }

        /// Writes a COCO file, mostly of members that nobody asks for, and checks it.
        ///
        /// - Returns: the file's size and the process's largest memory, in megabytes.
        private func checked(annotations count: Int) throws -> (size: Double, peak: Double) {
            let command = try Command()
            defer { command.remove() }
            let member = "[" + String(repeating: "123.25, ", count: 8000) + "0]"
            let annotation = #"{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "keypoints": \#(member)}"#
            try FileManager.default.createDirectory(
                at: command.folder.appending(path: "images"), withIntermediateDirectories: true)
            try Image(width: 16, height: 16, color: (1, 2, 3)).write(to: command.folder.appending(path: "images/a.png"))
            try command.write(#"{"annotations": ["#, to: "annotations/instances.json")
            let file = try FileHandle(forWritingTo: command.folder.appending(path: "annotations/instances.json"))
            try file.seekToEnd()
            for index in 0..<count { try file.write(contentsOf: Data(((index > 0 ? "," : "") + annotation).utf8)) }
            let rest = #"], "images": [{"id": 1, "file_name": "a.png"}], "categories": [{"id": 1, "name": "cat"}]}"#
            try file.write(contentsOf: Data(rest.utf8))
            let size = Double(try file.offset()) / 1e6
            try file.close()
            let running = try command.start(Command.executable, ["data", "check", "."])
            var peak = 0.0
            while running.process.isRunning {
                peak = max(peak, memory(of: running.process.processIdentifier))
                usleep(1000)
            }
            let outcome = try running.wait()
            #expect(outcome.output.contains("COCO, 1 picture"), "\(outcome)")
            return (size, peak)
        }

        @Test func `Memory holds what is kept of the records, not the file`() throws {
            let small = try checked(annotations: 1)
            let large = try checked(annotations: 600)
            #expect(small.peak > 1 && large.size > 35)
            #expect(large.peak - small.peak < large.size / 3, "\(small) \(large)")
        }
    }
#endif
