import Foundation
public import RationaleAttribution
public import RationaleCore
import RationaleStatistics
import RationaleTorch

/// Whether a map says of any n places together what the score loses when they are taken away.
///
/// `ρₙ = corr over random masks M of n places ( Σ_{i ∈ M} mapᵢ , s(x) − s(x with M replaced by the baseline) )`, with
/// Pearson's correlation and s the target's score before the softmax; higher is better, at most 1. A linear network's
/// x ⊙ w has 1 for every n. The score `sensitivity-n` is the mean over all n; that of each n is a detail of it.
///
/// Mended faults of the published form:
/// 1. *Constant maps.* Their correlation is not a number, and so is the mean that they enter. Now a map that says nothing
///    has 0; a sample in which the network does not react at all is left out for that n, as no map could be right.
/// 2. *Eight bits,* as for ``Deletion``.
/// 3. *The number n.* Whether the largest n fits the picture was asked with logarithms of two bases. Now n must be below
///    the number of places, as all places together are one mask.
/// 4. *Texts* were masked whole for the last n, which has no correlation.
/// 5. *Dropout* was active for networks that have it; ours are never in training mode, in both forms.
///
/// *Source:* Ancona, Ceolini, Öztireli and Gross (2018), "Towards better understanding of gradient-based attribution
/// methods for deep neural networks", arXiv 1711.06104; the published program of arXiv 2110.01471.
/// *Cost:* `masks` forward passes for each n, which all maps of a sample share: 800 with the defaults, 4200 as published.
public struct SensitivityN: MapMetric {
    public var form: MetricForm
    /// The numbers n; `nil` for ``defaultSizes(of:)``, or in the published form ``publishedSizes``.
    public var sizes: [Int]?
    /// Random masks for each n. Default: 100, as published.
    public var masks: Int
    /// Default: zero after preprocessing, as published.
    public var baseline: Baseline
    /// Of the masks, which are the same for all samples.
    public var seed: UInt64

    /// - Parameters:
    ///   - form: mended by default.
    ///   - sizes: the numbers n, each at least 1 and below the number of places.
    ///   - masks: at least 3.
    ///   - baseline: of the places that are taken away.
    ///   - seed: of the masks.
    public init(
        _ form: MetricForm = .mended, sizes: [Int]? = nil, masks: Int = 100, baseline: Baseline = .zeros,
        seed: UInt64 = 0
    ) {
        self.form = form
        self.sizes = sizes
        self.masks = masks
        self.baseline = baseline
        self.seed = seed
    }

    /// `⌊10^e⌋` for 45 even steps of e from 0 to 4.5, without repetition: 42 numbers from 1 to 31622.
    public static let publishedSizes: [Int] = Self.united((0..<45).map { Int(pow(10, 4.5 * Double($0) / 44)) })

    /// Eight numbers in even steps of their logarithm, from a thousandth of the places to 63 hundredths, where the
    /// published ones end for 224×224. Smaller ones change a score by less than its rounding.
    public static func defaultSizes(of places: Int) -> [Int] {
        let (low, high) = (max(1, 0.001 * Double(places)), max(1, 0.63 * Double(places)))
        return united((0..<8).map { Int(low * pow(high / low, Double($0) / 7)) }).filter { $0 < places }
    }

    private static func united(_ sizes: [Int]) -> [Int] {
        sizes.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }

    public func measures(of sample: JudgedSample) throws -> [Measure] {
        [Measure("sensitivity-n", .higher, -1...1)]
            + (try sizes(of: sample.input)).map { Measure("sensitivity-\($0)", .higher, -1...1, isDetail: true) }
    }

    public func values(of maps: [Heatmap], for sample: JudgedSample) throws -> [[String: Double]] {
        let input = sample.input
        let filling = try input.values(of: baseline)
        let own = try input.scores(of: 1) { _ in
            input.input
        } score: {
            input.targetScore($0)
        }[0]
        let values = maps.map { input.ofPlaces($0).values(height: input.height, width: input.width, form) }
        let heat = Tensor(values.flatMap(\.self), shape: [maps.count, input.places])
        let isConstant = values.map { values in values.allSatisfy { $0 == values[0] } }
        var found = maps.map { _ in [String: Double]() }
        for size in try sizes(of: input) {
            let masks = PlaceMasks(count: masks, size: size, places: input.places, seed: seed).bits  // [mask, places]
            let onDevice = masks.moved(to: input.input.device)
            let drops = try input.scores(of: self.masks) { range in
                filling.chosen(where: input.spread(onDevice.slice(0, range)), else: input.input)
            } score: {
                input.targetScore($0)
            }.map { own - $0 }
            let sums = heat.matmul(masks.converted(to: .float64).permuted([1, 0])).elements(as: Double.self)
            for index in maps.indices {
                let shares = Array(sums[index * self.masks..<(index + 1) * self.masks])
                found[index]["sensitivity-\(size)"] = correlation(shares, drops, isConstant: isConstant[index])
            }
        }
        return found.map { details in
            guard !details.isEmpty else { return [:] }
            let mean = details.values.sorted().reduce(0, +) / Double(details.count)
            return details.merging(["sensitivity-n": details.values.contains(where: \.isNaN) ? .nan : mean]) { $1 }
        }
    }

    private func correlation(_ shares: [Double], _ drops: [Double], isConstant: Bool) -> Double? {
        let defined = isConstant ? nil : linearCorrelation(shares, drops)
        if form == .published { return defined ?? .nan }
        let reacts = drops.contains { $0 != drops[0] }
        return reacts ? defined ?? 0 : nil
    }

    /// The numbers n for an input.
    private func sizes(of input: PerturbableInput) throws(RationaleError) -> [Int] {
        let places = input.places
        guard masks >= 3 else {
            throw RationaleError(
                .usage, "\(masks) masks have no correlation worth the name", hint: "Ask for 3 or more; 100 by default.")
        }
        if form == .published, sizes == nil, input.isRow {
            // Tenths of the text, the last of which is all of it.
            return Self.united((1...10).map { Int(0.1 * Double($0) * Double(places)) })
        }
        let all = sizes ?? (form == .published ? Self.publishedSizes : Self.defaultSizes(of: places))
        guard let bad = all.first(where: { !(1..<places).contains($0) }) else { return all }
        throw RationaleError(
            .usage, "Sensitivity-N cannot take away \(bad) of \(places) places",
            hint: sizes == nil
                ? "The published numbers are for pictures of 224×224." : "Give numbers from 1 to \(places - 1).")
    }
}
