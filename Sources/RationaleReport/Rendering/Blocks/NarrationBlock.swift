internal import RationaleCore
internal import RationaleImaging

/// An explanation in words: the sentence with its words in the colours of their evidence, where the evidence lies, and what
/// becomes of the decision without it.
struct NarrationBlock: Block {
    struct Word {
        let text: String
        let color: String
        let ink: String
        let value: String
    }

    struct Part {
        let name: String
        let value: String
    }

    let sentence: String
    /// Empty where no word has any evidence.
    let words: [Word]
    let bar: ColorBarView?
    /// What each layer adds to the evidence of all words.
    let parts: [Part]
    let hasParts: Bool
    let recognition: String?
    let picture: String?
    let alternatives: [String]
    let hasAlternatives: Bool
    /// How much the score falls.
    let drops: String?
    let proof: ProofView?

    init(_ narration: Narration, _ context: BlockContext) throws {
        sentence = narration.sentence
        let text = try? HighlightedText(
            words: narration.words.map(\.text), values: narration.words.map { Float($0.evidence) }, unit: "nats",
            colorMap: context.colorMap)
        words = (text?.words ?? []).map {
            Word(
                text: $0.text, color: $0.color.hexadecimal, ink: $0.ink.hexadecimal,
                value: NumberText.value(Double($0.value)))
        }
        bar = text.map { ColorBarView(ColorBar(scale: $0.scale, colorMap: $0.colorMap, unit: $0.unit)) }
        var sums: [(name: String, evidence: Double)] = []
        for part in narration.words.flatMap(\.parts) {
            if let index = sums.firstIndex(where: { $0.name == part.name }) {
                sums[index].evidence += part.evidence
            } else {
                sums.append((part.name, part.evidence))
            }
        }
        parts = sums.map { Part(name: $0.name, value: NumberText.value($0.evidence)) }
        hasParts = !parts.isEmpty
        recognition = narration.recognition.map(NumberText.percent)
        picture = try narration.picture.flatMap { context.conceptPictures[$0] }
            .map { DataURI.jpeg(try $0.thumbnail(side: 480).jpegData(quality: 85)) }
        alternatives = narration.alternatives
        hasAlternatives = !alternatives.isEmpty
        drops = narration.drops.map { named, others in
            "The score falls by \(NumberText.value(named)) without what the sentence names, and by "
                + "\(NumberText.value(others)) on average without other regions of its size."
        }
        proof =
            try narration.edits.isEmpty
            ? nil : ProofView(narration.edits, id: "\(context.id)-proof", context)
    }

    static let template = """
        <div class="narration">
        <blockquote class="sentence">{{sentence}}</blockquote>
        {{#bar}}
        <figure class="text">
        <div class="measured">
        <p class="passage" aria-label="Words coloured by their evidence">{{#words}}<mark \
        style="background:{{color}};color:{{ink}}" title="{{value}}">{{text}}</mark> {{/words}}</p>
        \(ColorBarView.template)
        </div>
        <figcaption>How much more probable this picture makes each word, in <span class="unit">{{unit}}</span></figcaption>
        </figure>
        {{/bar}}
        {{#hasParts}}
        <p class="scores">Evidence by layer: {{#parts}}<span>{{name}} {{value}}</span>; {{/parts}}in all words together.</p>
        {{/hasParts}}
        {{#recognition}}
        <p class="scores">A listener who hears only this sentence finds the class {{.}} probable.</p>
        {{/recognition}}
        {{#picture}}
        <figure><img loading="lazy" decoding="async" src="{{{.}}}" alt="The photo, with what the sentence names outlined">\
        <figcaption>Where the evidence lies</figcaption></figure>
        {{/picture}}
        {{#hasAlternatives}}
        <details><summary>Other sentences</summary><ul>{{#alternatives}}<li>{{.}}</li>{{/alternatives}}</ul></details>
        {{/hasAlternatives}}
        {{#drops}}
        <p>{{.}}</p>
        {{/drops}}
        {{#proof}}
        \(ProofView.template)
        {{/proof}}
        </div>

        """
}
