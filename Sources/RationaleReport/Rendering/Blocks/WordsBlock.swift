internal import RationaleImaging

/// A text in the colours of what a method says of its words.
struct WordsBlock: Block {
    struct Word {
        let text: String
        let color: String
        let ink: String
        let value: String
    }

    let title: String
    let words: [Word]
    let count: String
    let bar: ColorBarView
    let target: String

    init(_ text: HighlightedText, title: String, target: String) {
        self.title = title
        words = text.words.map {
            Word(
                text: $0.text, color: $0.color.hexadecimal, ink: $0.ink.hexadecimal,
                value: NumberText.value(Double($0.value)))
        }
        count = NumberText.count(text.words.count, "word")
        bar = ColorBarView(ColorBar(scale: text.scale, colorMap: text.colorMap, unit: text.unit))
        self.target = target
    }

    static let template = """
        <figure class="text">
        <div class="measured">
        <p class="passage" aria-label="Words coloured by {{title}}, for {{target}}">{{#words}}<mark \
        style="background:{{color}};color:{{ink}}" title="{{value}}">{{text}}</mark> {{/words}}</p>
        {{#bar}}
        \(ColorBarView.template)
        {{/bar}}
        </div>
        <figcaption>{{count}}, in {{#bar}}<span class="unit">{{unit}}</span>{{/bar}}</figcaption>
        </figure>

        """
}
