import RationaleCore
import RationaleTorch

/// Pictures at several strengths of blur, from none to all that is seen of them being colour.
///
/// *Source:* Fong, Patrick, Vedaldi (2019), arXiv 1910.08485, with the strengths of their program: eight, in even steps up
/// to a standard deviation of 20 pixels of 224.
struct BlurPyramid {
    /// `[batch, level, channel, height, width]`, the sharpest first.
    private let levels: Tensor

    private static let count = 8
    /// Of the shorter side.
    private static let strongest = 20.0 / 224

    /// The pyramids of a question's inputs.
    init(of question: Question) throws {
        let side = Double(min(question.input.shape[2], question.input.shape[3]))
        levels = .stacked(
            try (0..<Self.count).map { level in
                guard level > 0 else { return question.input.detached }
                let deviation = Self.strongest * side * Double(level) / Double(Self.count - 1)
                return try Baseline.blurred(standardDeviation: deviation).values(for: question)
            }, dimension: 1)
    }

    /// Each place as sharp as the mask shows it.
    ///
    /// - Parameter mask: `[batch, 1, height, width]`: 1 shows the picture, 0 its strongest blur; between two strengths lies
    ///   what lies between their pictures.
    func picture(_ mask: Tensor) -> Tensor {
        let last = Double(Self.count - 1)
        let place = (-mask + 1).clamped(min: 0, max: 1) * last
        let sharper = Operators.floor(.tensor(place.detached)).clamped(max: last - 1)
        func level(_ number: Tensor) -> Tensor {
            let index = number.converted(to: .int64).unsqueezed(1)
                .expanded([-1, 1, levels.shape[2], -1, -1])  // [batch, 1, channel, height, width]
            return levels.gathered(1, at: index).squeezed(1)
        }
        let from = level(sharper)
        let to = level(sharper + 1)
        return from + (place - sharper) * (to - from)
    }
}

private enum Operators {
    static let floor: Operator = "aten::floor"
}
