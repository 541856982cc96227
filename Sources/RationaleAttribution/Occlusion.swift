import RationaleCore
import RationaleText
import RationaleTorch

/// How much the score falls where a window of the picture is covered.
///
/// `Lₚ = Σ_{windows over p} (s(x) − s(x with the window covered)) / number of windows over p`. Windows start at the top
/// left and move by the stride; the last ones stick out at the right and the bottom where the stride does not divide,
/// as in captum. A window covers all channels at once. Of a text it covers words, with all numbers of their tokens' vectors.
///
/// *Source:* Zeiler and Fergus (2014), "Visualizing and understanding convolutional networks", arXiv 1311.2901.
/// *Cost:* one forward pass for each window (169 with the defaults for a picture of 224×224) and one for the picture;
/// no backward pass.
public struct Occlusion: AttributionMethod {
    public static let identifier = "occlusion"
    public static let title = "Occlusion"
    public static let summary = "Occlusion: the score's fall where a window is covered (Zeiler, Fergus 2014)"
    public let unit = MapUnit.score
    public let isSigned = true
    /// Pixels; `nil` for a seventh of the shorter side. Words of a text; `nil` for one.
    public var window: Int?
    /// Pixels; `nil` for half a window.
    public var stride: Int?
    /// What windows are filled with, in the preprocessed picture.
    public var baseline: Baseline

    /// - Parameters:
    ///   - window: the side of the window, in pixels. The default, a seventh of the shorter side, is 32 for 224: about
    ///     the size of one place of a class activation map. Smaller windows often cover too little to change a score.
    ///   - stride: how far it moves each time, in pixels, at most the window. The default is half a window.
    ///   - baseline: zero is the mean colour of the training pictures, where preprocessing subtracts it.
    public init(window: Int? = nil, stride: Int? = nil, baseline: Baseline = .zeros) {
        self.window = window
        self.stride = stride
        self.baseline = baseline
    }

    /// Inputs with fewer rows are covered row by row.
    private static let fewRows = 8

    public static let settings: [Setting<Self>] = [
        .init(
            "window", \.window, none: "1/7 of a picture's shorter side, one word of a text, 1/28 of a row",
            "The side of the window, in pixels or words."),
        .init("stride", \.stride, none: "half a window", "How far the window moves, in pixels or words."),
        .init("baseline", \.baseline, "What the input is compared with."),
    ]

    public func answer(_ question: Question) throws -> Answer {
        let positions = question.positions
        // Of a text, windows move over words, each of which may be several positions.
        let words = positions.kind == .text ? question.text?.places : nil
        let (height, width) = (positions.height, words?.count ?? positions.width)
        let isText = positions.kind == .text
        let isRow = positions.kind != .picture && height < Self.fewRows
        let largest = isRow ? width : min(height, width)
        let side = window ?? (isText ? 1 : max(1, Int((Double(largest) / (isRow ? 28 : 7)).rounded())))
        let step = stride ?? max(1, side / 2)
        guard (1...largest).contains(side), (1...side).contains(step) else {
            let (unit, size) =
                isText ? ("words", "text of \(width) words") : ("pixels", "picture of \(height)×\(width)")
            throw RationaleError(
                .usage, "occlusion windows of \(side) \(unit), moved by \(step), do not fit a \(size)",
                hint: "Give a window of 1 to \(largest) \(unit) and a stride of 1 to that many.")
        }
        let targets = try question.resolve()
        let fillings = try baseline.values(for: question)
        // The rows of a table or a series are different things: each is covered by itself.
        let rows = isRow ? spans(height, 1, 1) : spans(height, side, step)
        let columns = spans(width, side, step)
        // A window covers where both its rows and its columns do.
        let down = marks(rows, height).moved(to: question.input.device).unsqueezed(3)  // [row, 1, height, 1]
        let spread = words.map { words in
            columns.map { words[$0.lowerBound].lowerBound..<words[$0.upperBound - 1].upperBound }
        }
        let across = marks(spread ?? columns, positions.width).moved(to: question.input.device)
            .unsqueezed(2)  // [column, 1, 1, position]
        let maps = try (0..<question.batch).map { index in
            let own = targets.only(index)
            let input = question.input.slice(0, index..<index + 1)
            let filling = fillings.slice(0, index..<index + 1)
            let reference = own.scores(own.logits).item
            var falls: [Double] = []
            try question.scoreVariants(rows.count * columns.count) { range in
                let covered =
                    down.indices(0, range.map { $0 / columns.count })
                    * across.indices(0, range.map { $0 % columns.count })  // [window, 1, height, width]
                return filling.chosen(where: covered.reshaped([-1] + positions.maskShape), else: input)
            } use: { _, logits in
                falls += own.scores(logits).elements(as: Double.self).map { reference - $0 }
                return true
            }
            return average(falls, over: rows, columns, height, width)
        }
        return Answer(Tensor(maps.flatMap(\.self), shape: [question.batch, height, width]), targets: targets)
    }

    /// Where windows begin and end along a side.
    private func spans(_ length: Int, _ side: Int, _ step: Int) -> [Range<Int>] {
        let count = (length - side + step - 1) / step + 1
        return (0..<count).map { $0 * step..<min($0 * step + side, length) }
    }

    private func marks(_ spans: [Range<Int>], _ length: Int) -> Tensor {
        let values = spans.flatMap { span in (0..<length).map(span.contains) }
        return Tensor(values, shape: [spans.count, 1, length])
    }

    private func average(
        _ falls: [Double], over rows: [Range<Int>], _ columns: [Range<Int>], _ height: Int, _ width: Int
    ) -> [Float] {
        var sums = [Double](repeating: 0, count: height * width)
        var counts = [Double](repeating: 0, count: height * width)
        for (index, fall) in falls.enumerated() {
            for row in rows[index / columns.count] {
                for place in columns[index % columns.count] {
                    sums[row * width + place] += fall
                    counts[row * width + place] += 1
                }
            }
        }
        return zip(sums, counts).map { Float($0 / $1) }
    }
}
