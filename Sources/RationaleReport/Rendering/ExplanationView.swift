internal import Foundation
internal import RationaleCore
internal import RationaleImaging

/// One method's card as the templates see it.
struct ExplanationView {
    struct Fact {
        let term: String
        let detail: String
        /// Whether the detail is set in the type of code.
        let isCode: Bool
        /// The style of a detail that needs more than its column.
        let room: String?
    }

    struct Map {
        let layer: String
        let raw: String
        let rawSize: String
        /// Whether a place of the map is shown as a sharp square.
        let isCoarse: Bool
        /// Whether it is a row of numbers, which would be a line if it kept its shape.
        let isFlat: Bool
        let bar: ColorBarView
        let target: String
    }

    /// A text in the colours of a map.
    struct Words {
        struct Word {
            let text: String
            let color: String
            let ink: String
            let value: String
        }

        let words: [Word]
        let count: String
        let bar: ColorBarView
        let target: String
    }

    /// What is shown in place of a picture.
    struct Notice {
        let heading: String
        let message: String
        let hint: String?
    }

    let title: String
    let id: String
    let map: Map?
    let words: Words?
    let notice: Notice?
    let facts: [Fact]
    let hasFacts: Bool
    let warnings: [String]
    /// The photo behind the map; `nil` for a text.
    let photo: PhotoView?

    init(_ explanation: ReportExplanation, id: String, photo: PhotoView?, namesTarget: Bool, labels: [Int: String])
        throws
    {
        title = explanation.title
        self.id = id
        self.photo = photo
        switch explanation.outcome {
        case .failed(let failure):
            map = nil
            words = nil
            notice = Notice(heading: "This method could not run", message: failure.message, hint: failure.hint)
            facts = []
            warnings = []
        case .attribution(let attribution):
            let target = TargetText.full(attribution.target, labels: labels)
            facts = Self.facts(of: attribution, in: explanation, target: namesTarget ? target : nil)
            warnings = attribution.warnings
            if attribution.tokens != nil, let text = try? HighlightedText(attribution, colorMap: explanation.colorMap) {
                map = nil
                words = Words(text, target: target)
                notice = nil
            } else if let degeneracy = attribution.map.degeneracy {
                map = nil
                words = nil
                notice = Notice(
                    heading: "Degenerate: not painted", message: degeneracy.rawValue,
                    hint: "Try another layer, target or method.")
            } else {
                map = try Map(attribution, in: explanation, target: target)
                words = nil
                notice = nil
            }
        }
        hasFacts = !facts.isEmpty
    }

    private static func facts(
        of attribution: Attribution, in explanation: ReportExplanation, target: String?
    ) -> [Fact] {
        var facts: [Fact] = []
        func add(_ term: String, _ detail: String?, isCode: Bool = false, room: String? = nil) {
            if let detail, !detail.isEmpty {
                facts.append(Fact(term: term, detail: detail, isCode: isCode, room: room))
            }
        }
        add("Target", target, room: "double")
        add("Layer", attribution.layer, isCode: true)
        add("Why this layer", attribution.layerReason, room: "double")
        for (name, value) in attribution.settings.sorted(by: { $0.key < $1.key }) { add(name, value) }
        for stage in attribution.stages {
            add(stage.name.prefix(1).uppercased() + stage.name.dropFirst(), stage.summary, room: "double")
        }
        add("Seed", attribution.seed.map(String.init))
        add("Time", explanation.seconds.map(NumberText.duration))
        add("Convergence gap", attribution.convergenceGap.map(NumberText.percent))
        add("Raw values", explanation.mapFile, isCode: true, room: "wide")
        return facts
    }
}

extension AttributionStage {
    /// `48213 bits in all; loss 3.21 to 0.2 in 24 steps; reliability 91.8 %`: of the mean with those before it.
    fileprivate var summary: String {
        var parts: [String] = []
        if let bits { parts.append(String(format: bits < 100 ? "%.1f bits in all" : "%.0f bits in all", bits)) }
        if let first = losses.first, let last = losses.last {
            let steps = NumberText.count(losses.count, "step")
            parts.append("loss \(NumberText.value(Double(first))) to \(NumberText.value(Double(last))) in \(steps)")
        }
        if let reliability = settings["reliability"].flatMap(Double.init) {
            parts.append("reliability \(NumberText.percent(reliability))")
        }
        return parts.joined(separator: "; ")
    }
}

extension ExplanationView.Map {
    init(_ attribution: Attribution, in explanation: ReportExplanation, target: String) throws {
        let picture = try explanation.picture ?? HeatmapPicture(attribution, colorMap: explanation.colorMap)
        layer = DataURI.png(try picture.layerPNG(opacity: explanation.opacity))
        raw = DataURI.png(try picture.rawPNG())
        rawSize = "\(attribution.map.width) × \(attribution.map.height)"
        isCoarse = max(attribution.map.width, attribution.map.height) < 100
        isFlat = attribution.map.height * 8 < attribution.map.width
        bar = ColorBarView(ColorBar(scale: picture.scale, colorMap: picture.colorMap, unit: attribution.unit))
        self.target = target
    }
}

extension ExplanationView.Words {
    init(_ text: HighlightedText, target: String) {
        words = text.words.map {
            Word(
                text: $0.text, color: $0.color.hexadecimal, ink: $0.ink.hexadecimal,
                value: NumberText.value(Double($0.value)))
        }
        count = NumberText.count(text.words.count, "word")
        bar = ColorBarView(ColorBar(scale: text.scale, colorMap: text.colorMap, unit: text.unit))
        self.target = target
    }
}
