import Foundation
import RationaleCaptionMetrics
import RationaleCore
import Testing

@Suite struct WordNetSynonymsTests {
    private static let isInstalled = MeteorResources.installedWordNet != nil

    /// METEOR's resources, where the project is developed.
    private static let meteorFiles: URL = {
        let shared =
            ProcessInfo.processInfo.environment["RATIONALE_SHARED"].map { URL(fileURLWithPath: $0 + "/data") }
            ?? URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../../shared/data").standardized
        return shared.appendingPathComponent("meteor-resources/resources/synonym")
    }()

    private static let hasMeteorFiles = FileManager.default.fileExists(
        atPath: meteorFiles.appendingPathComponent("english.synsets").path)

    @Test(
        .enabled(if: isInstalled, "needs WordNet 3.0 (apt-get install wordnet-base)"),
        .enabled(if: hasMeteorFiles, "needs METEOR's files beside the checkout (../shared/data/meteor-resources)"))
    func `each word of METEOR's tables has the same sets in WordNet`() throws {
        let wordNet = try WordNetSynonyms(folder: try #require(MeteorResources.installedWordNet))
        let meteor = try MeteorFileSynonyms(folder: Self.meteorFiles)
        func lines(_ name: String) throws -> [Substring] {
            try String(contentsOf: Self.meteorFiles.appendingPathComponent(name), encoding: .utf8).split(
                separator: "\n")
        }
        var (wordCount, formCount) = (0, 0)
        let synsets = try lines("english.synsets")
        for index in stride(from: 0, to: synsets.count, by: 2) {
            let word = Array(synsets[index].utf8)[...]
            let expected = Set(synsets[index + 1].split(separator: " ").compactMap { Int32($0) })
            #expect(try Set(wordNet.sets(of: word) ?? []) == expected, "\(synsets[index])")
            #expect(try Set(meteor.sets(of: word) ?? []) == expected, "\(synsets[index])")
            wordCount += 1
        }
        let exceptions = try lines("english.exceptions")
        for form in Set(stride(from: 1, to: exceptions.count, by: 2).flatMap { exceptions[$0].split(separator: " ") }) {
            let form = Array(form.utf8)[...]
            #expect(Set(wordNet.bases(of: form) ?? []) == Set(meteor.bases(of: form) ?? []))
            formCount += 1
        }
        #expect(wordCount == 147_306 && formCount == 5_940)
    }

    @Test(.enabled(if: isInstalled, "needs WordNet 3.0 (apt-get install wordnet-base)"))
    func `irregular and regular forms share the sets of their base`() throws {
        let wordNet = try WordNetSynonyms(folder: try #require(MeteorResources.installedWordNet))
        func sets(_ word: String) throws -> Set<Int32> { Set(try wordNet.synonymSets(of: Array(word.utf8)[...])) }
        #expect(wordNet.name == "wordnet-3.0")
        #expect(try sets("went").isSuperset(of: sets("go")) && !sets("go").isEmpty)
        #expect(try sets("boxes").isSuperset(of: sets("box")) && !sets("box").isEmpty)
        #expect(try !sets("car").isDisjoint(with: sets("automobile")))
        #expect(try sets("entity").intersection(sets("breathe")) == [1740])
        #expect(try sets("qwertyuiop").isEmpty && sets("").isEmpty)
    }

    @Test func `a damaged index is refused by name and word`() throws {
        try withTemporaryFolder { folder in
            for part in ["noun", "verb", "adj", "adv"] {
                try Data("  1 WordNet 3.0 Copyright 2006  \nbird n 2 1 @ 2 0 00000001\ncat n 1 1 @ 1 0 00000002\n".utf8)
                    .write(to: folder.appending(path: "index.\(part)"))
                try Data("birdies bird\n".utf8).write(to: folder.appending(path: "\(part).exc"))
            }
            let wordNet = try WordNetSynonyms(folder: folder)
            #expect(try wordNet.sets(of: Array("cat".utf8)[...]) == [2, 2, 2, 2])
            let error = #expect(throws: RationaleError.self) { try wordNet.sets(of: Array("bird".utf8)[...]) }
            #expect(error?.code == .badData)
            #expect(error?.message.contains("index.noun") == true && error?.message.contains("'bird'") == true)
            try Data("no licence\n".utf8).write(to: folder.appending(path: "index.noun"))
            #expect(throws: RationaleError.self) { try WordNetSynonyms(folder: folder) }
        }
    }
}
