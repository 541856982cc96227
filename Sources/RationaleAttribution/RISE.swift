import Foundation
import RationaleCore
import RationaleNetworks
import RationaleTorch

/// How probable the class stays where a place is visible, on average over random masks.
///
/// `L = 1 / (N p) Σᵢ P(class | x ⊙ mᵢ) · mᵢ` over N masks, each a coarse random grid whose cells are visible with
/// probability p, enlarged bilinearly and shifted by less than a cell. Covered pixels become 0, the mean colour where
/// preprocessing subtracts it.
///
/// *Source:* Petsiuk, Das, Saenko (2018), "RISE: randomized input sampling for explanation of black-box models",
/// arXiv 1806.07421.
/// *Cost:* one forward pass for each mask and one for the picture; no backward pass. Masks are made as they are used,
/// and only their running mean is kept. Every picture of a batch sees the same masks, those that it would see alone.
public struct RISE: AttributionMethod {
    public static let identifier = "rise"
    public static let title = "RISE"
    public static let summary = "RISE: the class's probability under random masks (Petsiuk et al. 2018)"
    public static let inputs: Set<InputKind> = [.picture]
    public var masks: Int
    public var cells: Int
    public var visible: Double
    public var score: Score
    public var convergence: Double?
    public var centred: Bool
    public var seed: UInt64?

    /// What is averaged over masks.
    public enum Score: String, Sendable, Hashable, CaseIterable { case probability, logit }

    /// - Parameters:
    ///   - masks: how many; the publication has 4000 for VGG-16 and 8000 for ResNet-50. Noise falls with the square root.
    ///   - cells: grid cells along each side; published: 7. More cells draw finer maps and need more masks.
    ///   - visible: the probability p that a cell is visible; published: 0.5.
    ///   - score: the class's probability, as published, or its logit.
    ///   - convergence: stop as soon as the map is this reliable, for example 0.95; by default all masks are used.
    ///     Reliability is `2r / (1 + r)` (Spearman and Brown), where r is the correlation between the maps of the masks
    ///     of even and of odd number: the share of the map's variance that other masks would reproduce. It is looked
    ///     at whenever another 256 masks are done.
    ///   - centred: subtracts what the masks show by chance: `(m̄ / p − 1) s̄`, where m̄ is the mean of the masks used and
    ///     s̄ that of their scores. The expectation stays the same up to 1 / N, and the noise no longer grows with how
    ///     sure the network is: on two photos, the maps of 400 masks of ResNet-18 correlate 0.89 and 0.91 with those
    ///     of a long run, as published 0.16 and 0.81. By default not, for the published form.
    ///   - seed: equal seeds give equal masks, whatever the batch, the chunks and the number of masks.
    public init(
        masks: Int = 4000, cells: Int = 7, visible: Double = 0.5, score: Score = .probability,
        convergence: Double? = nil, centred: Bool = false, seed: UInt64 = 0
    ) {
        self.masks = masks
        self.cells = cells
        self.visible = visible
        self.score = score
        self.convergence = convergence
        self.centred = centred
        self.seed = seed
    }

    public var unit: MapUnit { score == .probability ? .readout : .score }
    public var isSigned: Bool { score == .logit }

    public static let settings: [Setting<Self>] = [
        .init("masks", \.masks, in: 1...Double.infinity, "Random masks."),
        .init("cells", \.cells, in: 1...Double.infinity, "Cells along each side of a mask."),
        .init("visible", \.visible, in: 0...1, "The share of a mask's cells that show the picture."),
        .init("score", \.score, "What is averaged."),
        .init(
            "convergence", \.convergence, none: "none", in: 0...1,
            "The reliability at which it stops before the last mask."),
        .init("centred", \.centred, "Whether the mean is taken off."),
        .init("seed", \.seed, none: "0", "The seed of what is drawn."),
    ]

    /// How many random numbers are drawn at once, four bytes each: enough for a million masks of 7×7 cells.
    private static let mostDraws = 60_000_000

    public func answer(_ question: Question) throws -> Answer {
        let plane = try question.plane()
        guard masks > 0, (1...min(plane.height, plane.width)).contains(cells), visible > 0, visible <= 1,
            masks <= Self.mostDraws / (cells * cells + 2)
        else {
            throw RationaleError(
                .usage,
                "RISE cannot use \(masks) masks of \(cells)×\(cells) cells, each visible with probability \(visible), "
                    + "for a picture of \(plane.height)×\(plane.width)",
                hint: "Take no more cells than pixels, a probability above 0 up to 1, and up to a million masks.")
        }
        let source = RandomMasks(
            count: masks, cells: cells, visible: visible, height: plane.height, width: plane.width, seed: seed ?? 0,
            device: question.input.device)
        return try answer(question, source)
    }

    /// The same with given masks, for tests.
    package func answer(_ question: Question, _ source: RandomMasks) throws -> Answer {
        let targets = try question.resolve()
        var maps: [Tensor] = []
        var warnings: [[String]] = []
        for index in 0..<question.batch {
            let average = try average(
                of: question.input.slice(0, index..<index + 1), targets.only(index), question, source)
            maps.append(average.map)
            warnings.append(average.remarks(aim: convergence, of: source.count))
        }
        return Answer(Tensor.stacked(maps), targets: targets, warnings: warnings)
    }

    private func average(
        of input: Tensor, _ target: ResolvedTargets, _ question: Question, _ source: RandomMasks
    ) throws -> RunningMap {
        var average = RunningMap(
            height: source.height, width: source.width, visible: visible, isCentred: centred, device: input.device)
        var shown: Tensor?
        let checks = 256
        try question.scoreVariants(source.count) { range in
            let masks = source[range]  // [mask, 1, height, width]
            shown = masks
            return masks.converted(to: input.dtype) * input
        } use: { range, logits in
            let scores = target.scores(score == .probability ? question.classifier.readout(of: logits) : logits)
                .converted(to: .float32)
            average.add(shown!, scores, from: range.lowerBound)
            guard let convergence, range.lowerBound / checks != range.upperBound / checks else { return true }
            return average.reliability < convergence
        }
        return average
    }
}
