public import RationaleAttribution
public import RationaleAviary
import RationaleCore
public import RationaleNetworks
public import RationaleStatistics
import RationaleText
import RationaleTorch

/// Judges explanations of texts where the decisive words are known: descriptions of birds, by the words that tell the
/// species (`DescriptionWorld`).
///
/// What is explained is the right species, and only texts count that the network answers rightly: of the others nobody
/// knows which words it went by. A network that answers nearly all of thousands of them rightly can go by nothing else,
/// for by construction nothing else in a description has to do with its species.
///
/// *Cost:* a map of each text by each method.
public struct TextTruthEvaluation: Sendable {
    /// How many descriptions are drawn.
    public var count: Int
    /// Of the descriptions (`SceneSeeds.evaluation`) and the intervals.
    public var seed: UInt64
    public var bootstrap: Bootstrap

    /// - Parameters:
    ///   - count: at least one.
    ///   - seed: another one gives other descriptions.
    public init(count: Int = 200, seed: UInt64 = 0) {
        self.count = count
        self.seed = seed
        bootstrap = Bootstrap(seed: seed)
    }

    /// Judges methods.
    ///
    /// - Parameters:
    ///   - methods: each is judged on the same texts.
    ///   - classifier: best prepared; its classes are the world's species, its words those of the descriptions.
    ///   - world: writes the descriptions.
    ///   - progress: called with the work done, all work, and what it is.
    /// - Throws: `RationaleError.Code.usage` where network and world do not fit, or the network answers no text rightly. A
    ///   method that cannot explain the network is reported, not thrown.
    public func run(
        _ methods: [any AttributionMethod], of classifier: Classifier, in world: DescriptionWorld = .standard,
        progress: (Int, Int, String) -> Void = { _, _, _ in }
    ) throws -> TextTruthReport {
        let texts = try texts(for: classifier, in: world)
        let answered = try texts.filter { try classifier.names($0.description.species, in: $0.text) }
        guard let accuracy = Score.proportion("accuracy", hits: answered.count, of: texts.count), !answered.isEmpty
        else {
            throw RationaleError(
                .usage, "\(classifier.name) names the species of none of \(texts.count) descriptions",
                hint: "Train it with `rationale train text`.")
        }
        let shares = answered.map { Double($0.description.decisive.count) / Double($0.description.words.count) }
        let chance = bootstrap.score("chance", count: shares.count) { $0.mean(of: shares) }
        var report = TextTruthReport(network: [accuracy, chance].compactMap(\.self), methods: [], failures: [])
        for (number, method) in methods.enumerated() {
            let name = type(of: method).identifier
            do {
                report.methods.append(
                    try judge(method, answered, classifier) { done in
                        progress(number * answered.count + done, methods.count * answered.count, name)
                    })
            } catch let error as RationaleError where error.code != .interrupted {
                report.failures.append(.init(method: name, error: error))
            }
        }
        report.methods.sort {
            ($1["decisive-share"]?.value ?? 0, $0.method) < ($0["decisive-share"]?.value ?? 0, $1.method)
        }
        return report
    }

    private struct Text {
        let description: BirdDescription
        let text: TokenizedText
    }

    private func texts(for classifier: Classifier, in world: DescriptionWorld) throws -> [Text] {
        let samples = try DescriptionSamples(count: count, seed: seed, for: classifier, in: world)
        return try (0..<count).map { number in
            let (description, text) = try samples.description(number)
            return Text(description: description, text: text)
        }
    }

    private func judge(
        _ method: any AttributionMethod, _ texts: [Text], _ classifier: Classifier, progress: (Int) -> Void
    ) throws -> TextTruth {
        var found: [DecisiveWords] = []
        var degenerate = 0
        let start = ContinuousClock().now
        for text in texts {
            progress(found.count)
            let map = try method.attribute(text.text, target: .index(text.description.species), in: classifier).map
            if map.degeneracy != nil { degenerate += 1 }
            found.append(DecisiveWords(map.values, decisive: Set(text.description.decisive)))
        }
        let values: [(String, [Double])] = [
            ("decisive-share", found.map(\.share)), ("decisive-ranking", found.map(\.ranking)),
            ("decisive-top", found.map(\.top)),
        ]
        let scores = values.compactMap { name, values in
            bootstrap.score(name, count: values.count) { $0.mean(of: values) }
        }
        return TextTruth(
            method: type(of: method).identifier, scores: scores, degenerateMaps: degenerate, maps: found.count,
            seconds: (ContinuousClock().now - start) / .seconds(1))
    }
}

extension Classifier {
    /// Whether this class has the best score for a text.
    fileprivate func names(_ index: Int, in text: TokenizedText) throws -> Bool {
        let scores = try withoutGradient { () throws(RationaleError) in try self.scores(of: tokens(of: text)) }.floats
        return scores.indices.max { scores[$0] < scores[$1] } == index
    }
}

extension [Int] {
    /// The mean of the values at these places.
    fileprivate func mean(of values: [Double]) -> Double { reduce(0) { $0 + values[$1] } / Double(count) }
}
