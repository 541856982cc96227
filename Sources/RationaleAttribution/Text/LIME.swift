import RationaleCore
import RationaleNetworks
import RationaleText
import RationaleTorch

/// How much each word counts in a linear stand-in for the network, fitted to what it says of the text without some words.
///
/// Each perturbation z keeps some of the d words: how many are left out is drawn evenly from 1 to d, and then which.
/// `ξ = argmin Σ_z π(z) (p(z) − w·z − w₀)² + α‖w‖²` with the probability p of the explained class and the closeness
/// `π(z) = exp(−D² / (2 width²))`, `D = 100 (1 − cos(z, 1)) = 100 (1 − √(|z| / d))`: the square root that the authors'
/// program takes of the paper's `exp(−D² / width²)`. Of many words, a first fit (α = 0.01) keeps those of the largest
/// weights, and a second one (α = 1) of them alone gives the map; the others get zero.
///
/// *Source:* Ribeiro, Singh, Guestrin (2016), "“Why should I trust you?” Explaining the predictions of any classifier",
/// arXiv 1602.04938, with the settings of the authors' program; ``published(seed:)`` is what Zhang et al. (2021, arXiv
/// 2110.01471) compare with.
/// *Cost:* `samples` forward passes, those of one length together, no backward pass.
///
/// Departs from them: words that are left out are taken out of the row of tokens (all tokens of a word), rather than out of
/// the text, which is then cut into words again; where the network takes one length only, the token of unknown words takes
/// their place. What marks a text's beginning and end is never left out.
public struct LIME: AttributionMethod {
    public static let identifier = "lime"
    public static let title = "LIME"
    public static let summary = "LIME: weights of a linear stand-in without some words (Ribeiro et al. 2016)"
    public static let inputs: Set<InputKind> = [.text]
    public var unit: MapUnit { scale == nil ? .readout : .relative }
    public var isSigned: Bool { scale == nil }
    public let readsTokens = true

    /// How many perturbations, the whole text among them. Default: 1000; with the published 200 the weights of a sentence
    /// still change much with the seed.
    public var samples: Int
    /// How many words may get a weight. Default: all.
    public var features: Int?
    /// How far a perturbation counts, in hundredths of a cosine. Default: 25, as published.
    public var width: Double
    /// Whether all occurrences of a word are left out together and share a weight, as published. Default: each occurrence
    /// is a word of its own.
    public var isBagOfWords: Bool
    /// The range to which the weights of the chosen words are stretched. Default: none; a weight is then a difference of
    /// probability.
    public var scale: ClosedRange<Double>?
    /// What stands for a word that is left out where the network takes one length only, and for a text that is left
    /// without words. Default: the vocabulary's token for unknown words, 0 where that is not known.
    public let unknown: Int?
    public var seed: UInt64?

    public init(
        samples: Int = 1000, features: Int? = nil, width: Double = 25, isBagOfWords: Bool = false,
        scale: ClosedRange<Double>? = nil, unknown: Int? = nil, seed: UInt64 = 0
    ) {
        self.samples = samples
        self.features = features
        self.width = width
        self.isBagOfWords = isBagOfWords
        self.scale = scale
        self.unknown = unknown
        self.seed = seed
    }

    /// The settings of the published comparison: 200 perturbations, 20 words, weights stretched to 0.2 … 1.
    /// Sets of settings by their names.
    public enum Preset: String, Sendable, Hashable, CaseIterable, SettingValue { case standard = "default", published }

    private var preset: Preset {
        get { isBagOfWords && scale != nil ? .published : .standard }
        set { self = newValue == .published ? .published(seed: seed ?? 0) : LIME(unknown: unknown, seed: seed ?? 0) }
    }

    public static func published(seed: UInt64 = 0) -> LIME {
        LIME(samples: 200, features: 20, isBagOfWords: true, scale: 0.2...1, seed: seed)
    }

    public static let settings: [Setting<Self>] = [
        .init(
            "preset", LIME.Preset.self, "A set of settings: published is 200 samples, 20 words, weights from 0.2 to 1.",
            get: { $0.preset }, set: { $0.preset = $1 }),
        .init("samples", \.samples, in: 1...Double.infinity, "Texts with words left out."),
        .init("features", \.features, none: "all", in: 1...Double.infinity, "Words that have a weight."),
        .init(
            "width", \.width, in: 0...Double.infinity, "The width of the kernel that weighs samples by their distance."),
        .recorded("words") { $0.isBagOfWords ? "all occurrences together" : "each occurrence" },
        .recorded("explains") { _ in "probability" },
        .recorded("scale") { $0.scale.map { "\($0.lowerBound) to \($0.upperBound)" } ?? "none" },
        .init("seed", \.seed, none: "0", "The seed of what is drawn."),
    ]

    public func answer(_ question: Question) throws -> Answer {
        guard question.network.input.isText else {
            throw RationaleError(
                .usage,
                "\(Self.identifier) leaves out words, but \(question.network.name) does not take a text's tokens",
                hint: "Choose occlusion or rise for pictures.")
        }
        guard samples > 1, width > 0, features.map({ $0 > 0 }) ?? true else {
            throw RationaleError(
                .usage,
                "\(Self.identifier) with \(samples) samples, a width of \(width) and \(features ?? 1) words makes no sense",
                hint: "Take at least two samples, a positive width and one word.")
        }
        let targets = try question.resolve()
        let maps = try (0..<question.batch).map { index in
            try map(
                question, question.input.selected(0, index).elements(as: Int64.self).map(Int.init), targets.only(index))
        }
        return Answer(
            Tensor(maps.flatMap(\.self), shape: [question.batch, maps[0].count]), targets: targets)
    }

    /// The weight of each word of one text; zero for marks such as `[CLS]`, which are never left out.
    private func map(_ question: Question, _ tokens: [Int], _ target: ResolvedTargets) throws -> [Double] {
        let places = question.text?.places ?? tokens.indices.map { $0..<$0 + 1 }
        let groups = groups(of: places.map { Array(tokens[$0]) }, except: question.text?.special ?? [])
        guard !groups.isEmpty else { return places.map { _ in 0 } }
        let masks = WordMasks(words: groups.count, samples: samples, seed: seed ?? 0)
        let texts = masks.rows.map { kept in
            var isKept = [Bool](repeating: true, count: tokens.count)
            for (group, keeps) in zip(groups, kept) where !keeps {
                for word in group { for place in places[word] { isKept[place] = false } }
            }
            return isKept
        }
        let unknown = unknown ?? question.classifier.reader?.unknownID ?? 0
        let values = try question.probabilities(tokens, keeping: texts, unknown: unknown, of: target)
        let closeness = masks.closeness(width: width)
        let weights = Self.weights(masks.rows, values, closeness, features: features, scale: scale)
        var map = [Double](repeating: 0, count: places.count)
        for (group, weight) in zip(groups, weights) { for word in group { map[word] = weight } }
        return map
    }

    /// The words that are left out together, in the order of their first.
    private func groups(of words: [[Int]], except special: Set<Int>) -> [[Int]] {
        let open = words.indices.filter { !special.contains($0) }
        guard isBagOfWords else { return open.map { [$0] } }
        return Dictionary(grouping: open) { words[$0] }.values.sorted { $0[0] < $1[0] }
    }

    /// The weight of each word, zero for those that are not chosen.
    ///
    /// - Parameters:
    ///   - rows: `[perturbation][word]`.
    ///   - values: the probability of each perturbation.
    ///   - closeness: how much each counts.
    ///   - features: how many words are chosen; `nil` for all.
    ///   - scale: the range to which the weights of the chosen words are stretched.
    package static func weights(
        _ rows: [[Bool]], _ values: [Double], _ closeness: [Double], features: Int?, scale: ClosedRange<Double>? = nil
    ) -> [Double] {
        let words = rows[0].indices
        var chosen = Array(words)
        if let features, features < words.count {
            let first = RidgeRegression.weights(rows, values, closeness, penalty: 0.01)
            chosen = words.sorted { (abs(first[$1]), $0) < (abs(first[$0]), $1) }.prefix(features).sorted()
        }
        let kept = rows.map { row in chosen.map { row[$0] } }
        let found = RidgeRegression.weights(kept, values, closeness, penalty: 1).stretched(to: scale)
        var weights = [Double](repeating: 0, count: words.count)
        for (word, weight) in zip(chosen, found) { weights[word] = weight }
        return weights
    }
}

extension [Double] {
    /// The least at the range's lower end, the largest at its upper end.
    fileprivate func stretched(to scale: ClosedRange<Double>?) -> [Double] {
        guard let scale, let low = self.min(), let high = self.max() else { return self }
        guard high > low else { return map { _ in scale.upperBound } }
        return map { scale.lowerBound + ($0 - low) / (high - low) * (scale.upperBound - scale.lowerBound) }
    }
}
