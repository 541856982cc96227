import Foundation
public import RationaleCore

/// The caption metrics by the names that the command line uses.
///
/// A new metric is added to ``all``; nothing else has to know it.
public struct CaptionMetrics: Sendable {
    /// The name, such as `cider-d`.
    public let name: String
    /// What is reported of the segments' scores.
    public let summaries: [Summary]
    private let make: @Sendable (Resources) throws -> [any CaptionMetric]

    /// How a set of segments becomes one number.
    public enum Summary: String, Sendable, Hashable, Codable {
        /// The metric's own score of the set.
        case corpus
        /// The mean of the segments' scores.
        case segmentMean = "segment-mean"
    }

    /// Files that metrics need.
    public struct Resources: Sendable, Hashable {
        /// METEOR's folder of synonyms, or one of WordNet; `nil` for the WordNet that is installed.
        public var meteor: String?
        /// METEOR's table of paraphrases; `nil` for none.
        public var paraphrases: String?

        public init(meteor: String? = nil, paraphrases: String? = nil) {
            self.meteor = meteor
            self.paraphrases = paraphrases
        }
    }

    /// All metrics, in the order in which they are printed.
    public static let all: [CaptionMetrics] = [
        CaptionMetrics(name: "meteor", summaries: [.segmentMean, .corpus]) { resources in
            [
                Meteor(
                    resources: try .found(
                        synonyms: resources.meteor.map { URL(fileURLWithPath: $0, isDirectory: true) },
                        paraphrases: resources.paraphrases.map { URL(fileURLWithPath: $0) }))
            ]
        },
        CaptionMetrics(name: "bleu", summaries: [.corpus]) { _ in (1...4).map { BLEU(.coco, order: $0) } },
        CaptionMetrics(name: "bleu-nltk", summaries: [.corpus]) { _ in [BLEU(.nltk)] },
        CaptionMetrics(name: "cider", summaries: [.corpus]) { _ in [CIDEr()] },
        CaptionMetrics(name: "cider-d", summaries: [.corpus]) { _ in [CIDErD()] },
        CaptionMetrics(name: "rouge-l", summaries: [.corpus]) { _ in [ROUGEL()] },
    ]

    private init(
        name: String, summaries: [Summary], make: @escaping @Sendable (Resources) throws -> [any CaptionMetric]
    ) {
        self.name = name
        self.summaries = summaries
        self.make = make
    }

    /// The entry of a name.
    ///
    /// - Throws: `RationaleError` of code `usage` for a name that no metric has.
    public static func named(_ name: String) throws(RationaleError) -> CaptionMetrics {
        if let found = all.first(where: { $0.name == name }) { return found }
        throw RationaleError(
            .usage, "there is no caption metric '\(name)'",
            hint: "Choose of \(all.map(\.name).joined(separator: ", ")).")
    }

    /// The metrics of this name: BLEU has one for each length of n-grams.
    ///
    /// - Throws: what is wrong with the resources.
    public func metrics(_ resources: Resources = Resources()) throws -> [any CaptionMetric] { try make(resources) }
}
