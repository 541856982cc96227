import Foundation
import RationaleCaptionMetrics
import RationaleCore
import Testing

@Suite struct CaptionFilesTests {
    /// Writes files into a folder of their own and reads them.
    private func read(
        _ files: [String: Data], hypotheses: String, references: [String], per count: Int? = nil
    ) throws -> CaptionFiles.Contents {
        let folder = FileManager.default.temporaryDirectory.appending(path: "captions-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, data) in files { try data.write(to: folder.appending(path: name)) }
        return try CaptionFiles(
            hypotheses: folder.appending(path: hypotheses).path,
            references: references.map { folder.appending(path: $0).path }, referencesPerHypothesis: count
        ).contents()
    }

    private func read(
        _ files: [String: String], _ hypotheses: String, _ references: String..., per count: Int? = nil
    ) throws -> CaptionFiles.Contents {
        try read(files.mapValues { Data($0.utf8) }, hypotheses: hypotheses, references: references, per: count)
    }

    @Test func `consecutive lines belong to one sentence`() throws {
        let found = try read(["h": "a\nb\n", "r": "1\r\n2\r\n3\r\n4"], "h", "r", per: 2)
        #expect(
            found.segments == [
                CaptionSegment(hypothesis: "a", references: ["1", "2"]),
                CaptionSegment(hypothesis: "b", references: ["3", "4"]),
            ])
        #expect(found.names == ["1", "2"])
    }

    @Test func `several files have one reference a line each`() throws {
        let found = try read(["h": "\u{FEFF}a\nb", "r": "1\n2\n", "s": "3\n4\n"], "h", "r", "s")
        #expect(
            found.segments == [
                CaptionSegment(hypothesis: "a", references: ["1", "3"]),
                CaptionSegment(hypothesis: "b", references: ["2", "4"]),
            ])
    }

    @Test func `COCO's results are matched with annotations by the image`() throws {
        let found = try read(
            [
                "h.json": #"[{"image_id": 7, "caption": "a"}, {"image_id": "x", "caption": "b"}]"#,
                "r.json": """
                {"images": [], "annotations": [{"id": 1, "image_id": "x", "caption": "1"},
                 {"image_id": 7, "caption": "2"}, {"image_id": 9, "caption": "3"}, {"image_id": 7, "caption": "4"}]}
                """,
            ], "h.json", "r.json")
        #expect(
            found.segments == [
                CaptionSegment(hypothesis: "a", references: ["2", "4"]),
                CaptionSegment(hypothesis: "b", references: ["1"]),
            ])
        #expect(found.names == ["7", "x"] && found.unmatched == 1)
    }

    /// Files that cannot be used, and what the error says.
    struct Refused: Sendable, CustomTestStringConvertible {
        let files: [String: String]
        let hypotheses: String
        let references: [String]
        var count: Int?
        let code: RationaleError.Code
        let says: [String]

        var testDescription: String { says.joined(separator: " … ") }
    }

    static let refused: [Refused] = [
        Refused(
            files: ["h": "a\nb\n", "r": "1\n2\n3\n4\n"], hypotheses: "h", references: ["r"], code: .badData,
            says: ["/r: expected 2 lines", "found 4", "--references-per 2"]),
        Refused(
            files: ["h": "a\nb\n", "r": "1\n2\n3\n"], hypotheses: "h", references: ["r"], count: 2, code: .badData,
            says: ["/r: expected 4 lines", "found 3"]),
        Refused(
            files: ["h": "a\nb\n", "r": "1\n2\n", "s": "1\n"], hypotheses: "h", references: ["r", "s"], code: .badData,
            says: ["/s: expected 2 lines", "found 1"]),
        Refused(
            files: ["h": "a\n \nb\n", "r": "1\n2\n3\n"], hypotheses: "h", references: ["r"], code: .badData,
            says: ["/h, line 2", "empty"]),
        Refused(
            files: ["h": "a\nb\n", "r": "1\n\n"], hypotheses: "h", references: ["r"], code: .badData,
            says: ["/r, line 2", "empty"]),
        Refused(
            files: ["h": "", "r": "1\n"], hypotheses: "h", references: ["r"], code: .badData, says: ["/h", "empty"]),
        Refused(
            files: ["r": "1\n"], hypotheses: "h", references: ["r"], code: .missingInput,
            says: ["/h", "cannot be opened"]),
        Refused(files: ["h": "a\n"], hypotheses: "h", references: [], code: .usage, says: ["no file of references"]),
        Refused(
            files: ["h": "a\n", "r": "1\n"], hypotheses: "h", references: ["r"], count: 0, code: .usage,
            says: ["0 references"]),
        Refused(
            files: ["h": "a\n", "r": "1\n"], hypotheses: "h", references: ["r", "r"], count: 1, code: .usage,
            says: ["2 files of references"]),
        Refused(
            files: ["h": "a\n", "r.json": "[]"], hypotheses: "h", references: ["r.json"], code: .usage,
            says: ["is text", "is JSON"]),
        Refused(
            files: ["h.json": "[{\"image_id\": 1, \"caption\": \"a\"}]", "r.json": "[\n{\"image_id\": 1,\n}]"],
            hypotheses: "h.json", references: ["r.json"], code: .badData, says: ["/r.json, line 3", "no JSON"]),
        Refused(
            files: [
                "h.json": "[{\"image_id\": 1, \"caption\": \"a\"}]",
                "r.json": "[{\"image_id\": 2, \"caption\": \"b\"}]",
            ],
            hypotheses: "h.json", references: ["r.json"], code: .badData,
            says: ["/h.json: entry 1", "image_id 1", "no reference"]),
        Refused(
            files: [
                "h.json": "[{\"image_id\": 1, \"caption\": \"a\"}, {\"image_id\": 1, \"caption\": \"b\"}]",
                "r.json": "[{\"image_id\": 1, \"caption\": \"b\"}]",
            ], hypotheses: "h.json", references: ["r.json"], code: .badData,
            says: ["image_id 1 occurs twice", "1 and 2"]),
        Refused(
            files: [
                "h.json": "[{\"image\": 1, \"caption\": \"a\"}]", "r.json": "[{\"image_id\": 1, \"caption\": \"b\"}]",
            ],
            hypotheses: "h.json", references: ["r.json"], code: .badData, says: ["/h.json: entry 1", "image_id"]),
        Refused(
            files: [
                "h.json": "[{\"image_id\": 1, \"caption\": 5}]", "r.json": "[{\"image_id\": 1, \"caption\": \"b\"}]",
            ],
            hypotheses: "h.json", references: ["r.json"], code: .badData,
            says: ["/h.json: entry 1", "caption", "an integer"]),
        Refused(
            files: [
                "h.json": "[{\"image_id\": 1, \"caption\": \" \"}]",
                "r.json": "[{\"image_id\": 1, \"caption\": \"b\"}]",
            ],
            hypotheses: "h.json", references: ["r.json"], code: .badData, says: ["/h.json: entry 1", "empty"]),
        Refused(
            files: ["h.json": "7", "r.json": "[{\"image_id\": 1, \"caption\": \"b\"}]"],
            hypotheses: "h.json", references: ["r.json"], code: .badData,
            says: ["/h.json: expected a list", "an integer"]),
        Refused(
            files: ["h.json": "[]", "r.json": "[]"], hypotheses: "h.json", references: ["r.json"], code: .badData,
            says: ["the list is empty"]),
        Refused(
            files: ["h.json": "[]", "r.json": "[]"], hypotheses: "h.json", references: ["r.json"], count: 2,
            code: .usage,
            says: ["image_id"]),
    ]

    @Test(arguments: refused)
    func `what cannot be used is refused, by file and line`(_ example: Refused) {
        #expect {
            try read(
                example.files.mapValues { Data($0.utf8) }, hypotheses: example.hypotheses,
                references: example.references,
                per: example.count)
        } throws: { error in
            let text = "\(error)"
            return (error as? RationaleError)?.code == example.code && example.says.allSatisfy { text.contains($0) }
        }
    }

    @Test func `text that is not UTF-8 is refused at its line`() {
        let files = ["h": Data("a\nb\n".utf8), "r": Data("1\n".utf8) + Data([0x63, 0xE9, 0x0A])]
        #expect { try read(files, hypotheses: "h", references: ["r"]) } throws: { error in
            "\(error)".contains("/r, line 2") && "\(error)".contains("UTF-8")
        }
    }

    @Test func `a folder is refused`() {
        #expect {
            try CaptionFiles(hypotheses: FileManager.default.temporaryDirectory.path, references: ["r"]).contents()
        } throws: { error in "\(error)".contains("directory") && !"\(error)".contains("jpg") }
    }
}
