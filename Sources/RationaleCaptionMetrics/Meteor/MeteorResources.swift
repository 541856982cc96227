public import Foundation
public import RationaleCore

/// Tables that METEOR matches words with, besides the words themselves: synonyms and paraphrases. Each may be missing; a
/// score says in its signature which were there.
public struct MeteorResources: Sendable {
    let synonyms: (any SynonymSource)?
    let paraphrases: ParaphraseTable?

    /// Without synonyms and paraphrases: words match if they or their stems are equal.
    public static let none = MeteorResources(synonyms: nil, paraphrases: nil)

    /// What a signature calls the synonyms: `wordnet-3.0`, `meteor` for METEOR's own files, `none`.
    public var synonymsName: String { synonyms?.name ?? "none" }

    /// What a signature calls the paraphrases: their number, or `none`.
    public var paraphrasesName: String { paraphrases.map { "\($0.pairCount)-pairs" } ?? "none" }

    /// The resources of this computer.
    ///
    /// - Parameters:
    ///   - synonyms: a folder that holds WordNet 3.0 (`index.noun`, `noun.exc`, …) or METEOR's files (`english.synsets`,
    ///     `english.exceptions`). Without one, WordNet is looked for where `WNSEARCHDIR` and `WNHOME` say, and where packages
    ///     install it; without any, there are no synonyms.
    ///   - paraphrases: METEOR's table `paraphrase-en.gz`, packed or not; by default there are none.
    /// - Throws: `missingInput` where a named file or folder is not there, `badData` where it is something else or damaged.
    public static func found(synonyms: URL? = nil, paraphrases: URL? = nil) throws(RationaleError) -> MeteorResources {
        let source: (any SynonymSource)? =
            if let synonyms {
                try Self.synonyms(in: synonyms)
            } else if let installed = installedWordNet {
                try WordNetSynonyms(folder: installed)
            } else {
                nil
            }
        let resources = MeteorResources(synonyms: source, paraphrases: nil)
        guard let paraphrases else { return resources }
        return try resources.adding(paraphrases: paraphrases)
    }

    /// The same synonyms with a table of paraphrases.
    ///
    /// - Throws: `missingInput` or `badData`, naming the file.
    public func adding(paraphrases: URL) throws(RationaleError) -> MeteorResources {
        MeteorResources(synonyms: synonyms, paraphrases: try ParaphraseTable(paraphrases))
    }

    /// The folder of an installed WordNet.
    public static var installedWordNet: URL? {
        let environment = ProcessInfo.processInfo.environment
        let folders =
            [environment["WNSEARCHDIR"], environment["WNHOME"].map { "\($0)/dict" }].compactMap(\.self)
            + ["/usr/share/wordnet", "/usr/local/share/wordnet", "/usr/local/WordNet-3.0/dict"]
        return folders.map { URL(fileURLWithPath: $0, isDirectory: true) }.first {
            holds("index.noun", $0) && holds("noun.exc", $0)
        }
    }

    private static func synonyms(in folder: URL) throws(RationaleError) -> any SynonymSource {
        if holds("english.synsets", folder) { return try MeteorFileSynonyms(folder: folder) }
        if holds("index.noun", folder) { return try WordNetSynonyms(folder: folder) }
        throw RationaleError(
            .missingInput,
            "\(folder.path): expected a folder with index.noun of WordNet, or english.synsets of METEOR.",
            hint:
                "Install WordNet 3.0 (apt-get install wordnet-base), and name no folder: it is found where it is installed."
        )
    }

    private static func holds(_ name: String, _ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
    }
}
