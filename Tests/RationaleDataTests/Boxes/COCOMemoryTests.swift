#if os(Linux)
    import Foundation
    import RationaleCore
    import RationaleData
    import Testing

    /// A large file is read one record at a time.
    @Suite(.serialized) struct COCOMemoryTests {
        /// Megabytes that this process has in memory: now (`VmRSS`), or had at most (`VmHWM`).
        private func memory(_ name: String) -> Double {
            let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
            let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
            return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) } ?? 0) / 1e3
        }

        @Test func `Memory holds what is kept of the records, not the file`() throws {
            let files = try DataFiles()
            defer { files.remove() }
            // Mostly members that nobody asks for.
            let member = "[" + String(repeating: "123.25, ", count: 8000) + "0]"
            let annotation = #"{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "keypoints": \#(member)}"#
            let path = files.path + "/large.json"
            try Data(#"{"annotations": ["#.utf8).write(to: URL(fileURLWithPath: path))
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.seekToEnd()
            let count = 600
            for index in 0..<count { try file.write(contentsOf: Data(((index > 0 ? "," : "") + annotation).utf8)) }
            let rest = #"], "images": [{"id": 1, "file_name": "a.jpg"}], "categories": [{"id": 1, "name": "cat"}]}"#
            try file.write(contentsOf: Data(rest.utf8))
            try file.close()

            let before = memory("VmRSS")
            let found = try COCOPictures.pictures(of: [path], in: files.path)
            let grown = memory("VmHWM") - before
            #expect(found.pictures.map(\.shapes.count) == [count])
            let size = Double(member.utf8.count * count) / 1e6
            #expect(before > 0 && size > 35 && grown < size / 2, "\(grown) MB more for a file of \(size) MB")
        }
    }
#endif
