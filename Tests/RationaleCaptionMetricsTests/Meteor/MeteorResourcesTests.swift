import Foundation
import RationaleCaptionMetrics
import RationaleCore
import Testing

@Suite struct MeteorResourcesTests {
    /// "0.5\na bird\nbirds\n" as gzip packs it.
    private static let packed: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 51, 208, 51, 229, 74, 84, 72, 202, 44, 74, 225, 2, 17, 197, 92, 0, 188, 163,
        28, 145,
        17, 0, 0, 0,
    ]

    /// The error of using METEOR's files, or a table of paraphrases, of the given content.
    private func error(synsets: String? = nil, exceptions: String = "", table: Data? = nil) throws -> RationaleError? {
        try withTemporaryFolder { folder in
            do {
                var resources = MeteorResources.none
                if let synsets {
                    try Data(synsets.utf8).write(to: folder.appending(path: "english.synsets"))
                    try Data((exceptions.isEmpty ? "go\nwent\n" : exceptions).utf8)
                        .write(to: folder.appending(path: "english.exceptions"))
                    resources = try .found(synonyms: folder)
                }
                if let table {
                    try table.write(to: folder.appending(path: "table"))
                    resources = try resources.adding(paraphrases: folder.appending(path: "table"))
                }
                _ = try Meteor(resources: resources).segment(hypothesis: "a bird", references: ["the birds"])
                return nil
            } catch let error as RationaleError {
                return error
            }
        }
    }

    @Test(arguments: ["bird\n00000001\nbirds\n", "bird\n00000001 x\n", "bird\n99999999999\n", "bird\n\u{0}\u{1}\n"])
    func `damaged synsets are refused by name`(synsets: String) throws {
        let error = try #require(try error(synsets: synsets))
        #expect(error.code == .badData)
        #expect(error.message.contains("english.synsets"))
    }

    @Test(arguments: ["bird\n1\n", "bird\r\n00000001\r\n", "bird\n00000001", "bird\n\n"])
    func `synsets of odd but sound form are read`(synsets: String) throws {
        #expect(try error(synsets: synsets) == nil)
    }

    @Test(arguments: ["0.5\nbird\n", "0.5\n\nbird\n", "0.5\nbird\n\n", "bird\nbirds\n0.5\n", "0.5\n", "\n\n\n"])
    func `damaged tables of paraphrases are refused by line`(table: String) throws {
        let error = try #require(try error(table: Data(table.utf8)))
        #expect(error.code == .badData)
        #expect(error.message.contains("line"))
    }

    @Test func `a table that is cut off is refused`() throws {
        let error = try #require(try error(table: Data(Self.packed.dropLast(12))))
        #expect(error.code == .badData)
        #expect(error.message.contains("damaged") || error.message.contains("line"))
    }

    @Test func `what is not there is named`() {
        let folder = URL(filePath: "/nowhere/at/all")
        for use in [
            { try MeteorResources.found(synonyms: folder) }, { try MeteorResources.none.adding(paraphrases: folder) },
        ] {
            let error = #expect(throws: RationaleError.self) { try use() }
            #expect(error?.code == .missingInput)
            #expect(error?.message.contains("/nowhere/at/all") == true)
        }
    }

    @Test(arguments: [packed, Array("0.5\na bird\nbirds\n".utf8)])
    func `a table is read packed and unpacked`(bytes: [UInt8]) throws {
        try withTemporaryFolder { folder in
            let table = folder.appending(path: "table")
            try Data(bytes).write(to: table)
            let resources = try MeteorResources.none.adding(paraphrases: table)
            #expect(resources.paraphrasesName == "1-pairs")
            let found = try Meteor(resources: resources).segment(hypothesis: "see birds", references: ["see a bird"])
            #expect(found.hypothesisContent == SIMD4(1, 0, 0, 1) && found.hypothesisFunction == SIMD4())
            #expect(found.referenceContent == SIMD4(1, 0, 0, 1) && found.referenceFunction == SIMD4(0, 0, 0, 1))
            #expect(found.chunks == 1)
        }
    }
}
