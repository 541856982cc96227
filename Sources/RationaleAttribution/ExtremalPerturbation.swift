import Foundation
import RationaleCore
import RationaleNetworks
import RationaleTorch

/// The smooth mask of a given area that keeps the score highest, where what it hides is blurred:
/// `max_m s(m ⊗ x) − λ ‖sorted(m) − r_a‖²`.
///
/// The mask m is the smooth maximum of a coarse field (`MaskField`), ⊗ blurs each place the more the less the mask shows
/// it (`BlurPyramid`), and `r_a` is a step: zero, but one for the largest part a of all places. So the area is a
/// constraint and not a penalty that competes with the score, and no weight is to be tuned.
///
/// *Source:* Fong, Patrick, Vedaldi (2019), "Understanding deep networks via extremal perturbations and smooth masks",
/// arXiv 1910.08485: the game of preserving.
/// *Cost:* for each area `steps` forward and backward passes, and one forward pass for the classes. All inputs of a chunk
/// are optimised together; each step depends on the one before.
///
/// Departs from it: Adam and 150 steps in place of gradient descent and 800 (``published``), which on four photos and
/// ResNet-18 keep 81 % of the score instead of 89 % (50 steps: 76 %) in a fifth of the time; area and smoothness are
/// those of the coarse field, a 32nd of the picture's shorter side, which is then resized. A score that no mask changes
/// gives no map.
///
/// The answer's values are `[batch, height, width]`: the part of each place that is shown, 0 to 1, averaged over areas.
public struct ExtremalPerturbation: AttributionMethod {
    public static let identifier = "extremal-perturbation"
    public static let title = "Extremal perturbation"
    public static let summary = "Extremal perturbation: the best mask of an area (Fong et al. 2019)"
    public static let inputs: Set<InputKind> = [.picture]
    public let unit = MapUnit.partShown
    public let isSigned = false
    public static let settings: [Setting<Self>] = [
        .init("area", \.areas, "The part of the picture that the mask shows."),
        .init("steps", \.steps, in: 1...Double.infinity, "Steps of the optimisation."),
        .init("rule", \.rule, "How it is optimised."),
    ]

    /// How the field follows the gradient.
    public enum Rule: String, Sendable, Hashable, CaseIterable {
        /// Adam at a rate of 0.1.
        case adam
        /// A rate of 0.01 with a momentum of 0.9, of which new gradients are a tenth: as published.
        case gradientDescent = "gradient-descent"
    }

    /// Parts of the picture that masks show, above 0 and below 1. Default: 0.3, with which InputIBA's authors compare
    /// (Zhang et al. 2021, arXiv 2110.01471). Several rank places more finely, at as many times the cost: what the
    /// smallest mask shows counts most.
    public var areas: [Double]
    /// Steps of the optimisation.
    public var steps: Int
    public var rule: Rule

    /// As published: 800 steps of gradient descent.
    public static let published = ExtremalPerturbation(steps: 800, rule: .gradientDescent)

    public init(areas: [Double] = [0.3], steps: Int = 150, rule: Rule = .adam) {
        self.areas = areas
        self.steps = steps
        self.rule = rule
    }

    /// The weight of the area at the beginning, and by what it has grown at the end. Published: 300, times 1.0035 at each
    /// of 800 steps.
    private static let weight = 300.0
    private static let growth = 16.4
    /// How far the area may be missed without a warning.
    private static let tolerance = 0.05

    public func answer(_ question: Question) throws -> Answer {
        let (height, width) = try question.plane()
        guard steps > 0, !areas.isEmpty, areas.allSatisfy({ $0 > 0 && $0 < 1 }) else {
            throw RationaleError(
                .usage, "\(Self.identifier) cannot find masks of area \(settings["areas"] ?? "") in \(steps) steps",
                hint: "Give areas above 0 and below 1, with commas between them, and at least one step.")
        }
        let targets = try question.resolve()
        let pyramid = try BlurPyramid(of: question)
        let field = MaskField(height: height, width: width)
        var sum = Tensor.zeros([question.batch, height, width], device: question.input.device)
        var warnings = [[String]](repeating: [], count: question.batch)
        for area in areas {
            let mask = try optimised(field, area, pyramid, targets, question)
            for (index, found) in mask.mean([1, 2, 3]).elements(as: Float.self).enumerated()
            where found > 0 && abs(Double(found) - area) > Self.tolerance {
                warnings[index].append(
                    "the mask shows \(Int((100 * found).rounded())) % of the picture, not \(Int((100 * area).rounded())) %: try more steps than \(steps)"
                )
            }
            sum = sum + field.resized(mask).squeezed(1).converted(to: .float32)
        }
        return Answer(sum / Double(areas.count), targets: targets, warnings: warnings)
    }

    /// The mask of one area: `[batch, 1, row, column]`, on the field's grid.
    private func optimised(
        _ field: MaskField, _ area: Double, _ pyramid: BlurPyramid, _ targets: ResolvedTargets, _ question: Question
    ) throws -> Tensor {
        let start = Tensor.ones(
            [question.batch, 1, field.rows, field.columns], dtype: question.input.dtype, device: question.input.device)
        var descent = Descent(from: start, rule)
        let shown = Int((area * Double(field.rows * field.columns)).rounded())
        let step = (0..<field.rows * field.columns).map { $0 < field.rows * field.columns - shown ? 0 : 1 as Float }
        let reference = Tensor(step, shape: [1, step.count]).moved(to: start.device).converted(to: start.dtype)
        var hasEffect: Tensor?
        var weight = Self.weight
        for _ in 0..<steps {
            let gradient = try withGradient {
                let values = descent.values.requiringGradient
                let mask = field.mask(values)
                let logits = try question.network.logits(pyramid.picture(field.resized(mask)))
                let score = (logits * targets.weights(for: logits)).sum()
                let ordered = mask.reshaped([question.batch, -1]).sortedAscending(1)
                let deviation = (ordered - reference).power(2).mean([1]).sum()
                let ofScore = try RationaleTorch.gradient(
                    of: [score], with: [values], retainingGraph: true)[0]
                let ofArea = try RationaleTorch.gradient(of: deviation, with: values)
                if hasEffect == nil {
                    let largest = ofScore.absolute.maximum([1, 2, 3], keepingDimensions: true)
                    hasEffect = largest.isGreater(than: largest.zerosLike).converted(to: values.dtype)
                }
                return ofArea * weight - ofScore
            }
            descent.step(against: gradient)
            weight *= Self.rate(steps)
        }
        let mask = withoutGradient { field.mask(descent.values) }
        return mask * hasEffect!
    }

    /// By what the weight of the area grows at each step.
    private static func rate(_ steps: Int) -> Double { pow(growth, 1 / Double(steps)) }
}

/// Numbers between 0 and 1 that follow a gradient downwards.
private struct Descent {
    private(set) var values: Tensor
    private let rule: ExtremalPerturbation.Rule
    /// The running means of gradients and of their squares.
    private var mean: Tensor
    private var square: Tensor
    private var count = 0.0

    init(from values: Tensor, _ rule: ExtremalPerturbation.Rule) {
        self.values = values
        self.rule = rule
        mean = values.zerosLike
        square = values.zerosLike
    }

    mutating func step(against gradient: Tensor) {
        count += 1
        mean = mean * 0.9 + gradient * 0.1
        switch rule {
        case .gradientDescent: values = (values - mean * 0.01).clamped(min: 0, max: 1)
        case .adam:
            square = square * 0.999 + gradient.power(2) * 0.001
            let direction =
                mean / (1 - pow(0.9, count)) / ((square / (1 - pow(0.999, count))).squareRoot + 1e-8)
            values = (values - direction * 0.1).clamped(min: 0, max: 1)
        }
    }
}
