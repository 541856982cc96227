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
    /// What the tokenizer added.
    let marks: [Word]
    let hasMarks: Bool
    let count: String
    let bar: ColorBarView
    let target: String

    init(_ text: HighlightedText, title: String, target: String) {
        self.title = title
        func shown(_ word: HighlightedText.Word) -> Word {
            Word(
                text: word.text, color: word.color.hexadecimal, ink: word.ink.hexadecimal,
                value: NumberText.value(Double(word.value)))
        }
        words = text.words.map(shown)
        marks = text.marks.map(shown)
        hasMarks = !marks.isEmpty
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
        {{#hasMarks}}
        <p class="passage" aria-label="Tokens that mark the text">{{#marks}}<mark \
        style="background:{{color}};color:{{ink}}">{{text}} {{value}}</mark> {{/marks}}</p>
        {{/hasMarks}}
        <figcaption>{{count}}, in {{#bar}}<span class="unit">{{unit}}</span>{{/bar}}</figcaption>
        </figure>

        """
}
